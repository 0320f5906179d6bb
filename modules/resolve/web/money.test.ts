import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mostCents } from '../contract.ts';
import { toCents } from './money.ts';

test('an amount of two places becomes exactly its cents', () => {
  expect(toCents(0.29)).toBe(29);
  expect(toCents(null)).toBe(0);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: mostCents }), (cents) => toCents(Number((cents / 100).toFixed(2))) === cents),
  );
});
