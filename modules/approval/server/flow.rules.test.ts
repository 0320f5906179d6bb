import { describe, expect, test } from 'vitest';
import type { Condition } from '../contract.ts';
import { fits, flowFor } from './flow.rules.ts';

const over = (value: number): Condition[] => [{ fact: 'amount', is: 'gt', value }];
const flow = (name: string, conditions: Condition[], enabled = true) => ({ name, kind: 'x', enabled, conditions });

describe('which flow', () => {
  test.each<[Condition['is'], number, boolean]>([
    ['gt', 500, false],
    ['gte', 500, true],
    ['lt', 500, false],
    ['lte', 500, true],
    ['eq', 500, true],
    ['ne', 500, false],
    ['gt', 499.99, true],
  ])('500 %s %d: %s', (is, value, yes) => {
    expect(fits([{ fact: 'amount', is, value }], { amount: 500 })).toBe(yes);
  });

  test('all conditions have to hold; a fact that nobody gave satisfies none but "is not"', () => {
    const both: Condition[] = [...over(100), { fact: 'level', is: 'eq', value: 1 }];
    expect(fits(both, { amount: 200, level: 1 })).toBe(true);
    expect(fits(both, { amount: 200, level: 2 })).toBe(false);
    expect(fits(both, { level: 1 })).toBe(false);
    expect(fits([{ fact: 'reason', is: 'ne', value: 'spam' }], {})).toBe(true);
    expect(fits(over(1), { amount: '800' })).toBe(false);
  });

  test('the first that fits in the order given, of the kind, and in use', () => {
    const flows = [flow('off', [], false), flow('big', over(500)), flow('small', over(200))];
    expect(flowFor(flows, 'x', { amount: 800 })?.name).toBe('big');
    expect(flowFor(flows, 'x', { amount: 300 })?.name).toBe('small');
    expect(flowFor(flows, 'x', { amount: 100 })).toBeUndefined();
    expect(flowFor(flows, 'y', { amount: 800 })).toBeUndefined();
  });
});
