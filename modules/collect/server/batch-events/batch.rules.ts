import type { BatchPolicy } from '../../contract/batch-events.ts';

/** Of a cluster so many must lie in an event for the rest to belong there too. */
const joinMembers = 3;
const joinShare = 0.3;

export type Verdict = 'open' | 'not_yet';

/**
 * Whether so many similar tickets within the window are a batch event. `usual` is how many of their category come in such
 * a window otherwise; null while the instance is too young to know. What comes twenty an hour every hour is no event.
 */
export const judgeBurst = (found: number, usual: number | null, policy: BatchPolicy): Verdict => {
  if (!policy.enabled) return 'not_yet';
  if (found >= policy.least && (usual === null || found >= usual * 2)) return 'open';
  if (usual !== null && found >= policy.leastUnusual && found >= Math.max(usual, 0.5) * policy.factor) return 'open';
  return 'not_yet';
};

/** The event of which a cluster is the continuation: most of its known members lie there, and enough of them. */
export const eventToJoin = (ids: readonly string[], eventOf: ReadonlyMap<string, string>): string | null => {
  const counts = new Map<string, number>();
  for (const id of ids) {
    const event = eventOf.get(id);
    if (event !== undefined) counts.set(event, (counts.get(event) ?? 0) + 1);
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1]);
  if (!best) return null;
  const [event, members] = best;
  return members >= Math.min(joinMembers, ids.length) && members >= ids.length * joinShare ? event : null;
};

/** The share of the commonest value; ties go to the one met first. */
export const commonest = (values: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
};
