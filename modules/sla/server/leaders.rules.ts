/** A person who may be told: where he leads and whether he is on duty. */
export type Leader = {
  readonly id: string;
  readonly departmentId: string | null;
  readonly presence: 'on' | 'busy' | 'off';
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

/**
 * Whom the n-th step of an escalation tells. Who is away is told as well, but does not make the case wait: the nearest
 * level above that has somebody on duty hears of it too.
 */
export const toldAt = (levels: readonly (readonly Leader[])[], step: number): string[] => {
  const from = Math.min(step, levels.length) - 1;
  const own = levels[from];
  if (!own) return [];
  const onDuty = (one: Leader): boolean => one.presence !== 'off';
  if (own.some(onDuty)) return own.map((one) => one.id);
  const standIn = levels.slice(from + 1).find((level) => level.some(onDuty)) ?? [];
  return [...own, ...standIn.filter(onDuty)].map((one) => one.id);
};
