import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dayOf, daysBetween, lineFrom, periodOf, shiftDay, startOf, weekOf } from './calendar.ts';
import { percentile } from './percentile.ts';
import { seriesOf } from './read-trend.ts';

describe('the calendar of Shanghai', () => {
  test('a day begins eight hours before that of Greenwich', () => {
    expect(dayOf(new Date('2026-09-22T15:59:59Z'))).toBe('2026-09-22');
    expect(dayOf(new Date('2026-09-22T16:00:00Z'))).toBe('2026-09-23');
    expect(dayOf(new Date(startOf('2026-09-23')))).toBe('2026-09-23');
  });

  test('periods follow each other without gap or overlap', () => {
    const now = new Date('2026-03-01T02:00:00Z');
    expect(periodOf('today', now)).toEqual({
      from: '2026-03-01',
      to: '2026-03-01',
      previousFrom: '2026-02-28',
      previousTo: '2026-02-28',
    });
    for (const [range, length] of [
      ['7d', 7],
      ['30d', 30],
      ['90d', 90],
    ] as const) {
      const { from, to, previousFrom, previousTo } = periodOf(range, now);
      expect(daysBetween(from, to)).toHaveLength(length);
      expect(daysBetween(previousFrom, previousTo)).toHaveLength(length);
      expect(shiftDay(previousTo, 1)).toBe(from);
    }
  });

  test('a line never has fewer than seven days', () => {
    const now = new Date('2026-09-23T02:00:00Z');
    expect(lineFrom(periodOf('today', now))).toBe('2026-09-17');
    expect(lineFrom(periodOf('30d', now))).toBe('2026-08-25');
  });

  test('weeks begin on Monday', () => {
    expect(weekOf('2026-09-23')).toBe('2026-09-21');
    expect(weekOf('2026-09-21')).toBe('2026-09-21');
    expect(weekOf('2026-09-20')).toBe('2026-09-14');
  });
});

describe('percentile', () => {
  test('is a wait that occurred, with the share at or below it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ minutes: fc.nat(5000), replies: fc.integer({ min: 1, max: 9 }) }), { minLength: 1 }),
        fc.constantFrom(0.5, 0.9),
        (waits, share) => {
          const found = percentile(waits, share) ?? -1;
          const total = waits.reduce((sum, wait) => sum + wait.replies, 0);
          const upTo = (limit: number) =>
            waits.filter((wait) => wait.minutes <= limit).reduce((sum, wait) => sum + wait.replies, 0);
          expect(waits.some((wait) => wait.minutes === found)).toBe(true);
          expect(upTo(found)).toBeGreaterThanOrEqual(total * share);
          expect(upTo(found - 1)).toBeLessThan(total * share);
        },
      ),
    );
  });

  test('of nothing is nothing', () => {
    expect(percentile([], 0.9)).toBeNull();
    expect(percentile([{ minutes: 5, replies: 0 }], 0.9)).toBeNull();
  });
});

describe('series of a trend', () => {
  const entries = ['a', 'b', 'c'].map((key) => ({ key, name: key, nameEn: '', query: { category: key } }));
  const days = ['2026-09-22', '2026-09-23'];
  const slice = (key: string, opened: number, day = '2026-09-23') => ({ day, key, opened });

  test('what is below counts for the one above; the largest keep their place', () => {
    const catalogue = { entries, ownerOf: (key: string) => key.charAt(0) };
    const slices = [
      slice('a.x', 1),
      slice('b', 5),
      slice('c', 9),
      slice('a', 1, '2026-09-22'),
      slice('c', 3, '2026-09-01'),
    ];
    const series = seriesOf(catalogue, slices, days, 2);
    expect(series.map(({ key, values, order }) => [key, values, order])).toEqual([
      ['b', [0, 5], 1],
      ['c', [0, 9], 2],
      ['*', [1, 1], 4],
    ]);
  });

  test('a key that nobody knows keeps its own name', () => {
    const series = seriesOf({ entries, ownerOf: (key) => key }, [slice('gone', 2)], days, 7);
    expect(series).toEqual([
      { key: 'gone', name: 'gone', nameEn: '', query: null, order: 3, total: 2, values: [0, 2] },
    ]);
  });
});
