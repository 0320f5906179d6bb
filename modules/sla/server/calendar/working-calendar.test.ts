import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CalendarData, DeadlineRule, LengthUnit } from '#platform/contract/deadline.ts';
import { calendarSpecSchema } from '#platform/contract/deadline.ts';
import { shippedCalendar } from '../explain.ts';
import { addMonths, dateOfDay, dayOfDate, weekdayOf } from './civil-day.ts';
import { computeDeadline, partOf, type Pause } from './deadline.ts';
import { shippedCalendars } from './shipped.ts';
import {
  addWorking,
  addWorkingDays,
  CalendarFault,
  compileCalendar,
  nextWorkingMoment,
  workingBetween,
  workingDaysBetween,
} from './working-calendar.ts';
import { isoIn, zoneOf } from './zone.ts';

const calendarOf = (key: string) => {
  const found = shippedCalendar(key);
  if (!found) throw new Error(`no calendar ${key}`);
  return found;
};
const [cn, uk] = [calendarOf('cn'), calendarOf('uk')];
const workdays = (from: string, to: string): string[] => {
  const found: string[] = [];
  for (let day = dayOfDate(from); day <= dayOfDate(to); day += 1) if (cn.isWorking(day)) found.push(dateOfDay(day));
  return found;
};

describe('the notice for 2026', () => {
  test.each([
    ['元旦', '2026-01-01', '2026-01-03'],
    ['春节', '2026-02-15', '2026-02-23'],
    ['清明', '2026-04-04', '2026-04-06'],
    ['劳动节', '2026-05-01', '2026-05-05'],
    ['端午', '2026-06-19', '2026-06-21'],
    ['中秋', '2026-09-25', '2026-09-27'],
    ['国庆节', '2026-10-01', '2026-10-07'],
  ])('%s: nobody works from %s to %s', (name, from, to) => {
    expect(workdays(from, to)).toEqual([]);
    expect(cn.info(dayOfDate(from))).toMatchObject({ kind: 'holiday', name });
    expect(cn.isWorking(dayOfDate(to) + 1) || weekdayOf(dayOfDate(to) + 1) > 5).toBe(true);
  });

  test.each(['2026-01-04', '2026-02-14', '2026-02-28', '2026-05-09', '2026-09-20', '2026-10-10'])(
    '%s is a weekend day that is worked',
    (date) => {
      expect(weekdayOf(dayOfDate(date))).toBeGreaterThan(5);
      expect(cn.info(dayOfDate(date)).kind).toBe('makeup');
      expect(cn.spans(dayOfDate(date))).toHaveLength(2);
    },
  );

  test('has 248 working days: 261 weekdays, 19 of them off, 6 weekend days worked', () => {
    expect(workdays('2026-01-01', '2026-12-31')).toHaveLength(248);
  });

  test('is known from 2004 on, and what lies beyond is not guessed silently', () => {
    expect(cn.data.years.at(0)).toBe(2004);
    expect(cn.data.years.at(-1)).toBe(2026);
    expect(cn.isKnown(dayOfDate('2026-06-01'))).toBe(true);
    expect(cn.isKnown(dayOfDate('2027-10-01'))).toBe(false);
    expect(cn.isKnown(dayOfDate('2003-06-01'))).toBe(false);
  });

  test('the last week of a year waits for the next notice: 2018-12-29 was a Saturday that was worked', () => {
    expect(cn.info(dayOfDate('2018-12-29')).kind).toBe('makeup');
    expect(cn.isKnown(dayOfDate('2026-12-24'))).toBe(true);
    expect(cn.isKnown(dayOfDate('2026-12-25'))).toBe(false);
    expect(cn.isKnown(dayOfDate('2025-12-31'))).toBe(true);
  });
});

const someMs = fc.integer({ min: Date.UTC(2025, 0, 1), max: Date.UTC(2026, 10, 1) });
const workMs = fc.integer({ min: 0, max: 40 * 8 * 3_600_000 });
const calendars = fc.constantFrom(cn, uk, calendarOf('always'));

