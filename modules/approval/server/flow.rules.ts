import type { Condition, Fact, Facts } from '../contract.ts';

const holds = (fact: Fact | undefined, { is, value }: Condition): boolean => {
  if (is === 'eq') return fact === value;
  if (is === 'ne') return fact !== value;
  if (typeof fact !== 'number' || typeof value !== 'number') return false;
  switch (is) {
    case 'gt':
      return fact > value;
    case 'gte':
      return fact >= value;
    case 'lt':
      return fact < value;
    case 'lte':
      return fact <= value;
  }
};

/** A fact that nobody gave satisfies nothing but "is not". */
export const fits = (conditions: readonly Condition[], facts: Facts): boolean =>
  conditions.every((condition) => holds(facts[condition.fact], condition));

type Tried = { readonly kind: string; readonly enabled: boolean; readonly conditions: readonly Condition[] };

/** The first enabled flow of the kind whose conditions hold; flows come in the order in which they are tried. */
export const flowFor = <Flow extends Tried>(flows: readonly Flow[], kind: string, facts: Facts): Flow | undefined =>
  flows.find((flow) => flow.enabled && flow.kind === kind && fits(flow.conditions, facts));
