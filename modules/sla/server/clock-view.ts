import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { ClockView } from '../contract.ts';
import { computeDeadline, type DeadlineInput } from './calendar/deadline.ts';
import { traceOf } from './calendar/trace.ts';
import { clocksOf, type ClockRow } from './clock.queries.ts';
import { extensionsOf, type ExtensionRow } from './extension.queries.ts';
import { whyNotExtend } from './extension.rules.ts';
import { pausesOf, recomputed } from './move-clock.ts';
import { ruleOfClock, type RunningRule } from './plan-clocks.ts';
import { currentRules, type Rulebook } from './rulebook.ts';

const minutesBetween = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 60_000);

/** The steps from start to due, each with the minutes it adds, so that the sum can be checked by hand. */
const lifeOf = (row: ClockRow): ClockView['trace'] => {
  const pausedMinutes = Math.round(row.pausedMs / 60_000);
  const steps: ClockView['trace'] = [{ at: row.startedAt.toISOString(), step: 'started', minutes: 0 }];
  const add = (step: ClockView['trace'][number]['step'], at: Date, minutes: number): void => {
    steps.push({ at: at.toISOString(), step, minutes });
  };
  if (pausedMinutes > 0) add('paused_total', row.startedAt, pausedMinutes);
  if (row.pausedAt) add('paused_now', row.pausedAt, 0);
  add('warn', row.warnAt, minutesBetween(row.startedAt, row.warnAt) - pausedMinutes);
  add('due', row.dueAt, minutesBetween(row.startedAt, row.dueAt) - pausedMinutes);
  if (row.breachedAt) add('breached', row.breachedAt, 0);
  if (row.metAt) add('met', row.metAt, minutesBetween(row.startedAt, row.metAt) - pausedMinutes);
  return steps;
};

/** The reason, computed now from what the row holds: no history is read. */
const reasonOf = (row: ClockRow, { rule, calendar }: RunningRule): ClockView['reason'] => {
  const input: DeadlineInput = {
    receivedAt: row.startedAt.getTime(),
    pauses: pausesOf(row),
    extension: row.extension,
  };
  return traceOf(calendar, rule, input, computeDeadline(calendar, rule, input));
};

type Context = { rules: Rulebook; actor: Actor; extensions: readonly ExtensionRow[]; now: Date };

const extendable = (row: ClockRow, running: RunningRule, { rules, actor, extensions, now }: Context) =>
  may(actor, 'ticket.transition')
    ? running.extensions
        .filter((spec) => whyNotExtend(row, spec, extensions, now) === null)
        .map((spec) => {
          const extension = row.extension + spec.length;
          return {
            ...spec,
            newDueAt: recomputed(rules, row, now, { extension }).dueAt.toISOString(),
            trace: reasonOf({ ...row, extension }, running),
          };
        })
    : [];

const extensionViews = (row: ClockRow, { extensions }: Context): ClockView['extensions'] =>
  extensions
    .filter((one) => one.clock === row.clock && one.round === row.round)
    .map((one) => ({
      id: one.id,
      extensionId: one.extensionId,
      state: one.state,
      requestId: one.requestId,
      reason: one.reason,
      askedBy: one.askedName,
      askedAt: one.askedAt.toISOString(),
      decidedBy: one.decidedName,
      decidedAt: one.decidedAt?.toISOString() ?? null,
      oldDueAt: one.oldDueAt.toISOString(),
      newDueAt: one.newDueAt.toISOString(),
      told: one.told,
    }));

const clockView = (row: ClockRow, context: Context): ClockView => {
  const { rules } = context;
  const running = ruleOfClock(rules, row);
  const policy = rules.policies.find((one) => one.id === row.policyId);
  const { profile, spec } = running;
  return {
    clock: row.clock,
    name: spec?.name ?? '',
    nameEn: spec?.nameEn ?? '',
    state: row.state,
    startedAt: row.startedAt.toISOString(),
    warnAt: row.warnAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    metAt: row.metAt?.toISOString() ?? null,
    breachedAt: row.breachedAt?.toISOString() ?? null,
    pausedAt: row.pausedAt?.toISOString() ?? null,
    pausedReason: row.pausedReason,
    pausedMinutes: Math.round(row.pausedMs / 60_000),
    policyName: policy?.name ?? '',
    policyNameEn: policy?.nameEn ?? '',
    profile: profile && {
      key: profile.spec.key,
      version: profile.version,
      name: profile.spec.name,
      nameEn: profile.spec.nameEn,
    },
    provisional: row.provisional,
    trace: lifeOf(row),
    reason: reasonOf(row, running),
    pauses: row.pauses,
    extensions: extensionViews(row, context),
    extendable: extendable(row, running, context),
  };
};

/** The clocks of a ticket as this person sees them. */
export const clockViews = async (tx: Tx, app: App, actor: Actor, ticketId: string): Promise<ClockView[]> => {
  const context = {
    rules: currentRules(app),
    actor,
    extensions: await extensionsOf(tx, ticketId),
    now: app.clock.now(),
  };
  return (await clocksOf(tx, [ticketId])).map((row) => clockView(row, context));
};