describe('working time', () => {
  test('adds up: a and then b is a + b', () => {
    fc.assert(
      fc.property(calendars, someMs, workMs, workMs, (calendar, from, a, b) => {
        expect(addWorking(calendar, addWorking(calendar, from, a), b)).toBe(addWorking(calendar, from, a + b));
      }),
    );
  });

  test('is measured by the same rod with which it is added', () => {
    fc.assert(
      fc.property(calendars, someMs, workMs, (calendar, from, amount) => {
        expect(workingBetween(calendar, from, addWorking(calendar, from, amount))).toBe(amount);
      }),
    );
  });

  test('never ends earlier for what came later', () => {
    fc.assert(
      fc.property(calendars, someMs, fc.nat(10 * 86_400_000), workMs, (calendar, from, later, amount) => {
        expect(addWorking(calendar, from + later, amount)).toBeGreaterThanOrEqual(addWorking(calendar, from, amount));
        expect(nextWorkingMoment(calendar, from + later)).toBeGreaterThanOrEqual(nextWorkingMoment(calendar, from));
      }),
    );
  });

  test('working days count back as they were counted', () => {
    fc.assert(
      fc.property(fc.constantFrom(cn, uk), someMs, fc.integer({ min: 0, max: 60 }), (calendar, at, count) => {
        const from = calendar.dayAt(at);
        const to = addWorkingDays(calendar, from, count);
        expect(workingDaysBetween(calendar, from, to)).toBe(count);
        expect(addWorkingDays(calendar, addWorkingDays(calendar, from, 3), count)).toBe(
          addWorkingDays(calendar, from, count + 3),
        );
      }),
    );
  });
});

describe('time zones', () => {
  const zoneNames = ['Asia/Shanghai', 'Europe/London', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu'];

  test('a wall clock and back is the same instant, but for the hour that is told twice', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zoneNames), someMs, (name, at) => {
        const zone = zoneOf(name);
        const back = zone.toUtc(zone.toLocal(at));
        expect(zone.toLocal(back)).toBe(zone.toLocal(at));
        expect(back).toBeLessThanOrEqual(at);
      }),
    );
  });

  test('later wall clocks are never earlier instants, summer time or not', () => {
    fc.assert(
      fc.property(fc.constantFrom(...zoneNames), someMs, fc.nat(7_200_000), (name, local, more) => {
        const zone = zoneOf(name);
        expect(zone.toUtc(local + more)).toBeGreaterThanOrEqual(zone.toUtc(local));
      }),
    );
  });

  test('the nights of the changes: 23 hours and 25 hours', () => {
    const zone = zoneOf('Europe/London');
    const hours = (date: string): number =>
      (zone.toUtc((dayOfDate(date) + 1) * 86_400_000) - zone.toUtc(dayOfDate(date) * 86_400_000)) / 3_600_000;
    expect(hours('2026-03-29')).toBe(23);
    expect(hours('2026-10-25')).toBe(25);
    expect(hours('2026-10-26')).toBe(24);
    // 01:30 does not exist on that night; it becomes the moment of the change.
    expect(isoIn(zone, zone.toUtc(dayOfDate('2026-03-29') * 86_400_000 + 90 * 60_000))).toBe(
      '2026-03-29T02:00:00+01:00',
    );
  });

  test('a shift over the change to winter time works an hour longer', () => {
    const night: CalendarData = {
      ...calendarSpecSchema.parse({ ...uk.data, key: 'night', week: Array.from({ length: 7 }, () => [[0, 240]]) }),
      days: [],
      years: [],
    };
    const calendar = compileCalendar({ ...night, notice: 'none' });
    const day = (date: string) => calendar.spans(dayOfDate(date)).reduce((sum, [from, to]) => sum + to - from, 0);
    expect(day('2026-10-24') / 3_600_000).toBe(4);
    expect(day('2026-10-25') / 3_600_000).toBe(5);
    expect(day('2026-03-29') / 3_600_000).toBe(3);
  });

  test('an order of the same hour of the wall keeps it over the change', () => {
    const rule = { ...plain('calendar_days', 10), endsAt: 'same_time' } as const;
    const due = computeDeadline(uk, rule, { receivedAt: Date.parse('2026-10-20T10:00:00+01:00') }).dueAt;
    expect(isoIn(uk.zone, due)).toBe('2026-10-30T10:00:00+00:00');
  });
});

