import fc from 'fast-check';
import { expect, test } from 'vitest';
import { jsonInstant, jsonRows } from './json-rows.ts';

test('leaves whole texts as they are, emoji and backslashes included', () => {
  const rows = [{ a: '👍 中文', b: String.raw`\ud83d is four letters and a backslash`, c: [1, null, true] }];
  expect(JSON.parse(jsonRows(rows))).toEqual(rows);
});

test('half a character becomes U+FFFD, wherever it stands', () => {
  const half = '👍'.slice(0, 1);
  expect(JSON.parse(jsonRows([{ a: `x${half}`, deep: { list: [half] } }]))).toEqual([
    { a: 'x\uFFFD', deep: { list: ['\uFFFD'] } },
  ]);
});

test('what it gives is well-formed for any string and otherwise nothing but JSON', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary' })),
      fc.array(fc.integer({ min: 0xd800, max: 0xdfff })),
      (texts, units) => {
        const rows = [...texts, String.fromCharCode(...units)];
        const read: unknown = JSON.parse(jsonRows(rows));
        expect(read).toEqual(rows.map((text) => text.toWellFormed()));
      },
    ),
  );
});

test('an instant is written as toISOString writes it', () => {
  fc.assert(
    fc.property(fc.date({ noInvalidDate: true }), (at) => {
      expect(jsonInstant(at)).toBe(at.toISOString());
    }),
    { numRuns: 2000 },
  );
  expect(jsonInstant(new Date(-1))).toBe('1969-12-31T23:59:59.999Z');
  expect(() => jsonInstant(new Date(Number.NaN))).toThrow(RangeError);
});
