import { z } from 'zod';
import { ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { ClockEnd, ClockStart } from '../contract.ts';
import {
  breakSilence,
  cancelClocks,
  insertClocks,
  lockClocks,
  meetClocks,
  moveClocks,
  moveDepartment,
  restartClock,
} from './clock.queries.ts';
import { recomputed } from './move-clock.ts';
import { caseOf, planClocks, silenceMs } from './plan-clocks.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { currentRules } from './rulebook.ts';

const message = z.object({ direction: z.enum(['in', 'out', 'note']) });
const assigned = z.object({ toDepartmentId: z.uuid() });
const reclassified = z.object({ field: z.string() });

const everyEnd: readonly ClockEnd[] = ['first_reply', 'accepted', 'verified', 'solved', 'answered', 'closed'];
/** A step keeps its own promise and those of the steps before it. */
const keeps: Readonly<Record<string, readonly ClockEnd[]>> = {
  'ticket.accepted': ['accepted'],
  'ticket.verified': ['accepted', 'verified'],
  'ticket.solved': ['accepted', 'verified', 'solved'],
  'ticket.answered': ['first_reply', 'accepted', 'verified', 'solved', 'answered'],
  'ticket.closed': everyEnd,
};
const starts: Readonly<Record<string, ClockStart>> = {
  'ticket.accepted': 'accepted',
  'ticket.verified': 'verified',
  'ticket.solved': 'solved',
  'ticket.answered': 'answered',
  'ticket.reopened': 'reopened',
  'ticket.restored': 'opened',
};

/** Starts (again) what this step starts, from that moment and for its full time. */
const startFrom = async (tx: Tx, app: App, ticket: TicketRow, step: ClockStart, at: Date): Promise<void> => {
  const of = { ticketId: ticket.id, departmentId: ticket.departmentId };
  for (const plan of planClocks(currentRules(app), caseOf(app, ticket), step, at))
    await restartClock(tx, { ...plan, ...of });
};

const openStates = ['running', 'paused', 'breached'];

/** Another level, kind, category or department: the promise changes, counted from the same start. */
const choosePromiseAgain = async (tx: Tx, app: App, ticket: TicketRow): Promise<void> => {
  const rules = currentRules(app);
  const rows = await lockClocks(tx, ticket.id);
  const open = rows.filter((row) => openStates.includes(row.state) && row.metAt === null);
  if (open.length === 0) return;
  const at = rows.reduce((first, row) => (row.startedAt < first ? row.startedAt : first), ticket.createdAt);
  const now = app.clock.now();
  const plans = planClocks(rules, caseOf(app, ticket), 'opened', at);
  const known = new Set(rows.map((row) => row.clock));
  const planned = new Map(plans.map((plan) => [plan.clock, plan]));
  await moveClocks(
    tx,
    open.flatMap((row) => {
      const plan = planned.get(row.clock);
      return plan ? [recomputed(rules, row, now, { plan })] : [];
    }),
  );
  const of = { ticketId: ticket.id, departmentId: ticket.departmentId };
  await insertClocks(
    tx,
    plans.filter((plan) => !known.has(plan.clock)).map((plan) => ({ ...plan, ...of })),
  );
  // Clocks that another step began (an acceptance) belong to the step, whatever the promise at the opening is now.
  const begun = new Set(open.filter((row) => row.startedAt <= at).map((row) => row.clock));
  const gone = [...begun].filter((clock) => !planned.has(clock));
  if (gone.length > 0) await cancelClocks(tx, ticket.id, gone);
};

const promiseFields = ['level', 'kind', 'categoryKey'];

const handled = new Set(['ticket.message_added', 'ticket.assigned', 'ticket.reclassified', ...Object.keys(keeps)]);

/** What was merged owes nothing of its own: the ticket in which it lives on does. */
const endsPromises = new Set(['ticket.declined', 'ticket.quarantined', 'ticket.merged']);
const owing = new Set(['new', 'verifying', 'resolving', 'replying']);
const unmerged = z.object({ to: z.string() });

/** The step that starts clocks now; a ticket taken out of another begins anew where it still owes something. */
const stepOf = (event: EventRow): ClockStart | undefined =>
  event.name === 'ticket.unmerged' && owing.has(unmerged.parse(event.data).to) ? 'opened' : starts[event.name];

const applyStep = async (tx: Tx, event: EventRow, ticket: TicketRow): Promise<void> => {
  const ends = keeps[event.name];
  if (ends) await meetClocks(tx, ticket.id, ends, event.at);
  if (event.name === 'ticket.message_added' && message.parse(event.data).direction === 'out')
    await meetClocks(tx, ticket.id, ['first_reply'], event.at);
  if (endsPromises.has(event.name)) await cancelClocks(tx, ticket.id);
};

const apply = async (tx: Tx, app: App, event: EventRow, ticket: TicketRow): Promise<void> => {
  await applyStep(tx, event, ticket);
  const step = stepOf(event);
  if (step) await startFrom(tx, app, ticket, step, event.at);
  if (event.name === 'ticket.assigned') {
    await moveDepartment(tx, ticket.id, assigned.parse(event.data).toDepartmentId);
    if (currentRules(app).policies.some((policy) => policy.enabled && policy.departmentId !== null))
      await choosePromiseAgain(tx, app, ticket);
  }
  if (event.name === 'ticket.reclassified' && promiseFields.includes(reclassified.parse(event.data).field))
    await choosePromiseAgain(tx, app, ticket);
  // The customer's own words do not end our silence.
  if (event.actorKind !== 'customer' && event.actorKind !== 'system' && handled.has(event.name))
    await breakSilence(tx, ticket.id, new Date(event.at.getTime() + silenceMs));
};

export const followTicket: Subscriber = {
  name: 'sla.follow_ticket',
  events: [
    'ticket.message_added',
    'ticket.accepted',
    'ticket.verified',
    'ticket.solved',
    'ticket.answered',
    'ticket.closed',
    'ticket.declined',
    'ticket.quarantined',
    'ticket.reopened',
    'ticket.restored',
    'ticket.merged',
    'ticket.unmerged',
    'ticket.assigned',
    'ticket.reclassified',
  ],
  async handle(app: App, tx, events) {
    const tickets = new Map(
      (await ticketsByIds(tx, [...new Set(events.map((event) => event.subjectId))])).map((ticket) => [
        ticket.id,
        ticket,
      ]),
    );
    for (const event of events) {
      const ticket = tickets.get(event.subjectId);
      if (ticket) await apply(tx, app, event, ticket);
    }
    await refreshNextDue(tx, [...tickets.keys()]);
  },
};
