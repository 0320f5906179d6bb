import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DeadlineRule } from '#platform/contract/deadline.ts';
import { shippedCalendar } from '../explain.ts';
import { shippedProfiles } from '../profiles/shipped.ts';
import { computeDeadline, type Pause } from './deadline.ts';
import type { WorkingCalendar } from './working-calendar.ts';

const calendarOf = (key: string): WorkingCalendar => {
  const found = shippedCalendar(key);
  if (!found) throw new Error(`no calendar ${key}`);
  return found;
};
const cn = calendarOf('cn');
const uk = calendarOf('uk');

const ruleOf = (profile: string, clock: string): DeadlineRule => {
  const found = shippedProfiles()
    .find((each) => each.key === profile)
    ?.clocks.find((each) => each.id === clock);
  if (!found) throw new Error(`no clock ${clock}`);
  return found;
};

const ms = (text: string): number => Date.parse(text);
const wall = (zone: string, at: number): string =>
  new Intl.DateTimeFormat('en-GB', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' }).format(at);
const during = (from: string, to: string) => fc.integer({ min: ms(from), max: ms(to) });
const dayMs = 86_400_000;

describe('eight weeks in London', () => {
  const final = ruleOf('fca-disp', 'final_response');

  test('end with the last second of a London day, summer time or not', () => {
    fc.assert(
      fc.property(during('2025-01-01', '2027-11-01'), (receivedAt) => {
        const { dueAt } = computeDeadline(uk, final, { receivedAt });
        expect(wall('Europe/London', dueAt)).toMatch(/23:59:59$/);
      }),
    );
  });

  test('are fifty-six days of the wall clock: an hour less over March, an hour more over October', () => {
    const noon = (day: string) => computeDeadline(uk, final, { receivedAt: ms(`${day}T12:00:00Z`) }).dueAt;
    const hours = (day: string) => (noon(day) - ms(`${day}T12:00:00Z`) + 1000) / 3_600_000;
    expect(hours('2026-01-12')).toBe(56 * 24 + 12);
    // Into summer time on 2026-03-29, out of it on 2026-10-25.
    expect(hours('2026-03-10')).toBe(56 * 24 + 11);
    expect(wall('Europe/London', noon('2026-10-01'))).toBe('26/11/2026, 23:59:59');
    expect(hours('2026-10-01')).toBe(56 * 24 + 12);
  });

  test('three business days over Easter skip Good Friday and Easter Monday', () => {
    const rule = ruleOf('fca-disp', 'summary_resolution');
    const { dueAt } = computeDeadline(uk, rule, { receivedAt: ms('2026-04-01T10:00:00+01:00') });
    // Thursday 2, Tuesday 7, Wednesday 8.
    expect(wall('Europe/London', dueAt)).toBe('08/04/2026, 17:00:00');
  });
});

describe('the Spring Festival of 2026', () => {
  const workingDays = ruleOf('cn-market-regulation', 'accept');
  const restFrom = ms('2026-02-15T00:00:00+08:00');
  const restTo = ms('2026-02-24T00:00:00+08:00');
  const received = during('2026-02-02T00:00:00+08:00', '2026-02-14T09:00:00+08:00');

  test('a pause inside of the holiday costs no working day, and gains none', () => {
    const inside = fc.tuple(
      fc.integer({ min: restFrom, max: restTo - 1 }),
      fc.integer({ min: restFrom, max: restTo - 1 }),
    );
    fc.assert(
      fc.property(received, inside, (receivedAt, [a, b]) => {
        const pause: Pause = { from: Math.min(a, b), to: Math.max(a, b) };
        const paused = computeDeadline(cn, workingDays, { receivedAt, pauses: [pause] });
        expect(paused.dueAt).toBe(computeDeadline(cn, workingDays, { receivedAt }).dueAt);
        expect(paused.paused).toBe(0);
      }),
    );
  });

  test('a pause over the holiday costs its working days only, the made-up Saturdays among them', () => {
    // From Friday 13th to Monday 2nd of March: 14 (made up), 24–27, 28 (made up), 2.
    const pause = { from: ms('2026-02-13T10:00:00+08:00'), to: ms('2026-03-02T10:00:00+08:00') };
    const { paused } = computeDeadline(cn, workingDays, {
      receivedAt: ms('2026-02-12T10:00:00+08:00'),
      pauses: [pause],
    });
    expect(paused).toBe(7);
  });

  test('whenever in the holiday something comes, it is due on the same day', () => {
    const due = (receivedAt: number): number => computeDeadline(cn, workingDays, { receivedAt }).dueAt;
    const last = due(restTo - 1);
    fc.assert(
      fc.property(fc.integer({ min: restFrom, max: restTo - 1 }), (at) => {
        expect(due(at)).toBe(last);
      }),
    );
  });
});

describe('the turn of the year', () => {
  const decide = ruleOf('cn-bank-insurance', 'decide');

  test('no deadline that ends within the published years is provisional, and any that may move says which year is missing', () => {
    fc.assert(
      fc.property(during('2026-10-01T00:00:00+08:00', '2026-12-31T23:59:00+08:00'), (receivedAt) => {
        const { dueAt, provisional, unknownYears } = computeDeadline(cn, decide, { receivedAt });
        const known = cn.data.years.includes(2027);
        if (dueAt < ms('2026-12-25T00:00:00+08:00')) expect(provisional).toBe(false);
        if (dueAt >= ms('2027-01-01T00:00:00+08:00'))
          expect([provisional, [...unknownYears]]).toEqual([!known, known ? [] : [2027]]);
      }),
    );
  });

  test('around the clock the last night of the year is like any other', () => {
    const rule = ruleOf('general', 'first_reply');
    const receivedAt = ms('2026-12-31T23:50:00+08:00');
    expect(computeDeadline(cn, rule, { receivedAt })).toMatchObject({
      dueAt: receivedAt + 1_800_000,
      provisional: false,
    });
  });

  test('a month from the last days of January ends with February, in a leap year too', () => {
    const month = ruleOf(
      'gdpr-request',
      shippedProfiles().find((each) => each.key === 'gdpr-request')?.clocks[0]?.id ?? '',
    );
    const dueDay = (day: string): string =>
      new Date(
        computeDeadline(calendarOf('eu'), { ...month, restDayMovesOn: false }, { receivedAt: ms(`${day}T10:00:00Z`) })
          .dueAt -
          dayMs / 2,
      )
        .toISOString()
        .slice(0, 10);
    expect([dueDay('2028-01-29'), dueDay('2028-01-31'), dueDay('2027-01-31')]).toEqual([
      '2028-02-29',
      '2028-02-29',
      '2027-02-28',
    ]);
  });
});
