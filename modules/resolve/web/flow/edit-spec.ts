import { flowStates, type FlowSpec, type FlowState, type FlowStep, type FlowWay } from '../../contract.ts';

/** Changes of a flow on the screen. Pure: each gives a new spec. */

export type Names = { readonly name: string; readonly nameEn: string };

const freeKey = (prefix: string, taken: readonly string[]): string => {
  for (let no = 1; ; no += 1) if (!taken.includes(`${prefix}${no}`)) return `${prefix}${no}`;
};

const emptyStep = (key: string, state: FlowState, names: Names): FlowStep => ({
  key,
  ...names,
  state,
  role: null,
  departmentId: null,
  guidance: '',
  guidanceEn: '',
  checks: [],
  fields: [],
  minutes: null,
  working: true,
  ways: [],
  onEnter: [],
  approval: null,
});

export const newWay = (to: string, names: Names, taken: readonly string[] = []): FlowWay => ({
  key: freeKey('way', taken),
  to,
  ...names,
  when: [],
});

/** One step for each state, in a row: what the state machine does anyway, to be filled with life. */
export const blankSpec = (name: Names, stepNames: Readonly<Record<FlowState, Names>>, next: Names): FlowSpec => {
  const states = flowStates.filter((state) => state !== 'closed');
  return {
    ...name,
    scope: { kinds: [], levels: [], categoryKeys: [] },
    steps: states.map((state, at) => {
      const after = states[at + 1];
      return { ...emptyStep(state, state, stepNames[state]), ways: after ? [newWay(after, next)] : [] };
    }),
  };
};

export const changeStep = (spec: FlowSpec, key: string, change: Partial<FlowStep>): FlowSpec => ({
  ...spec,
  steps: spec.steps.map((step) => (step.key === key ? { ...step, ...change } : step)),
});

/** A step behind another one, in the same state: it takes over the ways, so that nothing comes apart. */
export const addAfter = (spec: FlowSpec, key: string, names: Names, next: Names): { spec: FlowSpec; key: string } => {
  const at = spec.steps.findIndex((step) => step.key === key);
  const before = spec.steps[at];
  const added = freeKey(
    'step_',
    spec.steps.map((step) => step.key),
  );
  const step = { ...emptyStep(added, before?.state ?? 'new', names), ways: before?.ways ?? [] };
  const steps = spec.steps.map((one) => (one === before ? { ...one, ways: [newWay(added, next)] } : one));
  return { spec: { ...spec, steps: steps.toSpliced(at + 1, 0, step) }, key: added };
};

/** A step at the end of a state's lane, which nothing leads to yet. */
export const addIn = (spec: FlowSpec, state: FlowState, names: Names): { spec: FlowSpec; key: string } => {
  const key = freeKey(
    'step_',
    spec.steps.map((step) => step.key),
  );
  return { spec: { ...spec, steps: [...spec.steps, emptyStep(key, state, names)] }, key };
};

/** Ways that led to it lead on to where its first one led. */
export const removeStep = (spec: FlowSpec, key: string): FlowSpec => {
  const on = spec.steps.find((step) => step.key === key)?.ways.find((way) => way.to !== key)?.to;
  return {
    ...spec,
    steps: spec.steps
      .filter((step) => step.key !== key)
      .map((step) => ({
        ...step,
        ways: step.ways.flatMap((way) => {
          if (way.to !== key) return [way];
          return on === undefined || on === step.key ? [] : [{ ...way, to: on }];
        }),
      })),
  };
};

/** Up or down among the steps of its state; the order within a state says which is tried first. */
export const moveWithin = (spec: FlowSpec, key: string, by: -1 | 1): FlowSpec => {
  const at = spec.steps.findIndex((step) => step.key === key);
  const moved = spec.steps[at];
  if (!moved) return spec;
  for (let other = at + by; spec.steps[other]; other += by) {
    const neighbour = spec.steps[other];
    if (neighbour?.state !== moved.state) continue;
    return { ...spec, steps: spec.steps.with(at, neighbour).with(other, moved) };
  }
  return spec;
};

/** Into the lane beside it. */
export const moveAcross = (spec: FlowSpec, key: string, by: -1 | 1): FlowSpec => {
  const step = spec.steps.find((one) => one.key === key);
  const state = step && flowStates[flowStates.indexOf(step.state) + by];
  return state ? changeStep(spec, key, { state }) : spec;
};

export const replaced = <Item>(items: readonly Item[], at: number, item: Item | null): Item[] =>
  item === null ? items.toSpliced(at, 1) : items.with(at, item);

export const keyFor = freeKey;

/**
 * A name as it is typed in one language. A name in the other one that nobody chose says something else by then: the
 * English one is given up, so that the new name stands for it; the Chinese one, which must not be empty, follows.
 */
export const renamed = (before: Names, change: Partial<Names>, blanks: readonly Names[]): Names => {
  const { name, nameEn } = before;
  if (
    change.name !== undefined &&
    change.name !== name &&
    blanks.some((one) => one.name === name && one.nameEn === nameEn)
  )
    return { name: change.name, nameEn: '' };
  const follows = name === nameEn || blanks.some((one) => one.name === name);
  if (change.nameEn !== undefined && change.nameEn !== nameEn && follows)
    return { name: change.nameEn, nameEn: change.nameEn };
  return { name, nameEn, ...change };
};
