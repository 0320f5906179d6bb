import type { TicketAction, TicketState } from '#modules/ticket/contract.ts';
import {
  flowStates,
  type FlowCondition,
  type FlowFacts,
  type FlowSpec,
  type FlowState,
  type FlowStep,
  type FlowWay,
} from '../../contract/flow.ts';

/** Pure decisions about flows: which fits, which ways are open, which step of the state machine a way takes along. */

const actionTo: Readonly<Record<FlowState, Partial<Record<FlowState, TicketAction>>>> = {
  new: { verifying: 'accept' },
  verifying: { resolving: 'verify', replying: 'solve', awaiting: 'answer' },
  resolving: { replying: 'solve', awaiting: 'answer' },
  replying: { awaiting: 'answer' },
  awaiting: { closed: 'close', resolving: 'reopen' },
  closed: { resolving: 'reopen' },
};

/** The action that leads from one state to the other; `stay` within a state; nothing where the machine refuses it. */
export const actionBetween = (from: FlowState, to: FlowState): TicketAction | 'stay' | undefined =>
  from === to ? 'stay' : actionTo[from][to];

export const isFlowState = (state: TicketState): state is FlowState => flowStates.some((one) => one === state);

/** A flow brings the case to the customer at least; what comes then the state machine knows by itself. */
export const mayEndIn = (state: FlowState): boolean => state === 'awaiting' || state === 'closed';

export const stepOf = (spec: FlowSpec, key: string): FlowStep | undefined =>
  spec.steps.find((step) => step.key === key);

type Given = FlowFacts[string] | undefined;
const isFilled = (given: Given): boolean =>
  given !== undefined && given !== '' && !(Array.isArray(given) && given.length === 0);

const numberOf = (value: Given | null): number | undefined => {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const read = Number(value);
  if (Number.isFinite(read)) return read;
  // Dates are compared as days.
  const day = /^\d{4}-\d{2}-\d{2}$/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(day) ? undefined : day / 86_400_000;
};

const same = (given: Given, value: string | number): boolean =>
  Array.isArray(given) ? given.some((one) => one === String(value)) : String(given) === String(value);

/** A fact that nobody gave satisfies nothing but "is not" and "is empty". */
export const holds = ({ fact, is, value }: FlowCondition, facts: FlowFacts): boolean => {
  const given = facts[fact];
  if (is === 'filled') return isFilled(given);
  if (is === 'empty') return !isFilled(given);
  if (value === null) return false;
  if (is === 'eq') return isFilled(given) && same(given, value);
  if (is === 'ne') return !(isFilled(given) && same(given, value));
  const [left, right] = [numberOf(given), numberOf(value)];
  if (left === undefined || right === undefined) return false;
  if (is === 'gt') return left > right;
  if (is === 'gte') return left >= right;
  return is === 'lt' ? left < right : left <= right;
};

export const isOpenWay = (way: FlowWay, facts: FlowFacts): boolean => way.when.every((one) => holds(one, facts));

/** The way taken when somebody names only where he wants to: the first open one that leads into that state. */
export const wayInto = (spec: FlowSpec, step: FlowStep, state: FlowState, facts: FlowFacts): FlowWay | undefined =>
  step.ways.find((way) => stepOf(spec, way.to)?.state === state && isOpenWay(way, facts));

/**
 * Where a ticket begins that comes to the flow while it stands in this state: where the first open ways from the
 * beginning would have brought it, else the first step of the state.
 */
export const entryIn = (spec: FlowSpec, state: FlowState, facts: FlowFacts): FlowStep | undefined => {
  const seen = new Set<string>();
  let step = spec.steps[0];
  while (step && !seen.has(step.key)) {
    if (step.state === state) return step;
    seen.add(step.key);
    const way = step.ways.find((one) => isOpenWay(one, facts));
    step = way && stepOf(spec, way.to);
  }
  return spec.steps.find((one) => one.state === state);
};

export type Matched = { readonly kind: string; readonly level: number; readonly categories: readonly string[] };

/** How far the scope is from the ticket's category: 0 the category itself, 1 the one above it; nothing where it does not fit. */
const categoryDistance = (scope: FlowSpec['scope'], categories: readonly string[]): number | undefined => {
  if (scope.categoryKeys.length === 0) return Number.MAX_SAFE_INTEGER;
  const near = categories.findIndex((one) => scope.categoryKeys.includes(one));
  return near < 0 ? undefined : near;
};

const breadth = (chosen: readonly unknown[], all: number): number => (chosen.length === 0 ? all : chosen.length);

/** The narrower first: category, then levels, then kinds, then the older flow (ids carry their time). */
const rankOf = (spec: FlowSpec, ticket: Matched): readonly [number, number, number] | undefined => {
  const { kinds, levels } = spec.scope;
  const distance = categoryDistance(spec.scope, ticket.categories);
  const fits =
    (kinds.length === 0 || kinds.some((one) => one === ticket.kind)) &&
    (levels.length === 0 || levels.some((one) => one === ticket.level));
  return fits && distance !== undefined ? [distance, breadth(levels, 4), breadth(kinds, 5)] : undefined;
};

export const fitsScope = (spec: FlowSpec, ticket: Matched): boolean => rankOf(spec, ticket) !== undefined;

export type Published = {
  readonly flowId: string;
  readonly no: number;
  readonly publishedAt: Date;
  readonly spec: FlowSpec;
};

/** The most specific published flow; deterministic. `ticket.categories`: its category and those above, nearest first. */
export const flowFor = <Flow extends Pick<Published, 'flowId' | 'spec'>>(
  flows: readonly Flow[],
  ticket: Matched,
): Flow | undefined => {
  const ranked = flows.flatMap((flow) => {
    const rank = rankOf(flow.spec, ticket);
    return rank ? [{ flow, rank }] : [];
  });
  ranked.sort(
    (a, b) =>
      a.rank[0] - b.rank[0] ||
      a.rank[1] - b.rank[1] ||
      a.rank[2] - b.rank[2] ||
      (a.flow.flowId < b.flow.flowId ? -1 : 1),
  );
  return ranked[0]?.flow;
};
