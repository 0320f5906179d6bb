import type { ClockView, Policy } from '../contract.ts';
import type { ClockRow } from './sla.queries.ts';

const minutesBetween = (from: Date, to: Date): number => Math.round((to.getTime() - from.getTime()) / 60_000);

/** The steps from start to due, each with the minutes it adds, so that the sum can be checked by hand. */
const traceOf = (row: ClockRow): ClockView['trace'] => {
  const pausedMinutes = Math.round(row.pausedMs / 60_000);
  const steps: ClockView['trace'] = [{ at: row.startedAt.toISOString(), step: 'started', minutes: 0 }];
  if (pausedMinutes > 0) steps.push({ at: row.startedAt.toISOString(), step: 'paused_total', minutes: pausedMinutes });
  if (row.pausedAt) steps.push({ at: row.pausedAt.toISOString(), step: 'paused_now', minutes: 0 });
  steps.push({
    at: row.warnAt.toISOString(),
    step: 'warn',
    minutes: minutesBetween(row.startedAt, row.warnAt) - pausedMinutes,
  });
  steps.push({
    at: row.dueAt.toISOString(),
    step: 'due',
    minutes: minutesBetween(row.startedAt, row.dueAt) - pausedMinutes,
  });
  if (row.breachedAt) steps.push({ at: row.breachedAt.toISOString(), step: 'breached', minutes: 0 });
  if (row.metAt)
    steps.push({
      at: row.metAt.toISOString(),
      step: 'met',
      minutes: minutesBetween(row.startedAt, row.metAt) - pausedMinutes,
    });
  return steps;
};

export const clockView = (row: ClockRow, policies: readonly Policy[]): ClockView => {
  const policy = policies.find((one) => one.id === row.policyId);
  return {
    clock: row.clock,
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
    trace: traceOf(row),
  };
};
