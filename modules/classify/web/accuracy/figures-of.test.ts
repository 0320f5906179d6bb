import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverageAt, curveOnSteps, isCostly, largestOf, levelOneRates, shadeOf } from './figures-of.ts';

const curve = [
  { threshold: 0.9, coverage: 0.4, precision: 0.99 },
  { threshold: 0.7, coverage: 0.7, precision: 0.95 },
  { threshold: 0, coverage: 1, precision: 0.88 },
];

describe('coverage against precision', () => {
  it('is the price of the precision that is asked', () => {
    expect(coverageAt({ curve }, 0.95)).toBe(0.7);
    expect(coverageAt({ curve }, 0.88)).toBe(1);
    expect(coverageAt({ curve }, 0.999)).toBe(0);
    expect(coverageAt({ curve: [] }, 0.9)).toBe(0);
  });

  it('never rises with the precision, and its steps never rise with the coverage', () => {
    const point = fc.record({
      threshold: fc.double({ min: 0, max: 1, noNaN: true }),
      coverage: fc.double({ min: 0, max: 1, noNaN: true }),
      precision: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(point), fc.double({ min: 0, max: 1, noNaN: true }), (points, asked) => {
        expect(coverageAt({ curve: points }, asked)).toBeLessThanOrEqual(coverageAt({ curve: points }, asked / 2));
        const values = curveOnSteps({ curve: points }).values.filter((value) => value !== null);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
      }),
    );
  });
});

describe('first level', () => {
  it('shows misses and false alarms apart', () => {
    const report = {
      labels: ['1', '2', '3'],
      confusion: [
        [9, 1, 0],
        [4, 40, 6],
        [1, 9, 40],
      ],
    };
    expect(levelOneRates(report).missed).toBeCloseTo(0.1);
    expect(levelOneRates(report).falseAlarm).toBeCloseTo(0.05);
    expect(levelOneRates({ labels: ['a'], confusion: [[1]] })).toEqual({ missed: null, falseAlarm: null });
  });
});

describe('the matrix', () => {
  it('holds the largest classes with their mistakes among one another', () => {
    const report = {
      labels: ['a', 'b', 'c'],
      confusion: [
        [1, 0, 1],
        [0, 8, 2],
        [3, 1, 20],
      ],
    };
    expect(largestOf(report, 2)).toEqual({
      labels: ['c', 'b'],
      rows: [
        [20, 1],
        [2, 8],
      ],
      left: 1,
    });
  });

  it('tints only what is worth a look', () => {
    expect(isCostly([90, 6], 1, 0)).toBe(true);
    expect(isCostly([90, 2], 1, 0)).toBe(false);
    expect(isCostly([900, 6], 1, 0)).toBe(false);
    expect(isCostly([90, 6], 0, 0)).toBe(false);
    expect([shadeOf(0, 9), shadeOf(1, 100), shadeOf(100, 100)]).toEqual([0, 1, 5]);
  });
});
