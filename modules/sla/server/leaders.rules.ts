/** A person who may be told: where he leads, whether he is on duty, and who stands in for him while he is out of office. */
export type Leader = {
  readonly id: string;
  readonly departmentId: string | null;
  readonly presence: 'on' | 'busy' | 'off';
  readonly standIn?: string | undefined;
};

type ParentOf = (departmentId: string) => string | null;

const mostLevels = 20;

/** Those who lead, level by level up the tree from a department; levels without anybody are left out. */
export const leadersAbove = (leaders: readonly Leader[], departmentId: string, parentOf: ParentOf): Leader[][] => {
  const levels: Leader[][] = [];
  let at: string | null = departmentId;
  for (let step = 0; at !== null && step < mostLevels; step += 1) {
    const here = leaders.filter((one) => one.departmentId === at);
    if (here.length > 0) levels.push(here);
    at = parentOf(at);
  }
  return levels;
};

/** Signed off, or out of office by his own word. */
export const isAway = (one: Leader): boolean => one.presence === 'off' || one.standIn !== undefined;

/** Somebody answers for this level now: one who is there, or the stand-in of one who is not. */
const isCovered = (level: readonly Leader[]): boolean => level.some((one) => !isAway(one) || one.standIn !== undefined);

/** Himself, and who stands in for him. */
export const withStandIn = (one: Leader): string[] => (one.standIn === undefined ? [one.id] : [one.id, one.standIn]);

/**
 * Whom the n-th step of an escalation tells. Who is away is told as well, but does not make the case wait: his stand-in
 * hears of it, and where nobody covers the level, the nearest one above that somebody covers.
 */
export const toldAt = (levels: readonly (readonly Leader[])[], step: number): string[] => {
  const from = Math.min(step, levels.length) - 1;
  const own = levels[from];
  if (!own) return [];
  const above = isCovered(own) ? [] : (levels.slice(from + 1).find(isCovered) ?? []);
  const there = above.filter((one) => !isAway(one) || one.standIn !== undefined);
  return [...new Set([...own, ...there].flatMap(withStandIn))];
};
