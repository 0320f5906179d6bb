import type { ClockName, Policy } from '../contract.ts';

const minuteMs = 60_000;

export type Due = { clock: ClockName; startedAt: Date; warnAt: Date; dueAt: Date; policyId: string };

type Case = { kind: string; level: number };

/** The most exact enabled promise: kind and level before level alone before kind alone before the default. */
export const policyFor = (policies: readonly Policy[], { kind, level }: Case): Policy | undefined => {
  const exactness = (policy: Policy): number => (policy.level === null ? 0 : 2) + (policy.kind === null ? 0 : 1);
  return policies
    .filter(
      (policy) =>
        policy.enabled &&
        (policy.kind === null || policy.kind === kind) &&
        (policy.level === null || policy.level === level),
    )
    .reduce<Policy | undefined>(
      (best, policy) => (best === undefined || exactness(policy) > exactness(best) ? policy : best),
      undefined,
    );
};

const lengthMinutes = (policy: Policy, clock: ClockName): number =>
  clock === 'first_reply' ? policy.firstReplyMinutes : policy.resolveMinutes;

/**
 * When a clock that started at `startedAt` warns and ends, given how long it stood still (milliseconds).
 * Elapsed time, around the clock; working calendars come with the deadline profiles.
 */
export const dueOf = (policy: Policy, clock: ClockName, startedAt: Date, pausedMs = 0): Due => {
  const lengthMs = lengthMinutes(policy, clock) * minuteMs;
  const start = startedAt.getTime() + pausedMs;
  return {
    clock,
    startedAt,
    warnAt: new Date(start + Math.round(lengthMs * policy.warnFraction)),
    dueAt: new Date(start + lengthMs),
    policyId: policy.id,
  };
};

export type ClockLine = {
  clock: ClockName;
  state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  dueAt: Date;
  metAt: Date | null;
  pausedReason: string | null;
};

export type NextDue = {
  nextDueAt: Date | null;
  nextClock: ClockName | null;
  pausedReason: string | null;
  breached: boolean;
};

/** What a list shows of a ticket's clocks: the earliest promise not yet kept; none while the clocks stand still. */
export const nextDueOf = (lines: readonly ClockLine[]): NextDue => {
  const open = lines.filter((line) => line.metAt === null && (line.state === 'running' || line.state === 'breached'));
  const paused = lines.find((line) => line.state === 'paused');
  const first = open.reduce<ClockLine | undefined>(
    (best, line) => (best === undefined || line.dueAt < best.dueAt ? line : best),
    undefined,
  );
  return {
    nextDueAt: paused ? null : (first?.dueAt ?? null),
    nextClock: paused ? null : (first?.clock ?? null),
    pausedReason: paused?.pausedReason ?? null,
    breached: lines.some((line) => line.state === 'breached'),
  };
};
