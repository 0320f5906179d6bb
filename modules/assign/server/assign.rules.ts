import type { AssignRule } from '../contract.ts';

export type Facts = {
  /** The category and all above it; none for a case without one. */
  categories: readonly string[];
  kind: string;
  level: number;
  region: string;
  channel: string;
  tier: string;
};

const fits = (rule: AssignRule, facts: Facts): boolean =>
  rule.enabled &&
  (rule.categoryPrefix === null || facts.categories.includes(rule.categoryPrefix)) &&
  (rule.kind === null || rule.kind === facts.kind) &&
  (rule.level === null || rule.level === facts.level) &&
  (rule.region === null || rule.region === facts.region) &&
  (rule.channel === null || rule.channel === facts.channel) &&
  (rule.tier === null || rule.tier === facts.tier);

/** The first rule that fits; rules are given in the order in which they are tried. */
export const ruleFor = (rules: readonly AssignRule[], facts: Facts): AssignRule | undefined =>
  rules.find((rule) => fits(rule, facts));

type Unit = { id: string; parentId: string | null; region: string; closed: boolean };

/** The department itself, or the nearest above it that is not closed; null where there is none. */
export const nearestOpen = (units: readonly Unit[], departmentId: string | null): string | null => {
  const passed = new Set<string>();
  for (let id = departmentId; id !== null && !passed.has(id);) {
    const unit = units.find((one) => one.id === id);
    if (unit && !unit.closed) return unit.id;
    passed.add(id);
    id = unit?.parentId ?? null;
  }
  return null;
};

/** Within the department that a rule names, the open unit that looks after the region; the department itself when none does. */
export const unitForRegion = (units: readonly Unit[], departmentId: string, region: string): string => {
  if (region === '') return departmentId;
  const here = units.find((unit) => unit.id === departmentId);
  if (here?.region === region) return departmentId;
  const queue = [departmentId];
  for (const id of queue) {
    const children = units.filter((unit) => unit.parentId === id && !unit.closed);
    const match = children.find((unit) => unit.region === region);
    if (match) return match.id;
    queue.push(...children.map((unit) => unit.id));
  }
  return departmentId;
};

export type Candidate = { id: string; departmentId: string; presence: 'on' | 'busy' | 'off'; open: number };

/**
 * Whoever is on duty in the department and has least to do; somebody busy only when nobody else is there. Nobody on duty:
 * null, the ticket waits in the department's pool (its owner all the same).
 */
export const personFor = (candidates: readonly Candidate[], departmentId: string): Candidate | null => {
  let best: Candidate | null = null;
  for (const one of candidates) {
    if (one.departmentId !== departmentId || one.presence === 'off') continue;
    if (best === null || rank(one) < rank(best)) best = one;
  }
  return best;
};

const busyCost = 10_000;
const rank = (one: Candidate): number => one.open + (one.presence === 'busy' ? busyCost : 0);
