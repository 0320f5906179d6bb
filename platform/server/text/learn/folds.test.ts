import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignFolds, shuffled } from './folds.ts';

const labelled = fc.array(fc.record({ label: fc.nat({ max: 3 }), group: fc.nat({ max: 30 }) }), {
  minLength: 1,
  maxLength: 120,
});

test('rows of one group stand in one fold, and every fold is one of those asked for', () => {
  fc.assert(
    fc.property(labelled, fc.integer({ min: 2, max: 10 }), fc.nat(), (rows, folds, seed) => {
      const fold = assignFolds(
        Int32Array.from(rows, ({ label }) => label),
        (row) => String(rows[row]?.group),
        folds,
        seed,
      );
      const foldOf = new Map<number, number>();
      rows.forEach(({ group }, row) => {
        expect(fold[row]).toBeLessThan(folds);
        expect(foldOf.get(group) ?? fold[row]).toBe(fold[row]);
        foldOf.set(group, fold[row] ?? -1);
      });
    }),
  );
});

test('without groups each label is spread over the folds as evenly as can be', () => {
  fc.assert(
    fc.property(labelled, fc.integer({ min: 2, max: 10 }), fc.nat(), (rows, folds, seed) => {
      const fold = assignFolds(
        Int32Array.from(rows, ({ label }) => label),
        String,
        folds,
        seed,
      );
      for (const label of [0, 1, 2, 3]) {
        const counts = Array.from(
          { length: folds },
          (_, f) => rows.filter((row, i) => row.label === label && fold[i] === f).length,
        );
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
      }
    }),
  );
});

test('a shuffle keeps what it was given, and is the same for the same seed', () => {
  fc.assert(
    fc.property(fc.array(fc.integer()), fc.nat(), (items, seed) => {
      const mixed = shuffled(items, seed);
      expect(mixed.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      expect(shuffled(items, seed)).toEqual(mixed);
    }),
  );
});
