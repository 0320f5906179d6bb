import { describe, expect, test } from 'vitest';
import { randomFrom } from './random.ts';
import type { SparseRows } from './rows.ts';
import { trainSvm } from './svm.ts';
import { copyWithout, descendMany, marginsOf, newState, type ManyProblem } from './svm-many.ts';

const CLASSES = 20;
const ROWS = 200;
const FEATURES = 60;

/** Rows of length 1: two features of the class and two at random. */
function inventedProblem(): ManyProblem {
  const random = randomFrom(3);
  const start = new Int32Array(ROWS + 1);
  const ids: number[] = [];
  const actual = new Int32Array(ROWS);
  for (let row = 0; row < ROWS; row += 1) {
    const own = row % CLASSES;
    actual[row] = own;
    const of = new Set([own * 3, own * 3 + 1, Math.floor(random() * FEATURES), Math.floor(random() * FEATURES)]);
    ids.push(...of);
    start[row + 1] = ids.length;
  }
  const values = new Float32Array(ids.length);
  for (let row = 0; row < ROWS; row += 1) {
    const from = start[row] ?? 0;
    const end = start[row + 1] ?? 0;
    values.fill(1 / Math.sqrt(end - from), from, end);
  }
  const data: SparseRows = { rows: ROWS, features: FEATURES, start, ids: Int32Array.from(ids), values };
  return { data, actual, classes: CLASSES, cost: 1, seed: 1 };
}

const problem = inventedProblem();
const all = Int32Array.from(problem.actual.keys());
const solved = newState(problem);
descendMany(problem, solved, all, 60, (round) => round % 5 === 0);

describe('all classes at once', () => {
  test('end where each class ends by itself', () => {
    for (const place of [0, 7, 19]) {
      const alone = trainSvm(
        {
          data: problem.data,
          rows: all,
          sign: Int8Array.from(problem.actual, (label) => (label === place ? 1 : -1)),
          cost: 1,
          scale: null,
          scratch: new Float32Array(0),
          seed: 5,
          tolerance: 1e-4,
          maxRounds: 400,
        },
        new Float32Array(ROWS),
      );
      alone.forEach((weight, id) => expect(solved.weights[id * CLASSES + place]).toBeCloseTo(weight, 2));
    }
  });

  test('give the margins that their weights give', () => {
    const margins = new Float32Array(CLASSES);
    marginsOf(problem, solved.weights, 11, margins);
    expect(margins.indexOf(Math.max(...margins))).toBe(11);
  });

  test('lists the near classes of a row, its own among them', () => {
    for (let row = 0; row < ROWS; row += 1) {
      const near = solved.near.subarray(row * 24, row * 24 + (solved.nearCount[row] ?? 0));
      if (solved.nearCount[row] !== 255) expect(near).toContain(problem.actual[row]);
    }
  });
});

describe('a state without some rows', () => {
  const left = all.filter((row) => row % 7 === 0);
  const without = newState(problem);
  copyWithout(problem, solved, left, without);

  test('holds nothing of them: the weights are those of the other rows', () => {
    const rebuilt = new Float32Array(solved.weights.length);
    const { data, actual } = problem;
    for (let row = 0; row < ROWS; row += 1)
      for (let c = 0; c < CLASSES; c += 1) {
        const step = (without.alpha[row * CLASSES + c] ?? 0) * (actual[row] === c ? 1 : -1);
        for (let k = data.start[row] ?? 0; k < (data.start[row + 1] ?? 0); k += 1) {
          const at = (data.ids[k] ?? 0) * CLASSES + c;
          rebuilt[at] = (rebuilt[at] ?? 0) + step * (data.values[k] ?? 0);
        }
        const bias = data.features * CLASSES + c;
        rebuilt[bias] = (rebuilt[bias] ?? 0) + step;
      }
    for (const row of left)
      expect(without.alpha.subarray(row * CLASSES, (row + 1) * CLASSES).every((each) => each === 0)).toBe(true);
    rebuilt.forEach((weight, at) => expect(without.weights[at]).toBeCloseTo(weight, 3));
  });

  test('comes in a few rounds to where learning without them ends', () => {
    const others = all.filter((row) => row % 7 !== 0);
    const fresh = newState(problem);
    descendMany(problem, fresh, others, 60, (round) => round % 5 === 0);
    descendMany(problem, without, others, 6, () => false);
    const [one, other] = [new Float32Array(CLASSES), new Float32Array(CLASSES)];
    let apart = 0;
    let remembered = 0;
    for (const row of left) {
      marginsOf(problem, fresh.weights, row, one);
      marginsOf(problem, without.weights, row, other);
      const own = problem.actual[row] ?? 0;
      remembered += (other[own] ?? 0) - (one[own] ?? 0);
      one.forEach((margin, c) => (apart += Math.abs(margin - (other[c] ?? 0))));
    }
    expect(apart / (left.length * CLASSES)).toBeLessThan(0.03);
    // Were the answer of a held-out row still known, its own class would stand higher.
    expect(remembered / left.length).toBeLessThan(0.01);
  });
});
