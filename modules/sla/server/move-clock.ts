import type { Pause } from './calendar/deadline.ts';
import type { ClockPlan, ClockRow, MovedClock, StoredPause } from './clock.queries.ts';
import { computeClock, ruleOfClock } from './plan-clocks.ts';
import type { Rulebook } from './rulebook.ts';

export const pausesOf = (row: Pick<ClockRow, 'pauses'>): Pause[] =>
  row.pauses.map((one) => ({ from: Date.parse(one.from), to: Date.parse(one.to) }));

export const elapsedPause = (pauses: readonly StoredPause[]): number =>
  pauses.reduce((sum, one) => sum + Date.parse(one.to) - Date.parse(one.from), 0);

/** Alarms that lie behind us do not go off again because a due time moved; those that lie ahead again do. */
const stepAt = (alarms: readonly Date[], now: Date, done: number): number => {
  const passed = alarms.findIndex((at) => at > now);
  return Math.min(done, passed < 0 ? alarms.length : passed);
};

/** A broken promise whose end moves into the future is not broken any more; one that stands still stays so. */
const stateAt = (row: ClockRow, dueAt: Date, now: Date): ClockRow['state'] =>
  row.state === 'breached' && dueAt > now ? 'running' : row.state;

type Change = Partial<Pick<ClockRow, 'pauses' | 'extension' | 'state' | 'pausedAt' | 'pausedReason'>> & {
  /** Another promise for the same clock: counted from the same start. */
  readonly plan?: ClockPlan;
};

/** The row as it must be, computed from what it holds: start, rule, pauses, what was granted. */
export const recomputed = (rules: Rulebook, before: ClockRow, now: Date, change: Change = {}): MovedClock => {
  const { plan, ...fields } = change;
  const row: ClockRow = { ...before, ...fields, ...(plan ? promiseOf(plan) : {}) };
  const { deadline, alarms, alarmPlan, warnAt } = computeClock(ruleOfClock(rules, row), {
    receivedAt: row.startedAt.getTime(),
    pauses: pausesOf(row),
    extension: row.extension,
  });
  const dueAt = new Date(deadline.dueAt);
  return {
    ticketId: row.ticketId,
    clock: row.clock,
    until: row.until,
    warnAt,
    dueAt,
    policyId: row.policyId,
    profileKey: row.profileKey,
    profileVersion: row.profileVersion,
    length: row.length,
    extension: row.extension,
    provisional: deadline.provisional,
    calendarKey: row.calendarKey,
    alarmPlan,
    alarms,
    alarmStep: stepAt(alarms, now, row.alarmStep),
    state: stateAt(row, dueAt, now),
    pausedAt: row.pausedAt,
    pausedReason: row.pausedReason,
    pausedMs: elapsedPause(row.pauses),
    pauses: row.pauses,
  };
};

const promiseOf = (plan: ClockPlan) => ({
  until: plan.until,
  policyId: plan.policyId,
  profileKey: plan.profileKey,
  profileVersion: plan.profileVersion,
  length: plan.length,
  calendarKey: plan.calendarKey,
});
