import { expect, test } from 'vitest';
import { asksNothing, emptyRule, ordersNothing, withPart } from './rule-draft.ts';

test('what is taken away is absent; the words of the rule always stand', () => {
  const rule = withPart({ anyOf: ['快递'], channels: ['form'], level: 2 }, { channels: [], level: undefined });
  expect(rule).toEqual({ anyOf: ['快递'] });
  expect(withPart(rule, { anyOf: [] })).toEqual({ anyOf: [] });
});

test('a rule that asks or orders nothing is known as such', () => {
  expect(asksNothing(emptyRule.rule)).toBe(true);
  expect(asksNothing({ anyOf: [], noneOf: ['不'] })).toBe(true);
  expect(asksNothing({ anyOf: [], customerTiers: ['gold'] })).toBe(false);
  expect(ordersNothing({ anyOf: ['快递'] })).toBe(true);
  expect(ordersNothing({ anyOf: [], leans: 'praise' })).toBe(false);
});
