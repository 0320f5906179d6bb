import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keepUntilOf, monthsOf, whyKept } from './retention.rules.ts';

const day = 86_400_000;
const instant = fc.date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true });
const months = fc.integer({ min: 0, max: 600 });

describe('how long a ticket is kept', () => {
  test('three years at least, longer where a profile says so', () => {
    expect([monthsOf(undefined), monthsOf(0), monthsOf(36), monthsOf(60)]).toEqual([36, 36, 36, 60]);
  });

  test('the end of February and of a long month', () => {
    expect(keepUntilOf(new Date('2026-11-30T12:00:00Z'), 3).toISOString()).toBe('2027-03-02T00:00:00.000Z');
    expect(keepUntilOf(new Date('2024-02-29T23:59:59Z'), 36).toISOString()).toBe('2027-03-02T00:00:00.000Z');
    expect(keepUntilOf(new Date('2026-01-31T00:00:00Z'), 36).toISOString()).toBe('2029-02-02T00:00:00.000Z');
  });

  test('never shorter than the months, never more than three days longer, whatever the day', () => {
    fc.assert(
      fc.property(instant, months, (endedAt, count) => {
        const kept = keepUntilOf(endedAt, count).getTime() - endedAt.getTime();
        expect(kept).toBeGreaterThan(count * 28 * day);
        expect(kept).toBeLessThanOrEqual((Math.ceil(count * 30.5) + 5) * day);
      }),
    );
  });

  test('more months keep longer, and what ended later is kept at least as long', () => {
    fc.assert(
      fc.property(
        instant,
        fc.nat(4000 * day),
        months,
        fc.integer({ min: 1, max: 60 }),
        (endedAt, later, count, more) => {
          expect(keepUntilOf(endedAt, count + more) > keepUntilOf(endedAt, count)).toBe(true);
          expect(keepUntilOf(new Date(endedAt.getTime() + later), count) >= keepUntilOf(endedAt, count)).toBe(true);
        },
      ),
    );
  });

  test('held back or erased comes before being over; what was not looked at yet is kept', () => {
    const now = new Date('2030-01-01T00:00:00Z');
    const row = { keepUntil: new Date('2029-12-31T00:00:00Z'), heldAt: null, erasedAt: null };
    expect(whyKept(row, now)).toBeNull();
    expect(whyKept({ ...row, heldAt: now }, now)).toBe('held');
    expect(whyKept({ ...row, heldAt: now, erasedAt: now }, now)).toBe('erased');
    expect(whyKept({ ...row, keepUntil: null }, now)).toBe('not_over');
    expect(whyKept({ ...row, keepUntil: new Date(now.getTime() + 1) }, now)).toBe('not_over');
  });
});
