import type { Policy } from '../contract.ts';

/** What of a ticket chooses its promise. */
export type Case = {
  readonly kind: string;
  readonly level: number;
  readonly categoryKey?: string | null;
  readonly channel?: string;
  /** Its department and those above it. */
  readonly departments?: readonly string[];
};

const categoryWeight = 16;

/**
 * A category says more than a channel, a channel more than a department, that more than a level, a kind the least; a
 * category deeper in the tree says more than all else about one above it.
 */
const exactness = (policy: Policy): number =>
  categoryWeight * (policy.categoryKey === null ? 0 : policy.categoryKey.split('.').length) +
  (policy.channel === null ? 0 : 8) +
  (policy.departmentId === null ? 0 : 4) +
  (policy.level === null ? 0 : 2) +
  (policy.kind === null ? 0 : 1);

/** A category counts with everything below it. */
const inCategory = (wanted: string, key: string | null | undefined): boolean =>
  key === wanted || key?.startsWith(`${wanted}.`) === true;

const fits = (policy: Policy, of: Case): boolean =>
  policy.enabled &&
  (policy.kind === null || policy.kind === of.kind) &&
  (policy.level === null || policy.level === of.level) &&
  (policy.categoryKey === null || inCategory(policy.categoryKey, of.categoryKey)) &&
  (policy.channel === null || policy.channel === of.channel) &&
  (policy.departmentId === null || of.departments?.includes(policy.departmentId) === true);

/** The most exact enabled promise. */
export const policyFor = (policies: readonly Policy[], of: Case): Policy | undefined => {
  let best: Policy | undefined;
  for (const policy of policies)
    if (fits(policy, of) && (best === undefined || exactness(policy) > exactness(best))) best = policy;
  return best;
};

/** Every promise that fits, the one that is taken first; of equals the first in the list is taken. */
export const policiesFor = (policies: readonly Policy[], of: Case): Policy[] =>
  policies.filter((policy) => fits(policy, of)).toSorted((a, b) => exactness(b) - exactness(a));

export type ClockLine = {
  clock: string;
  state: 'running' | 'paused' | 'met' | 'breached' | 'cancelled';
  dueAt: Date;
  metAt: Date | null;
  pausedReason: string | null;
};

export type NextDue = {
  nextDueAt: Date | null;
  nextClock: string | null;
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
