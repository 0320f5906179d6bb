import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fitCalibration, largestOf, toChances } from './calibrate.ts';
import { randomFrom } from './random.ts';

test('chances are in 0..1, sum to 1 and keep the order of the margins where no class is shifted', () => {
  const margins = fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 20 });
  fc.assert(
    fc.property(margins, fc.float({ min: Math.fround(0.2), max: 60, noNaN: true }), (given, slope) => {
      const chances = new Float32Array(given.length);
      toChances(Float32Array.from(given), 0, { slope, shift: new Float32Array(given.length) }, chances);
      expect(chances.every((chance) => chance >= 0 && chance <= 1)).toBe(true);
      expect(chances.reduce((sum, chance) => sum + chance, 0)).toBeCloseTo(1, 4);
      expect(given[largestOf(chances)]).toBe(Math.max(...given));
    }),
  );
});

describe('fitted to margins whose chances are known', () => {
  const rows = 4_000;
  const classes = 3;
  const truth = { slope: 3, shift: Float32Array.from([0.8, 0, -0.8]) };
  const random = randomFrom(11);
  const margins = Float32Array.from({ length: rows * classes }, () => random() * 2 - 1);
  const chances = new Float32Array(classes);
  const actual = Int32Array.from({ length: rows }, (_, row) => {
    toChances(margins, row * classes, truth, chances);
    const drawn = random();
    if (drawn < (chances[0] ?? 0)) return 0;
    return drawn < (chances[0] ?? 0) + (chances[1] ?? 0) ? 1 : 2;
  });
  const fitted = fitCalibration(margins, actual, classes);

  test('finds the slope and what the classes are shifted against each other', () => {
    expect(fitted.slope).toBeGreaterThan(2.7);
    expect(fitted.slope).toBeLessThan(3.3);
    expect((fitted.shift[0] ?? 0) - (fitted.shift[2] ?? 0)).toBeCloseTo(1.6, 0);
  });

  test('of the rows said to be right with a chance of c, c are', () => {
    const bins = Array.from({ length: 5 }, () => ({ rows: 0, said: 0, right: 0 }));
    for (let row = 0; row < rows; row += 1) {
      toChances(margins, row * classes, fitted, chances);
      const best = largestOf(chances);
      const bin = bins[Math.min(4, Math.floor((chances[best] ?? 0) * 5))];
      if (bin === undefined) continue;
      bin.rows += 1;
      bin.said += chances[best] ?? 0;
      if (actual[row] === best) bin.right += 1;
    }
    for (const bin of bins.filter((each) => each.rows > 200))
      expect(Math.abs(bin.said - bin.right) / bin.rows).toBeLessThan(0.05);
  });

  test('a class that nobody held out keeps a chance, and nothing becomes endless', () => {
    const alone = fitCalibration(Float32Array.from([1, -1, -1, 1, -1, -1]), Int32Array.from([0, 0]), classes);
    expect(Number.isFinite(alone.slope)).toBe(true);
    expect([...alone.shift].every(Number.isFinite)).toBe(true);
  });
});
