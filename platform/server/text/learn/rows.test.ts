import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countGrams, HashTable, weighRows, worthOf } from './rows.ts';

test('the table numbers hashes in the order in which they came, however many and however alike', () => {
  // Few values, so that hashes come again; multiples of a power of two, so that they crowd in one place.
  const hash = fc.oneof(
    fc.integer({ min: -20, max: 20 }),
    fc.nat({ max: 3_000 }).map((n) => n << 16),
  );
  fc.assert(
    fc.property(fc.array(hash, { maxLength: 3_000 }), (hashes) => {
      const table = new HashTable(4);
      const known = new Map<number, number>();
      for (const each of hashes) {
        expect(table.find(each)).toBe(known.get(each) ?? -1);
        const id = table.findOrAdd(each);
        if (!known.has(each)) known.set(each, known.size);
        expect(id).toBe(known.get(each));
      }
      expect([...table.hashes()]).toEqual([...known.keys()]);
    }),
    { numRuns: 30 },
  );
});

test('rows have length 1, features stand in the rows they are said to, and no more are kept than asked', () => {
  const body = fc.stringMatching(/^[退款快递没到ab1 ]{0,12}$/);
  fc.assert(
    fc.property(fc.array(body, { minLength: 2, maxLength: 25 }), fc.integer({ min: 1, max: 60 }), (bodies, most) => {
      const texts = bodies.map((text) => ({ body: text }));
      const counted = countGrams(texts, 2, most);
      expect(counted.hashes.length).toBeLessThanOrEqual(most);
      const rowsWith = new Int32Array(counted.hashes.length);
      counted.ids.forEach((id) => (rowsWith[id] = (rowsWith[id] ?? 0) + 1));
      expect([...counted.rowsWith]).toEqual([...rowsWith]);
      expect(rowsWith.every((count) => count >= 2)).toBe(true);
      const { start, values } = weighRows(counted, worthOf(counted, 0.5));
      texts.forEach((_, row) => {
        const own = values.subarray(start[row], start[row + 1]);
        if (own.length === 0) return;
        expect(own.reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(1, 4);
      });
    }),
    { numRuns: 60 },
  );
});
