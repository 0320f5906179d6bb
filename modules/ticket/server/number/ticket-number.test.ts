import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dammDigit, hasValidDammDigit } from './damm.ts';
import { createPermutation } from './permute.ts';
import { formatTicketNumber, parseTicketNumber, ticketNumber } from './ticket-number.ts';

const key = new Uint8Array(32).map((_, i) => (i * 37 + 11) % 256);

describe('permutation', () => {
  test.each([2, 3, 10, 997, 4096, 65_537])('of %i values is one to one', (size) => {
    const permutation = createPermutation(key, size);
    const seen = new Set(Array.from({ length: size }, (_, i) => permutation.apply(i)));
    expect(seen.size).toBe(size);
    expect(Math.min(...[...seen].slice(0, 1000))).toBeGreaterThanOrEqual(0);
  });

  test('depends on the key and refuses a short one', () => {
    const other = createPermutation(
      key.map((byte) => byte ^ 1),
      9_000_000,
    );
    const mine = createPermutation(key, 9_000_000);
    const same = Array.from({ length: 1000 }, (_, i) => i).filter((i) => other.apply(i) === mine.apply(i));
    expect(same.length).toBeLessThan(5);
    expect(() => createPermutation(new Uint8Array(8), 100)).toThrow(RangeError);
    expect(() => mine.apply(9_000_000)).toThrow(RangeError);
  });

  test('neighbours land far apart and leave no trace of the order', () => {
    const permutation = createPermutation(key, 9_000_000);
    let ascending = 0;
    let near = 0;
    for (let i = 0; i < 20_000; i += 1) {
      const step = permutation.apply(i + 1) - permutation.apply(i);
      if (step > 0) ascending += 1;
      if (Math.abs(step) < 1000) near += 1;
    }
    expect(ascending).toBeGreaterThan(9_600);
    expect(ascending).toBeLessThan(10_400);
    expect(near).toBeLessThan(20);
  });
});

describe('ticketNumber', () => {
  test('the first 200,000 are distinct, of 8 digits, never with a leading zero, and valid', () => {
    const seen = new Set<string>();
    for (let seq = 0; seq < 200_000; seq += 1) {
      const number = ticketNumber(seq, key);
      if (!/^[1-9]\d{7}$/.test(number) || !hasValidDammDigit(number)) throw new Error(`${seq} gave ${number}`);
      seen.add(number);
    }
    expect(seen.size).toBe(200_000);
  });

  test('grows to 10 digits after 9,000,000 and ends after 909,000,000', () => {
    expect(ticketNumber(8_999_999, key)).toMatch(/^[1-9]\d{7}$/);
    expect(ticketNumber(9_000_000, key)).toMatch(/^[1-9]\d{9}$/);
    expect(ticketNumber(908_999_999, key)).toMatch(/^[1-9]\d{9}$/);
    expect(() => ticketNumber(909_000_000, key)).toThrow(RangeError);
    expect(() => ticketNumber(-1, key)).toThrow(RangeError);
    expect(() => ticketNumber(1.5, key)).toThrow(RangeError);
  });

  test('stays the same from release to release', () => {
    expect([0, 1, 2, 1_000_000, 9_000_000].map((seq) => ticketNumber(seq, key))).toMatchInlineSnapshot(`
      [
        "31271480",
        "32608869",
        "20700381",
        "37309473",
        "4043190790",
      ]
    `);
  });
});

describe('check digit', () => {
  test('the published example', () => {
    expect(dammDigit('572')).toBe(4);
    expect(hasValidDammDigit('5724')).toBe(true);
    expect(hasValidDammDigit('5742')).toBe(false);
  });

  test('every single wrong digit and every swap of neighbours is noticed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000_000 }), (seq) => {
        const number = ticketNumber(seq, key);
        for (let at = 0; at < number.length; at += 1) {
          for (let digit = 0; digit <= 9; digit += 1) {
            const wrong = `${number.slice(0, at)}${digit}${number.slice(at + 1)}`;
            expect(parseTicketNumber(wrong).ok).toBe(wrong === number);
          }
          const swapped = `${number.slice(0, at)}${number[at + 1] ?? ''}${number[at] ?? ''}${number.slice(at + 2)}`;
          expect(parseTicketNumber(swapped).ok).toBe(swapped === number);
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('parseTicketNumber', () => {
  const number = ticketNumber(41, key);
  const shown = formatTicketNumber(number);
  const wide = [...shown].map((c) => (c === '-' ? '－' : String.fromCodePoint(c.charCodeAt(0) + 0xfee0))).join('');

  test.each([
    number,
    shown,
    ` # ${shown} `,
    wide,
    `＃${wide}`,
    shown.replace('-', '–'),
    `${number.slice(0, 2)} ${number.slice(2)}`,
    `\u200b${number}`,
  ])('reads %j', (input) => {
    expect(parseTicketNumber(input)).toEqual({ ok: true, number });
  });

  test.each([
    ['', 'empty'],
    [' - ', 'empty'],
    ['工单', 'not_digits'],
    [`${number}x`, 'not_digits'],
    ['1234567', 'wrong_length'],
    [`${number}1`, 'wrong_length'],
    ['9'.repeat(100_000), 'wrong_length'],
    ['00000000', 'wrong_check_digit'],
  ])('refuses %j as %s', (input, reason) => {
    expect(parseTicketNumber(input)).toEqual({ ok: false, reason });
  });

  test('what is formatted is read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 900_000_000 }), (seq) => {
        const made = ticketNumber(seq, key);
        expect(parseTicketNumber(formatTicketNumber(made))).toEqual({ ok: true, number: made });
      }),
    );
    expect(formatTicketNumber('abc')).toBe('abc');
  });

  test('any text at all gets an answer', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof parseTicketNumber(text).ok).toBe('boolean');
      }),
    );
  });
});