const plain = (unit: LengthUnit, length: number): DeadlineRule => ({
  length,
  unit,
  start: 'immediately',
  firstDayCounted: false,
  restDayMovesOn: false,
  endsAt: 'close',
});

const rules = fc
  .record({
    unit: fc.constantFrom<LengthUnit>(
      'minutes',
      'working_minutes',
      'working_days',
      'business_days',
      'calendar_days',
      'months',
    ),
    length: fc.integer({ min: 1, max: 12 }),
    start: fc.constantFrom<DeadlineRule['start']>('immediately', 'next_working'),
    firstDayCounted: fc.boolean(),
    restDayMovesOn: fc.boolean(),
    endsAt: fc.constantFrom<DeadlineRule['endsAt']>('close', 'midnight', 'same_time'),
  })
  .map((rule) => (rule.endsAt === 'same_time' ? { ...rule, restDayMovesOn: false } : rule));

describe('a deadline', () => {
  test('is never earlier for what was received later', () => {
    fc.assert(
      fc.property(calendars, rules, someMs, fc.nat(5 * 86_400_000), (calendar, rule, at, later) => {
        const due = (receivedAt: number): number => computeDeadline(calendar, rule, { receivedAt }).dueAt;
        expect(due(at + later)).toBeGreaterThanOrEqual(due(at));
      }),
      { numRuns: 400 },
    );
  });

  test('is never earlier for a longer time, nor for one that was extended', () => {
    fc.assert(
      fc.property(calendars, rules, someMs, fc.integer({ min: 1, max: 9 }), (calendar, rule, receivedAt, more) => {
        const due = computeDeadline(calendar, rule, { receivedAt }).dueAt;
        const longer = computeDeadline(calendar, { ...rule, length: rule.length + more }, { receivedAt }).dueAt;
        expect(longer).toBeGreaterThanOrEqual(due);
        expect(computeDeadline(calendar, rule, { receivedAt, extension: more }).dueAt).toBe(longer);
      }),
    );
  });

  const pausesFrom = (at: number, gaps: readonly { run: number; stand: number }[]): Pause[] => {
    let now = at;
    return gaps.map(({ run, stand }) => {
      const from = now + run * 60_000;
      now = from + stand * 60_000;
      return { from, to: now };
    });
  };
  const gaps = fc.array(
    fc.record({ run: fc.integer({ min: 0, max: 3000 }), stand: fc.integer({ min: 1, max: 6000 }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  );

  test('moves by what its pauses took, in whatever order they are told', () => {
    fc.assert(
      fc.property(calendars, rules, someMs, gaps, (calendar, rule, receivedAt, spans) => {
        const pauses = pausesFrom(receivedAt, spans);
        const due = computeDeadline(calendar, rule, { receivedAt, pauses });
        const shuffled = [...pauses].reverse();
        expect(computeDeadline(calendar, rule, { receivedAt, pauses: shuffled }).dueAt).toBe(due.dueAt);
        expect(due.dueAt).toBeGreaterThanOrEqual(computeDeadline(calendar, rule, { receivedAt }).dueAt);
      }),
    );
  });

  test('a pause in two pieces that touch is one pause', () => {
    fc.assert(
      fc.property(calendars, rules, someMs, fc.nat(9000), fc.nat(9000), (calendar, rule, receivedAt, a, b) => {
        const [from, middle, to] = [receivedAt, receivedAt + a * 60_000, receivedAt + (a + b) * 60_000];
        const whole = computeDeadline(calendar, rule, { receivedAt, pauses: [{ from, to }] });
        const halves = [
          { from, to: middle },
          { from: middle, to },
        ];
        expect(computeDeadline(calendar, rule, { receivedAt, pauses: halves }).dueAt).toBe(whole.dueAt);
      }),
    );
  });

  test('what was left when it stopped is left when it goes on: working minutes', () => {
    fc.assert(
      fc.property(
        someMs,
        fc.integer({ min: 1, max: 3000 }),
        fc.nat(4000),
        fc.nat(9000),
        (receivedAt, length, run, stand) => {
          const rule = { ...plain('working_minutes', length), start: 'next_working' } as const;
          const before = computeDeadline(cn, rule, { receivedAt });
          const from = Math.max(before.startsAt, receivedAt) + run * 60_000;
          fc.pre(from < before.dueAt);
          const to = from + stand * 60_000;
          const after = computeDeadline(cn, rule, { receivedAt, pauses: [{ from, to }] });
          expect(workingBetween(cn, to, after.dueAt)).toBe(workingBetween(cn, from, before.dueAt));
        },
      ),
    );
  });

  test('is provisional exactly when a day on the way lies in a year without notice', () => {
    const of = (unit: LengthUnit, length: number, from: string) =>
      computeDeadline(cn, plain(unit, length), { receivedAt: Date.parse(from) });
    expect(of('working_days', 5, '2026-12-01T10:00:00+08:00').provisional).toBe(false);
    expect(of('working_days', 45, '2026-12-01T10:00:00+08:00')).toMatchObject({
      provisional: true,
      unknownYears: [2027],
    });
    expect(of('minutes', 60 * 24 * 90, '2026-12-01T10:00:00+08:00').provisional).toBe(false);
    expect(of('working_minutes', 480, '2027-05-03T10:00:00+08:00').provisional).toBe(true);
    // In a past that was never published it is said as well.
    expect(of('working_days', 5, '1999-12-01T10:00:00+08:00').provisional).toBe(true);
  });

  test('a part of the time is used in order, and a warning about work comes at work', () => {
    fc.assert(
      fc.property(rules, someMs, fc.double({ min: 0.05, max: 0.95, noNaN: true }), (rule, receivedAt, part) => {
        const deadline = computeDeadline(cn, rule, { receivedAt });
        const at = partOf(cn, rule, deadline, part);
        expect(at).toBeGreaterThanOrEqual(deadline.startsAt);
        expect(at).toBeLessThanOrEqual(deadline.dueAt);
        if (rule.unit === 'working_minutes') expect(workingBetween(cn, at - 1, at)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('months end on the day of the same number, or on the last one', () => {
    expect(dateOfDay(addMonths(dayOfDate('2026-01-31'), 1))).toBe('2026-02-28');
    expect(dateOfDay(addMonths(dayOfDate('2024-01-31'), 1))).toBe('2024-02-29');
    expect(dateOfDay(addMonths(dayOfDate('2026-12-15'), 2))).toBe('2027-02-15');
  });
});

describe('a calendar that makes no sense', () => {
  const week = [[], [], [], [], [], [], []];

  test('without any working time is refused', () => {
    const spec = calendarSpecSchema.parse({ ...cn.data, week });
    expect(() => compileCalendar({ ...spec, days: [], years: [] })).toThrow(CalendarFault);
  });

  test('that rests for years does not search for ever', () => {
    const days = Array.from({ length: 1300 }, (_, at) => ({
      date: dateOfDay(dayOfDate('2026-01-01') + at),
      kind: 'holiday' as const,
      name: '',
      nameEn: '',
    }));
    const calendar = compileCalendar({ ...cn.data, days });
    expect(() => nextWorkingMoment(calendar, Date.parse('2026-01-01T00:00:00Z'))).toThrow(CalendarFault);
  });

  test.each([
    [
      'periods that overlap',
      {
        week: [
          [
            [510, 720],
            [700, 1080],
          ],
          ...week.slice(1),
        ],
      },
    ],
    ['periods that end before they begin', { week: [[[720, 510]], ...week.slice(1)] }],
    ['six weekdays', { week: week.slice(1) }],
    ['a zone that does not exist', { timeZone: 'Asia/Peking-Duck' }],
    ['minutes beyond the day', { week: [[[0, 1500]], ...week.slice(1)] }],
  ])('%s: refused', (_what, change) => {
    expect(calendarSpecSchema.safeParse({ ...cn.data, ...change }).success).toBe(false);
  });

  test('24:00 is a whole day, not a minute less', () => {
    const always = calendarOf('always');
    const day = dayOfDate('2026-03-01');
    expect(workingBetween(always, always.zone.toUtc(day * 86_400_000), always.zone.toUtc((day + 7) * 86_400_000))).toBe(
      7 * 86_400_000,
    );
    expect(shippedCalendars()).toHaveLength(4);
  });
});
