import type { FlowCondition, FlowFault, FlowFaultCode, FlowSpec, FlowStep } from '../../contract/flow.ts';
import { actionBetween, mayEndIn, stepOf } from './flow.rules.ts';

/** What the company has; a flow may name nothing else. */
export type Known = {
  readonly roles: ReadonlySet<string>;
  /** Id to whether it is closed. */
  readonly departments: ReadonlyMap<string, boolean>;
  readonly categories: ReadonlySet<string>;
  /** Key to whether it is retired. */
  readonly fields: ReadonlyMap<string, boolean>;
  readonly templates: ReadonlySet<string>;
};

type Say = (code: FlowFaultCode, step: FlowStep | null, detail?: string, severity?: FlowFault['severity']) => void;

const repeated = (keys: readonly string[]): string[] => {
  const seen = new Set<string>();
  return [...new Set(keys.filter((key) => seen.size === seen.add(key).size))];
};

const checkWords = (step: FlowStep, say: Say): void => {
  if (step.name === '') say('empty_name', step, step.key);
  for (const check of step.checks) if (check.text === '') say('empty_check', step, check.key);
  for (const way of step.ways) if (way.name === '') say('empty_name', step, way.key);
  for (const action of step.onEnter) {
    if (action.kind === 'task' && action.title === '') say('empty_text', step, action.kind);
    if (action.kind === 'note' && action.text === '') say('empty_text', step, action.kind);
  }
  for (const keys of [step.checks.map((one) => one.key), step.ways.map((one) => one.key), step.fields])
    for (const key of repeated(keys)) say('duplicate_key', step, key);
};

const checkDepartment = (step: FlowStep, id: string | null, known: Known, say: Say): void => {
  if (id === null) return;
  const closed = known.departments.get(id);
  if (closed === undefined) say('unknown_department', step, id);
  else if (closed) say('closed_department', step, id);
};

const checkField = (step: FlowStep, key: string, known: Known, say: Say, severity: FlowFault['severity']): void => {
  const retired = known.fields.get(key);
  if (retired === undefined) say('unknown_field', step, key);
  else if (retired) say('retired_field', step, key, severity);
};

const ordered = new Set<FlowCondition['is']>(['gt', 'gte', 'lt', 'lte']);
const needsNoValue = new Set<FlowCondition['is']>(['filled', 'empty']);

const checkCondition = (step: FlowStep, one: FlowCondition, known: Known, say: Say): void => {
  const { fact, is, value } = one;
  if (!needsNoValue.has(is) && (value === null || value === '')) say('bad_condition', step, fact);
  const wantsNumber = fact === 'level' || fact === 'amount';
  if (wantsNumber && !needsNoValue.has(is) && value !== null && !Number.isFinite(Number(value)))
    say('bad_condition', step, fact);
  if (ordered.has(is) && (fact === 'kind' || fact === 'category' || fact === 'channel' || fact === 'tier'))
    say('bad_condition', step, fact);
  if (fact === 'category' && typeof value === 'string' && value !== '' && !known.categories.has(value))
    say('unknown_category', step, value);
  // The condition of a retired field still reads what old tickets hold; on new ones it is simply empty.
  if (fact.startsWith('field.')) checkField(step, fact.slice('field.'.length), known, say, 'warning');
};

const checkNamed = (step: FlowStep, known: Known, say: Say): void => {
  if (step.role !== null && !known.roles.has(step.role)) say('unknown_role', step, step.role);
  checkDepartment(step, step.departmentId, known, say);
  for (const key of step.fields) checkField(step, key, known, say, 'error');
  for (const way of step.ways) for (const one of way.when) checkCondition(step, one, known, say);
  for (const action of step.onEnter) {
    if (action.kind === 'assign' || action.kind === 'task') checkDepartment(step, action.departmentId, known, say);
    if (action.kind === 'draft' && !known.templates.has(action.templateId))
      say('unknown_template', step, action.templateId);
  }
};

const checkWays = (spec: FlowSpec, step: FlowStep, say: Say): void => {
  let always = false;
  for (const way of step.ways) {
    const to = stepOf(spec, way.to);
    if (!to) say('unknown_target', step, way.to);
    else if (actionBetween(step.state, to.state) === undefined) say('illegal_jump', step, to.name || to.key);
    always ||= way.when.length === 0;
  }
  if (step.ways.length > 0 && !always) say('only_conditions', step);
  if (step.ways.length === 0 && !mayEndIn(step.state)) say('end_too_early', step);
};

/** Keys reached from `start` by the ways that `counts`. */
const reachedFrom = (spec: FlowSpec, start: string): Set<string> => {
  // Of two steps with one key the first counts, as everywhere.
  const byKey = new Map(spec.steps.toReversed().map((step) => [step.key, step]));
  const reached = new Set([start]);
  const queue = [start];
  for (let key = queue.pop(); key !== undefined; key = queue.pop())
    for (const way of byKey.get(key)?.ways ?? []) {
      if (reached.has(way.to) || !byKey.has(way.to)) continue;
      reached.add(way.to);
      queue.push(way.to);
    }
  return reached;
};

/** Steps from which an end is reached by ways that are always open: whatever the facts, nobody is caught. */
const escaping = (spec: FlowSpec): Set<string> => {
  const before = new Map<string, string[]>();
  for (const step of spec.steps)
    for (const way of step.ways)
      if (way.when.length === 0) before.set(way.to, [...(before.get(way.to) ?? []), step.key]);
  const queue = spec.steps.filter((step) => step.ways.length === 0 && mayEndIn(step.state)).map((step) => step.key);
  const found = new Set(queue);
  for (let key = queue.pop(); key !== undefined; key = queue.pop())
    for (const earlier of before.get(key) ?? []) {
      if (found.has(earlier)) continue;
      found.add(earlier);
      queue.push(earlier);
    }
  return found;
};

const checkGraph = (spec: FlowSpec, say: Say): void => {
  const [first] = spec.steps;
  if (!first) {
    say('no_steps', null);
    return;
  }
  if (first.state !== 'new') say('start_not_new', first);
  const reached = reachedFrom(spec, first.key);
  const out = escaping(spec);
  if (!spec.steps.some((step) => step.ways.length === 0 && reached.has(step.key))) say('no_end', null);
  for (const step of spec.steps) {
    checkWays(spec, step, say);
    if (!reached.has(step.key)) say('unreachable', step);
    else if (!out.has(step.key) && step.ways.some((way) => way.when.length === 0)) say('endless_loop', step);
  }
};

/** Everything that is wrong with a flow, in the order of its steps; without an error it may be published. Linear in its size. */
export const checkFlow = (spec: FlowSpec, known: Known): FlowFault[] => {
  const faults: FlowFault[] = [];
  const say: Say = (code, step, detail = '', severity = 'error') =>
    faults.push({ code, severity, step: step?.key ?? null, detail });
  for (const key of repeated(spec.steps.map((step) => step.key))) say('duplicate_key', null, key);
  for (const key of spec.scope.categoryKeys) if (!known.categories.has(key)) say('unknown_category', null, key);
  checkGraph(spec, say);
  for (const step of spec.steps) {
    checkWords(step, say);
    checkNamed(step, known, say);
  }
  return faults;
};
