import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { commonest, eventToJoin, judgeBurst } from './batch.rules.ts';

const policy = { enabled: true, least: 20, windowMinutes: 60, leastUnusual: 8, factor: 5 };

describe('a burst', () => {
  test.each([
    [19, null, 'not_yet'],
    [20, null, 'open'],
    [20, 9, 'open'],
    [20, 11, 'not_yet'],
    [22, 11, 'open'],
    [8, 1, 'open'],
    [8, 2, 'not_yet'],
    [7, 0, 'not_yet'],
    [8, 0, 'open'],
  ] as const)('of %i where %s are usual: %s', (found, usual, verdict) => {
    expect(judgeBurst(found, usual, policy)).toBe(verdict);
  });

  test('of any size opens nothing where the company wants none', () => {
    expect(judgeBurst(1000, null, { ...policy, enabled: false })).toBe('not_yet');
  });

  test('that opens an event would open it with one more ticket too', () => {
    fc.assert(
      fc.property(fc.nat(200), fc.option(fc.float({ min: 0, max: 100, noNaN: true })), (found, usual) => {
        if (judgeBurst(found, usual, policy) === 'open') expect(judgeBurst(found + 1, usual, policy)).toBe('open');
      }),
    );
  });
});

describe('the event that a cluster continues', () => {
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `t${index}`);
  const inEvent = (count: number, event = 'e1') => new Map(ids(count).map((id) => [id, event]));

  test('is the one that most of its members lie in', () => {
    expect(eventToJoin(ids(21), inEvent(20))).toBe('e1');
    expect(eventToJoin(ids(2), inEvent(2))).toBe('e1');
    expect(eventToJoin(ids(10), new Map([...inEvent(4), ['t8', 'e2'], ['t9', 'e2']]))).toBe('e1');
  });

  test('is none where too few of them are known', () => {
    expect(eventToJoin(ids(20), new Map())).toBeNull();
    expect(eventToJoin(ids(20), inEvent(2))).toBeNull();
    expect(eventToJoin(ids(20), inEvent(5))).toBeNull();
    expect(eventToJoin([], new Map())).toBeNull();
  });
});

test('the commonest value, the first of equals', () => {
  expect(commonest(['a', 'b', 'b', 'a', 'c', 'b'])).toBe('b');
  expect(commonest(['a', 'b'])).toBe('a');
  expect(commonest([])).toBe('');
});
