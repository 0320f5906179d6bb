import { describe, expect, test } from 'vitest';
import { monthsOf, periodWords, readPeriods } from './year-days.ts';

const work: [number, number][] = [
  [510, 720],
  [810, 1080],
];
const calendar = {
  week: [work, work, work, work, work, [], []],
  days: [
    { date: '2026-10-01', kind: 'holiday' as const, name: '国庆节', nameEn: 'National Day' },
    { date: '2026-09-20', kind: 'workday' as const, name: '国庆节', nameEn: 'National Day' },
  ],
};

describe('a year as a picture', () => {
  const months = monthsOf(calendar, 2026);

  test('has every day once, under its weekday', () => {
    const days = months.flat(2).filter((day) => day !== null);
    expect(days).toHaveLength(365);
    expect(new Set(days.map((day) => day.date)).size).toBe(365);
    expect(months.every((weeks) => weeks.every((week) => week.length === 7))).toBe(true);
    // 1 September 2026 is a Tuesday.
    expect(months[8]?.[0]?.map((day) => day?.number ?? 0)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  test('tells what is off and what is worked', () => {
    const kinds = new Map(months.flat(2).flatMap((day) => (day ? [[day.date, day.kind] as const] : [])));
    expect(kinds.get('2026-09-20')).toBe('makeup');
    expect(kinds.get('2026-09-19')).toBe('rest');
    expect(kinds.get('2026-10-01')).toBe('holiday');
    expect(kinds.get('2026-10-02')).toBe('workday');
    expect(monthsOf(calendar, 2028).flat(2).filter(Boolean)).toHaveLength(366);
  });
});

describe('periods as words', () => {
  test('and back', () => {
    expect(periodWords(work)).toBe('8:30–12:00 13:30–18:00');
    expect(readPeriods(periodWords(work))).toEqual(work);
    expect(readPeriods('0:00-24:00')).toEqual([[0, 1440]]);
    expect(readPeriods('')).toEqual([]);
  });

  test.each(['8:30', '12:00-8:30', '8:00-12:00 11:00-13:00', '9:00-25:00', 'all day'])('%s is none', (words) => {
    expect(readPeriods(words)).toBeNull();
  });
});
