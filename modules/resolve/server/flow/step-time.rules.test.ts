import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { VisitRow } from './run.queries.ts';
import { elapsed, standLike, timesOf, type Counting } from './step-time.rules.ts';

const minuteMs = 60_000;
const start = new Date('2026-11-23T01:00:00Z');
const at = (minutes: number): Date => new Date(start.getTime() + minutes * minuteMs);
const pause = (from: number, to: number) => ({ from: at(from).toISOString(), to: at(to).toISOString() });

/** Works in every even hour of the clock and rests in every odd one. */
const everySecondHour: Counting = {
  after(from, minutes) {
    let left = minutes;
    let now = from.getTime();
    while (left > 0) {
      now += minuteMs;
      if (Math.floor((now - minuteMs) / 3_600_000) % 2 === 0) left -= 1;
    }
    return new Date(now);
  },
  between(from, to) {
    let sum = 0;
    for (let now = from.getTime(); now < to.getTime(); now += minuteMs)
      if (Math.floor(now / 3_600_000) % 2 === 0) sum += 1;
    return sum;
  },
};

/** Pauses of whole minutes, in order, none touching the next. */
const pauses = fc
  .uniqueArray(fc.integer({ min: 0, max: 600 }), { maxLength: 8 })
  .map((marks) => marks.toSorted((a, b) => a - b))
  .map((marks) => Array.from({ length: Math.floor(marks.length / 2) }, (_, no) => marks.slice(no * 2, no * 2 + 2)))
  .map((pairs) => pairs.map(([from = 0, to = 0]) => pause(from, to)));

describe('the time of a step', () => {
  test('without a limit has no end; with one it is warned of at three quarters', () => {
    expect(timesOf(elapsed, null, start)).toEqual({ warnAt: null, dueAt: null });
    expect(timesOf(elapsed, 40, start)).toEqual({ warnAt: at(30), dueAt: at(40) });
    expect(timesOf(elapsed, 1, start)).toEqual({ warnAt: at(1), dueAt: at(1) });
  });

  test('gives back a pause, but not one that began when the time was over', () => {
    expect(timesOf(elapsed, 40, start, [pause(10, 25)])).toEqual({ warnAt: at(45), dueAt: at(55) });
    expect(timesOf(elapsed, 40, start, [pause(35, 100)])).toEqual({ warnAt: at(30), dueAt: at(105) });
    expect(timesOf(elapsed, 40, start, [pause(40, 100)])).toEqual({ warnAt: at(30), dueAt: at(40) });
  });

  test('a pause over the hours of rest gives back only what was working time', () => {
    // 1:00 to 2:00 is rest, 2:00 to 3:00 work: due after 30 of these, at 2:30.
    expect(timesOf(everySecondHour, 30, start).dueAt).toEqual(at(90));
    expect(timesOf(everySecondHour, 30, start, [pause(0, 60)]).dueAt).toEqual(at(90));
    expect(timesOf(everySecondHour, 30, start, [pause(60, 80)]).dueAt).toEqual(at(110));
  });

  test.each([
    ['elapsed', elapsed],
    ['working', everySecondHour],
  ])('of %s minutes: between beginning and end, all but the pauses is exactly what the step has', (_name, counting) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 400 }), pauses, (minutes, given) => {
        const due = timesOf(counting, minutes, start, given).dueAt;
        if (due === null) throw new Error('no end');
        const stood = given
          .filter((one) => Date.parse(one.from) < due.getTime())
          .reduce((sum, one) => sum + counting.between(new Date(one.from), new Date(one.to)), 0);
        expect(counting.between(start, due) - stood).toBe(minutes);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a stay as its ticket stands', () => {
  const limit = { counting: elapsed, minutes: 40 };
  const visit: Pick<VisitRow, 'enteredAt' | 'pausedAt' | 'pauses' | 'warnAt' | 'dueAt'> = {
    enteredAt: start,
    pausedAt: null,
    pauses: [],
    ...timesOf(elapsed, 40, start),
  };

  test('stands still since the ticket does, at the earliest since it began', () => {
    expect(standLike(limit, visit, at(5), at(9)).pausedAt).toEqual(at(5));
    expect(standLike(limit, visit, at(-30), at(9)).pausedAt).toEqual(start);
  });

  test('goes on with what was left, and told twice it changes once', () => {
    const still = standLike(limit, visit, at(10), at(10));
    expect(standLike(limit, still, at(12), at(12))).toBe(still);
    const gone = standLike(limit, still, null, at(70));
    expect(gone).toMatchObject({ pausedAt: null, pauses: [pause(10, 70)], dueAt: at(100) });
    expect(standLike(limit, gone, null, at(80))).toBe(gone);
    expect(standLike(limit, gone, at(10), at(80))).toBe(gone);
  });

  test('however often it stands still, its end never comes nearer', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { maxLength: 8 }), (gaps) => {
        let [now, stay] = [0, visit];
        for (const gap of gaps) {
          const before = stay.dueAt;
          now += gap;
          stay = standLike(limit, stay, stay.pausedAt === null ? at(now) : null, at(now));
          expect(stay.dueAt?.getTime()).toBeGreaterThanOrEqual(before?.getTime() ?? 0);
        }
      }),
    );
  });
});
