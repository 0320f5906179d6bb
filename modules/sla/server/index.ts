import { accessTicket, registerOpeningStage, ticketsByIds, type OpenedTicket } from '#modules/ticket/server/index.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import * as contract from '../contract.ts';
import { countOfAlarms, pageOfAlarms, seeAlarms } from './alarm-page.ts';
import { clockViews } from './clock-view.ts';
import { insertClocks, type ClockPlan, type NewClock } from './clock.queries.ts';
import './conflict-guard.ts';
import { dailyDigestJob } from './daily-digest.job.ts';
import { dutiesOf } from './duties.ts';
import { askExtension } from './extend-clock.ts';
import { followTicket } from './follow-ticket.ts';
import { calendarViews, importNotice, saveCalendar } from './manage-calendars.ts';
import { addPolicy, editPolicy, removePolicy } from './manage-policies.ts';
import { explainStored, profileView, saveProfile } from './manage-profiles.ts';
import { pauseTicket, resumeTicket } from './pause-clocks.ts';
import { caseOf, planClocks } from './plan-clocks.ts';
import { findPolicies } from './policy.queries.ts';
import { previewPolicy } from './preview-policy.ts';
import { alarmRaised } from './raise-alarms.ts';
import { currentRules, refreshRules, startRules, stopRules } from './rulebook.ts';
import { seedShipped } from './seed-shipped.ts';
import { sweepAlarmsJob } from './sweep-alarms.job.ts';
import { tellPeople } from './tell-people.ts';
import { tellSigners } from './tell-signers.ts';
import { startTicker, type Ticker } from './tick.ts';
import { watchCalendarsJob } from './watch-calendars.job.ts';

export { alarmEmergency, type EmergencyAlarm } from './alarm-emergency.ts';
export { promisedFirstReplyAt } from './promise.ts';
export { alarmSteps, type StepAlarm } from './alarm-step.ts';
export { explainClock, shippedCalendar, type Explanation } from './explain.ts';
export { findPolicies, updatePolicy } from './policy.queries.ts';
export { pausedTickets } from './paused-tickets.ts';
export { shippedProfiles } from './profiles/shipped.ts';
export { eraseSlaWords, profileName, retentionDemanded, type Retention } from './retention.ts';
export { fireDueClocks } from './tick.ts';
export { afterWorkingMinutes, isWorkingTime, workingMinutesBetween } from './working-time.ts';

const tickers = new WeakMap<object, Ticker>();

type Due = OpenedTicket['dues'][number];

/** What a due of a draft was planned with; the draft itself knows only when it ends. */
const plans = new WeakMap<Due, ClockPlan>();

const bare = (due: Due): ClockPlan => ({
  ...due,
  until: due.clock === 'first_reply' ? 'first_reply' : 'answered',
  profileKey: null,
  profileVersion: null,
  length: Math.max(0, Math.round((due.dueAt.getTime() - due.startedAt.getTime()) / 60_000)),
  provisional: false,
  calendarKey: null,
  alarmPlan: 'w75',
  alarms: [due.warnAt],
  quietAt: null,
});

const newClock = (ticket: OpenedTicket, due: Due): NewClock => ({
  ...(plans.get(due) ?? bare(due)),
  ticketId: ticket.id,
  departmentId: ticket.departmentId,
});

/** Starts the clocks of tickets that were opened in this transaction: a ticket without a clock cannot exist. */
export const startClocks = (tx: Tx, opened: readonly OpenedTicket[]): Promise<void> =>
  insertClocks(
    tx,
    opened.flatMap((ticket) => ticket.dues.map((due) => newClock(ticket, due))),
  );

registerOpeningStage({
  name: 'sla',
  order: 30,
  run(drafts, app) {
    const rules = currentRules(app);
    for (const draft of drafts) {
      const { kind, level } = draft;
      if (kind === undefined || level === undefined) continue;
      draft.dues = planClocks(rules, caseOf(app, { ...draft, kind, level }), 'opened', draft.at).map((plan) => {
        const { clock, startedAt, warnAt, dueAt } = plan;
        const due = { clock, startedAt, warnAt, dueAt, policyId: plan.policyId ?? '' };
        plans.set(due, plan);
        return due;
      });
    }
  },
});

