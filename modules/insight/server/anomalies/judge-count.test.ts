import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceOfAtLeast, logGamma } from './count-tail.ts';
import { historyDays, judgeCount, median, standsOut, usualOf, weekdayFactors } from './judge-count.ts';
import { gammaDraw, poissonDraw, randomFrom } from './simulate.fixture.ts';

describe('chances', () => {
  test('the gamma function is the factorial', () => {
    for (const [x, expected] of [
      [1, 1],
      [5, 24],
      [11, 3_628_800],
      [0.5, Math.sqrt(Math.PI)],
    ] as const)
      expect(Math.exp(logGamma(x))).toBeCloseTo(expected, 5);
  });

  test('a Poisson tail is what tables say', () => {
    expect(chanceOfAtLeast(1, 0.5, 0.5)).toBeCloseTo(1 - Math.exp(-0.5), 9);
    expect(chanceOfAtLeast(10, 5, 5)).toBeCloseTo(0.031828, 5);
    expect(chanceOfAtLeast(25, 10, 10)).toBeCloseTo(4.69e-5, 6);
  });

  test('a wider spread makes the same count less surprising; nothing breaks at thousands', () => {
    expect(chanceOfAtLeast(30, 10, 30)).toBeGreaterThan(chanceOfAtLeast(30, 10, 10));
    expect(chanceOfAtLeast(6000, 5000, 5000)).toBeLessThan(1e-30);
    expect(chanceOfAtLeast(6000, 5000, 500_000)).toBeGreaterThan(0.01);
    expect(chanceOfAtLeast(3, 0, 0)).toBe(0);
  });

  test('a chance lies between 0 and 1 and falls with the count', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0.01, max: 300, noNaN: true }),
        fc.double({ min: 1, max: 10, noNaN: true }),
        (count, mean, stretch) => {
          const chance = chanceOfAtLeast(count, mean, mean * stretch);
          expect(chance).toBeGreaterThanOrEqual(0);
          expect(chance).toBeLessThanOrEqual(1);
          expect(chanceOfAtLeast(count + 1, mean, mean * stretch)).toBeLessThanOrEqual(chance + 1e-9);
        },
      ),
    );
  });
});

const weekdays = Array.from({ length: historyDays }, (_unused, index) => index % 7);

describe('what is usual', () => {
  test('the median of even and odd lists, and of none', () => {
    expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, 0]);
  });

  test('a quiet weekend is known for what it is', () => {
    const totals = weekdays.map((day) => (day >= 5 ? 20 : 100));
    const factors = weekdayFactors(totals, weekdays);
    expect((factors[0] ?? 0) / (factors[6] ?? 1)).toBeGreaterThan(2.5);
    const saturday = judgeCount(60, usualOf(totals, weekdays, factors, 5));
    expect(standsOut(saturday, 10)).toBe(true);
    expect(standsOut(judgeCount(100, usualOf(totals, weekdays, factors, 0)), 10)).toBe(false);
  });

  test('an outbreak three weeks ago does not hide one today', () => {
    const history = weekdays.map((_day, index) => (index > 30 && index < 36 ? 80 : 5));
    const factors = Array.from({ length: 7 }, () => 1);
    expect(standsOut(judgeCount(30, usualOf(history, weekdays, factors, 0)), 40)).toBe(true);
  });

  test('growth that has lasted two weeks is the new level', () => {
    const history = weekdays.map((_day, index) => (index >= 42 ? 40 : 10));
    const factors = Array.from({ length: 7 }, () => 1);
    expect(standsOut(judgeCount(45, usualOf(history, weekdays, factors, 0)), 40)).toBe(false);
  });

  test('what never came may come four times, and stands out at ten', () => {
    const nothing = weekdays.map(() => 0);
    const usual = usualOf(nothing, weekdays, weekdayFactors(nothing, weekdays), 3);
    expect(standsOut(judgeCount(4, usual), 40)).toBe(false);
    expect(standsOut(judgeCount(10, usual), 40)).toBe(true);
  });
});

/** Rates a day of forty series, some of which scatter more than chance alone would. */
const series = Array.from({ length: 40 }, (_unused, index) => ({
  rate: 0.1 * 1.21 ** index,
  stretch: index % 3 === 0 ? 1 : index % 3 === 1 ? 1.6 : 2.5,
}));
const rhythm = [1.15, 1.1, 1.05, 1, 1.1, 0.85, 0.75];

describe('forty series over simulated years', () => {
  const days = 400;
  const random = randomFrom(20_260_923);
  const drawn = series.map(({ rate, stretch }) =>
    Array.from({ length: days }, (_unused, day) => {
      const usual = rate * (rhythm[day % 7] ?? 1);
      const level = stretch === 1 ? usual : gammaDraw(random, usual / (stretch - 1)) * (stretch - 1);
      return poissonDraw(random, level);
    }),
  );
  const totals = Array.from({ length: days }, (_unused, day) => drawn.reduce((sum, one) => sum + (one[day] ?? 0), 0));
  const judgeDay = (day: number, values: readonly number[], count: number) => {
    const around = Array.from({ length: historyDays }, (_unused, index) => (day - historyDays + index) % 7);
    const factors = weekdayFactors(totals.slice(day - historyDays, day), around);
    return judgeCount(count, usualOf(values.slice(day - historyDays, day), around, factors, day % 7));
  };

  test('bring a false alarm on fewer than one day in twenty', () => {
    let alarmed = 0;
    for (let day = historyDays; day < days; day += 1)
      if (drawn.some((values) => standsOut(judgeDay(day, values, values[day] ?? 0), series.length))) alarmed += 1;
    expect(alarmed / (days - historyDays)).toBeLessThan(0.05);
  });

  test('and nearly every outbreak of six deviations is found', () => {
    let found = 0;
    let planted = 0;
    for (let day = historyDays; day < days; day += 9)
      for (const [index, { rate, stretch }] of series.entries()) {
        const values = drawn[index] ?? [];
        const more = Math.ceil(8 + 6 * Math.sqrt(rate * stretch * 1.15));
        planted += 1;
        if (standsOut(judgeDay(day, values, (values[day] ?? 0) + more), series.length)) found += 1;
      }
    expect(found / planted).toBeGreaterThan(0.9);
  });
});
