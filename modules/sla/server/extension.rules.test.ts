import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extensionSpec, mostExtension, type ExtensionSpec } from '../contract.ts';
import { computeDeadline } from './calendar/deadline.ts';
import { shippedCalendar } from './explain.ts';
import { extensionDays, whyNotExtend } from './extension.rules.ts';

const at = (iso: string): Date => new Date(iso);
const now = at('2026-09-21T10:00:00+08:00');
const row = { clock: 'decide', round: 0, state: 'running' as const, dueAt: at('2026-10-08T18:00:00+08:00') };
const specOf = (id: string, more: Partial<ExtensionSpec> = {}): ExtensionSpec =>
  extensionSpec.parse({ id, name: id, length: 15, ...more });
type Earlier = Parameters<typeof whyNotExtend>[2][number];
const was = (extensionId: string, state: Earlier['state'], more: Partial<Earlier> = {}): Earlier => ({
  clock: 'decide',
  round: 0,
  extensionId,
  state,
  ...more,
});

describe('an extension cannot be had', () => {
  const spec = specOf('complex');
  test.each([
    ['when the time is over to the second', { ...row, dueAt: now }, [], 'too_late'],
    ['when the promise is broken', { ...row, state: 'breached' as const }, [], 'too_late'],
    ['when it was kept', { ...row, state: 'met' as const }, [], 'too_late'],
    ['when nothing is owed any more', { ...row, state: 'cancelled' as const }, [], 'too_late'],
    ['while another is being decided about', row, [was('other', 'asked')], 'already_asked'],
    ['when it was granted as often as allowed', row, [was('complex', 'granted')], 'used_up'],
  ])('%s', (_why, of, earlier, expected) => {
    expect(whyNotExtend(of, spec, earlier, now)).toBe(expected);
  });

  test('before the one that it follows, nor while its number is a draft', () => {
    expect(whyNotExtend(row, specOf('special', { after: 'complex' }), [], now)).toBe('needs_earlier');
    expect(whyNotExtend(row, specOf('special', { after: 'complex' }), [was('complex', 'refused')], now)).toBe(
      'needs_earlier',
    );
    expect(whyNotExtend(row, specOf('special', { after: 'complex' }), [was('complex', 'granted')], now)).toBeNull();
    expect(whyNotExtend(row, specOf('complex', { confirmed: false }), [], now)).toBe('not_confirmed');
  });
});

describe('an extension can be had', () => {
  test('while the clock stands still, however long its end has passed', () => {
    expect(
      whyNotExtend({ ...row, state: 'paused', dueAt: at('2026-01-01T00:00:00Z') }, specOf('complex'), [], now),
    ).toBeNull();
  });

  test.each(['refused', 'withdrawn', 'lapsed'] as const)('after one that was %s', (state) => {
    expect(whyNotExtend(row, specOf('complex'), [was('complex', state)], now)).toBeNull();
  });

  test('in a new round, and whatever other clocks were granted', () => {
    const earlier = [was('complex', 'granted', { round: 1 }), was('complex', 'asked', { clock: 'review' })];
    expect(whyNotExtend(row, specOf('complex'), earlier, now)).toBeNull();
  });
});

describe('days of an extension', () => {
  test.each([
    ['2026-10-08T18:00:00+08:00', '2026-10-19T18:00:00+08:00', 11],
    ['2026-10-08T18:00:00+08:00', '2026-10-08T19:00:00+08:00', 1],
    ['2026-10-08T18:00:00+08:00', '2026-10-08T18:00:00+08:00', 0],
    ['2026-10-19T18:00:00+08:00', '2026-10-08T18:00:00+08:00', 0],
  ])('from %s to %s are %d', (from, until, days) => {
    expect(extensionDays(at(from), at(until))).toBe(days);
  });
});

describe('the most that a rule allows', () => {
  test('adds what can be reached: confirmed, as often as allowed, behind what it follows', () => {
    expect(mostExtension([specOf('aa', { times: 2 }), specOf('bb', { length: 30, after: 'aa' })])).toBe(60);
    expect(mostExtension([specOf('aa', { confirmed: false }), specOf('bb', { length: 30, after: 'aa' })])).toBe(0);
    expect(mostExtension([specOf('aa', { after: 'bb' }), specOf('bb', { after: 'aa' })])).toBe(0);
    expect(mostExtension([])).toBe(0);
  });

  // Whoever grants all that is ever allowed, in whatever order it is asked for, ends at this sum and cannot go on.
  test('is where every order of granting ends', () => {
    const specs = fc
      .array(
        fc.record({ length: fc.integer({ min: 1, max: 40 }), times: fc.integer({ min: 1, max: 3 }), after: fc.nat(5) }),
        {
          minLength: 1,
          maxLength: 4,
        },
      )
      .map((many) =>
        many.map(({ length, times, after }, index) =>
          specOf(`e${index}_`, {
            length,
            times,
            ...(after < many.length && after !== index ? { after: `e${after}_` } : {}),
          }),
        ),
      );
    fc.assert(
      fc.property(specs, fc.array(fc.nat(3), { maxLength: 40 }), (given, order) => {
        const granted: Earlier[] = [];
        let sum = 0;
        const tryOne = (spec: ExtensionSpec | undefined): boolean => {
          if (!spec || whyNotExtend(row, spec, granted, now) !== null) return false;
          granted.push(was(spec.id, 'granted'));
          sum += spec.length;
          return true;
        };
        for (const index of order) tryOne(given[index]);
        while (given.some(tryOne));
        expect(sum).toBe(mostExtension(given));
      }),
    );
  });
});

describe('a longer time', () => {
  const calendar = shippedCalendar('cn');
  const units = ['minutes', 'working_minutes', 'working_days', 'calendar_days', 'months'] as const;
  const input = fc.record({
    unit: fc.constantFrom(...units),
    length: fc.integer({ min: 1, max: 60 }),
    extension: fc.integer({ min: 0, max: 60 }),
    more: fc.integer({ min: 0, max: 60 }),
    receivedAt: fc.integer({ min: Date.parse('2024-02-01'), max: Date.parse('2025-12-01') }),
  });
  const due = (one: {
    unit: (typeof units)[number];
    length: number;
    receivedAt: number;
    extension: number;
  }): number => {
    if (!calendar) throw new Error('no calendar');
    const rule = {
      length: one.length,
      unit: one.unit,
      start: 'immediately',
      firstDayCounted: false,
      restDayMovesOn: true,
      endsAt: 'midnight',
    } as const;
    return computeDeadline(calendar, rule, { receivedAt: one.receivedAt, extension: one.extension }).dueAt;
  };

  test('never ends earlier, and two extensions are one of their sum', () => {
    fc.assert(
      fc.property(input, ({ more, ...one }) => {
        const extended = due({ ...one, extension: one.extension + more });
        expect(extended).toBeGreaterThanOrEqual(due(one));
        // What was granted counts as if the rule had been so long from the beginning.
        expect(extended).toBe(due({ ...one, length: one.length + one.extension + more, extension: 0 }));
      }),
    );
  });
});