const policyRoutes = [
  serve(contract.listPolicies, 'signed-in', async ({ app, actor }) => ({
    items: await app.db.read(actor.reach, findPolicies),
  })),
  serve(contract.changePolicy, 'sla.manage', ({ app, actor, params, body }) => editPolicy(app, actor, params.id, body)),
  serve(contract.createPolicy, 'sla.manage', ({ app, actor, body }) => addPolicy(app, actor, body)),
  serve(contract.dropPolicy, 'sla.manage', ({ app, actor, params }) => removePolicy(app, actor, params.id)),
  serve(contract.previewPolicy, 'sla.manage', ({ app, query }) => previewPolicy(app, query)),
];

const clockRoutes = [
  serve(contract.readClocks, 'ticket.read', ({ app, actor, params }) =>
    app.db.read(actor.reach, async (tx) => {
      const ticket = await accessTicket(tx, actor, params.number, 'ticket.read');
      return { items: await clockViews(tx, app, actor, ticket.id) };
    }),
  ),
  serve(contract.pauseClocks, 'ticket.transition', async ({ app, actor, params, body }) => ({
    items: await pauseTicket(app, actor, params.number, body.reason),
  })),
  serve(contract.resumeClocks, 'ticket.transition', async ({ app, actor, params }) => ({
    items: await resumeTicket(app, actor, params.number),
  })),
  serve(contract.readDuties, 'ticket.read', ({ app, actor, params }) =>
    app.db.read(actor.reach, async (tx) => {
      const ticket = await accessTicket(tx, actor, params.number, 'ticket.read');
      return { items: await dutiesOf(tx, app, ticket) };
    }),
  ),
  serve(contract.extendClock, 'ticket.transition', async ({ app, actor, params, body }) => ({
    items: await askExtension(app, actor, { ...params, ...body }),
  })),
];

const ruleRoutes = [
  serve(contract.listCalendars, 'sla.manage', async ({ app }) => ({
    items: await app.db.read(everything, (tx) => calendarViews(tx, app.clock.now())),
  })),
  serve(contract.changeCalendar, 'sla.manage', ({ app, params, body }) => saveCalendar(app, params.key, body)),
  serve(contract.importNotice, 'sla.manage', ({ app, actor, params, request }) =>
    importNotice(app, actor, params.key, request),
  ),
  serve(contract.listProfiles, 'sla.manage', async ({ app }) => {
    await refreshRules(app);
    return { items: currentRules(app).newest.map(profileView) };
  }),
  serve(contract.changeProfile, 'sla.manage', ({ app, actor, params, body }) =>
    saveProfile(app, actor, params.key, body),
  ),
  serve(contract.explainProfile, 'sla.manage', ({ app, params, query }) =>
    Promise.resolve(explainStored(app, params.key, query.clock, query.from)),
  ),
];

const alarmRoutes = [
  serve(contract.listAlarms, 'signed-in', ({ app, actor, query }) => pageOfAlarms(app, actor, query)),
  serve(contract.seeAlarms, 'signed-in', ({ app, actor, body }) => seeAlarms(app, actor, body)),
  serve(contract.countAlarms, 'signed-in', ({ app, actor }) => countOfAlarms(app, actor)),
];

/** What moves a clock without a change of the ticket itself: who has it open sees it at once. */
const clockEvents = [
  'sla.warned',
  'sla.breached',
  'sla.paused',
  'sla.resumed',
  'sla.extended',
  'sla.extension_asked',
  'sla.extension_refused',
  'sla.extension_withdrawn',
  'sla.extension_lapsed',
  'sla.recomputed',
];

export const slaModule: ServerModule = {
  name: 'sla',
  permissions: ['sla.manage'],
  subscribers: [followTicket, tellPeople, tellSigners],
  live: [
    {
      topic: 'alarms',
      events: [alarmRaised],
      visible: async (_app, actor, ids) => ids.filter((id) => id === actor.id),
    },
    {
      topic: 'clocks',
      events: clockEvents,
      visible: async (app, actor, ids) =>
        may(actor, 'ticket.read')
          ? app.db.read(actor.reach, async (tx) => (await ticketsByIds(tx, ids)).map((ticket) => ticket.id))
          : [],
    },
  ],
  jobs: [dailyDigestJob, watchCalendarsJob, sweepAlarmsJob],
  routes: [...policyRoutes, ...clockRoutes, ...ruleRoutes, ...alarmRoutes],
  async start(app) {
    await seedShipped(app);
    await startRules(app);
    if (app.config.role !== 'web') tickers.set(app, startTicker(app));
  },
  refresh: refreshRules,
  async stop(app) {
    stopRules(app);
    await tickers.get(app)?.stop();
  },
};
