import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitHeldOut, verdictOn } from './compare-models.ts';
import type { ModelComparison } from '../../contract.ts';

const compared = (part: Partial<ModelComparison>): ModelComparison => ({
  tickets: 100,
  before: 0.9,
  after: 0.9,
  levelOneBefore: null,
  levelOneAfter: null,
  ...part,
});

describe('the held-out tickets', () => {
  test('are the same whatever else is there, about a fifth, and never part of what is learned', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.uuid(), { maxLength: 60 }),
        fc.uniqueArray(fc.uuid(), { maxLength: 60 }),
        (a, b) => {
          const rows = (ids: readonly string[]) => ids.map((group) => ({ group }));
          const alone = splitHeldOut(rows(a));
          const among = splitHeldOut(rows([...b, ...a]));
          const held = new Set(among.heldOut.map((row) => row.group));
          for (const { group } of alone.heldOut) expect(held.has(group)).toBe(true);
          for (const { group } of alone.learnt) expect(held.has(group)).toBe(false);
          expect(alone.heldOut.length + alone.learnt.length).toBe(a.length);
        },
      ),
    );
    const many = splitHeldOut(Array.from({ length: 2000 }, (_unused, n) => ({ group: `g${n}` })));
    expect(many.heldOut.length).toBeGreaterThan(320);
    expect(many.heldOut.length).toBeLessThan(480);
  });

  test('repeats of one matter stay on one side', () => {
    const rows = Array.from({ length: 50 }, () => ({ group: 'the same' }));
    const { learnt, heldOut } = splitHeldOut(rows);
    expect([learnt.length, heldOut.length].toSorted()).toEqual([0, 50]);
  });
});

describe('whether a new model takes over', () => {
  test.each([
    ['the first one', {}, { before: null }, true, 'first'],
    ['better', {}, { after: 0.91 }, true, 'better'],
    ['as good, with newer corrections', {}, {}, true, 'as_good'],
    ['worse', {}, { after: 0.89 }, false, 'not_better'],
  ] as const)('%s', (_name, _rest, part, accepted, reason) => {
    expect(verdictOn('category', compared(part))).toEqual({ accepted, reason });
  });

  test('a level model that misses more first levels is refused however good it is otherwise', () => {
    const fewer = compared({ after: 0.99, levelOneBefore: 0.9, levelOneAfter: 0.85 });
    expect(verdictOn('level', fewer)).toEqual({ accepted: false, reason: 'misses_level_one' });
    expect(verdictOn('category', fewer).accepted).toBe(true);
    expect(verdictOn('level', compared({ after: 0.92, levelOneBefore: 0.9, levelOneAfter: 0.95 })).accepted).toBe(true);
  });
});
