import { describe, expect, test } from 'vitest';
import type { Translate } from '#platform/web/i18n.ts';
import { againstWords, changeOf, joined, ticketsAddress, toneOf, valueWords } from './figure-words.ts';
import { coloursOf } from './series-colours.ts';
import { waitMs } from './use-board-live.ts';

/** Shows which text was asked for. */
const t: Translate = (key, values) => (values ? `${key}(${Object.values(values).join(',')})` : key);

describe('words of a figure', () => {
  test('a number and its unit', () => {
    expect(valueWords('count', 1284, t)).toEqual({ value: '1,284', unit: 'unit.count(1284)' });
    expect(valueWords('share', 0.0426, t)).toEqual({ value: '4.3', unit: '%' });
    expect(valueWords('score', 4.4, t)).toEqual({ value: '4.4', unit: '/ 5' });
    expect(valueWords('minutes', 119, t)).toEqual({ value: '119', unit: 'unit.minutes' });
    expect(valueWords('minutes', 180, t)).toEqual({ value: '3', unit: 'unit.hours' });
    expect(valueWords('minutes', 4320, t)).toEqual({ value: '3', unit: 'unit.days' });
    expect(joined(valueWords('share', 1, t))).toBe('100%');
    expect(joined(valueWords('minutes', null, t))).toBe('—');
  });

  test('how it moved', () => {
    const change = (unit: 'count' | 'share' | 'minutes' | 'score', value: number | null, previous: number | null) =>
      changeOf({ unit, value, previous }, t);
    expect(change('count', 118, 100)).toEqual({ direction: 'up', words: '18%' });
    expect(change('count', 5, 0)).toEqual({ direction: 'up', words: '5' });
    expect(change('count', 5, 5)).toEqual({ direction: 'same', words: 'change.same' });
    expect(change('share', 0.034, 0.043)).toEqual({ direction: 'down', words: 'change.points(0.9)' });
    expect(change('share', 0.0431, 0.0429)).toEqual({ direction: 'same', words: 'change.same' });
    expect(change('score', 4.4, 4.3)).toEqual({ direction: 'up', words: '0.1' });
    expect(change('minutes', 12, null)).toBeNull();
    expect(change('minutes', null, 12)).toBeNull();
  });

  test('more arrivals are nobody’s fault, more broken promises are', () => {
    const up = { direction: 'up', words: '' } as const;
    expect(toneOf('opened', up)).toBe('');
    expect(toneOf('breachRate', up)).toBe('red');
    expect(toneOf('rating', up)).toBe('green');
    expect(toneOf('firstReplyP90', { direction: 'down', words: '' })).toBe('green');
    expect(toneOf('rating', { direction: 'same', words: '' })).toBe('');
  });

  test('what it is held against', () => {
    expect(againstWords('opened', 'today', t)).toBe('against.soFar');
    expect(againstWords('breachRate', 'today', t)).toBe('against.today');
    expect(againstWords('open', '30d', t)).toBe('against.then.30d');
  });

  test('the address of the tickets behind it', () => {
    expect(ticketsAddress({ state: 'all', createdFrom: '2026-09-23T00:00:00+08:00' })).toBe(
      '/tickets?state=all&createdFrom=2026-09-23T00%3A00%3A00%2B08%3A00',
    );
  });
});

describe('colours of lines', () => {
  const series = (...orders: number[]) => orders.map((order) => ({ key: `k${order}`, order }));

  test('stay with a name whatever else is shown', () => {
    expect(coloursOf('category', series(0, 1, 3))).toEqual([1, 4, 2]);
    expect(coloursOf('category', series(1, 3))).toEqual([4, 2]);
  });

  test('never stand for two names at once; the others are the seventh', () => {
    const shown = [...series(0, 6, 7, 8, 9, 12), { key: '*', order: 20 }];
    const colours = coloursOf('category', shown);
    expect(new Set(colours).size).toBe(7);
    expect(colours.at(-1)).toBe(7);
  });

  test('of kinds are those of their marks', () => {
    expect(
      coloursOf('kind', [
        { key: 'complaint', order: 0 },
        { key: 'praise', order: 3 },
      ]),
    ).toEqual([4, 1]);
  });
});

test('a storm of events is one refresh every few seconds', () => {
  expect(waitMs(0, 1_000_000)).toBe(1500);
  expect(waitMs(1_000_000, 1_000_500)).toBe(3500);
});
