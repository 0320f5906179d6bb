import type { FlowChange, FlowSpec, FlowStep } from '../../contract/flow.ts';

const parts = [
  'name',
  'nameEn',
  'state',
  'role',
  'departmentId',
  'guidance',
  'guidanceEn',
  'checks',
  'fields',
  'minutes',
  'working',
  'ways',
  'onEnter',
  'approval',
] as const satisfies readonly (keyof FlowStep)[];

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const named = (step: FlowStep) => ({ step: step.name, stepEn: step.nameEn });
const whole = { step: '', stepEn: '', parts: [] };

/** What differs from the version before, step by step by their keys. */
export const changesBetween = (before: FlowSpec, now: FlowSpec): FlowChange[] => {
  const earlier = new Map(before.steps.map((step) => [step.key, step]));
  const later = new Set(now.steps.map((step) => step.key));
  const changes: FlowChange[] = [];
  if (before.name !== now.name || before.nameEn !== now.nameEn) changes.push({ what: 'name_changed', ...whole });
  if (!same(before.scope, now.scope)) changes.push({ what: 'scope_changed', ...whole });
  for (const step of now.steps) {
    const was = earlier.get(step.key);
    if (!was) {
      changes.push({ what: 'step_added', ...named(step), parts: [] });
      continue;
    }
    const differ = parts.filter((part) => !same(was[part], step[part]));
    if (differ.length > 0) changes.push({ what: 'step_changed', ...named(step), parts: [...differ] });
  }
  for (const step of before.steps)
    if (!later.has(step.key)) changes.push({ what: 'step_removed', ...named(step), parts: [] });
  const kept = (spec: FlowSpec, other: ReadonlySet<string>): string[] =>
    spec.steps.map((step) => step.key).filter((key) => other.has(key));
  if (!same(kept(before, later), kept(now, new Set(earlier.keys())))) changes.push({ what: 'order_changed', ...whole });
  return changes;
};
