/**
 * The machines of all classes at once, one against the rest (L2 regularised, squared hinge, dual coordinate
 * descent as in svm.ts). The weights of a feature lie side by side for all classes, so that one reading of a row
 * serves every class; after the first rounds a row is shown only to the classes it lies near.
 */
import { randomFrom } from './random.ts';
import type { SparseRows } from './rows.ts';

export interface ManyProblem {
  data: SparseRows;
  /** The class of each row. */
  actual: Int32Array;
  classes: number;
  /** Cost of a row on the wrong side. */
  cost: number;
  seed: number;
}

/** A solution, or where one begins. */
export interface ManyState {
  /** The classes of feature 0, then of feature 1 and so on; last the bias, whose feature is always 1. */
  weights: Float32Array;
  /** By row and class. */
  alpha: Float32Array;
  /** By row the classes near it, `MOST_NEAR` places a row, and how many they are; EVERY: too many to list. */
  near: Uint16Array;
  nearCount: Uint8Array;
}

const MOST_NEAR = 24;
const EVERY = 255;
/** A class is far from a row that lies this much beyond its margin. */
const FAR = 0.1;
const SMALLEST_STEP = 1e-5;

export function newState({ data, classes }: ManyProblem): ManyState {
  return {
    weights: new Float32Array((data.features + 1) * classes),
    alpha: new Float32Array(data.rows * classes),
    near: new Uint16Array(data.rows * MOST_NEAR),
    nearCount: new Uint8Array(data.rows).fill(EVERY),
  };
}

/** Makes `to` what `from` would be had it never seen the rows that are left out. */
export function copyWithout(problem: ManyProblem, from: ManyState, left: Int32Array, to: ManyState): void {
  const { data, actual, classes } = problem;
  to.weights.set(from.weights);
  to.alpha.set(from.alpha);
  to.near.set(from.near);
  to.nearCount.set(from.nearCount);
  for (const row of left) {
    for (let c = 0; c < classes; c += 1) {
      const alpha = to.alpha[row * classes + c] ?? 0;
      if (alpha !== 0) move(data, classes, to.weights, row, c, actual[row] === c ? -alpha : alpha);
      to.alpha[row * classes + c] = 0;
    }
  }
}

function move(data: SparseRows, classes: number, weights: Float32Array, row: number, c: number, step: number): void {
  const end = data.start[row + 1] ?? 0;
  for (let k = data.start[row] ?? 0; k < end; k += 1) {
    const at = (data.ids[k] ?? 0) * classes + c;
    weights[at] = (weights[at] ?? 0) + step * (data.values[k] ?? 0);
  }
  const bias = data.features * classes + c;
  weights[bias] = (weights[bias] ?? 0) + step;
}

/** Improves the state over `rows`; `everyClass` tells in which rounds a row is shown to all classes. */
export function descendMany(
  problem: ManyProblem,
  state: ManyState,
  rows: Int32Array,
  rounds: number,
  everyClass: (round: number) => boolean,
): void {
  const order = rows.slice();
  const random = randomFrom(problem.seed);
  const margins = new Float32Array(problem.classes);
  for (let round = 0; round < rounds; round += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      const swap = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = swap;
    }
    const all = everyClass(round);
    for (const row of order) {
      if (all || state.nearCount[row] === EVERY) showToAll(problem, state, row, margins);
      else showToNear(problem, state, row);
    }
  }
}

/** The margins of a row in all classes. */
export function marginsOf(
  { data, classes }: ManyProblem,
  weights: Float32Array,
  row: number,
  margins: Float32Array,
): void {
  const bias = data.features * classes;
  for (let c = 0; c < classes; c += 1) margins[c] = weights[bias + c] ?? 0;
  const end = data.start[row + 1] ?? 0;
  for (let k = data.start[row] ?? 0; k < end; k += 1) {
    const value = data.values[k] ?? 0;
    const from = (data.ids[k] ?? 0) * classes;
    for (let c = 0; c < classes; c += 1) margins[c] = (margins[c] ?? 0) + value * (weights[from + c] ?? 0);
  }
}

function showToAll(problem: ManyProblem, state: ManyState, row: number, margins: Float32Array): void {
  const { actual, classes } = problem;
  marginsOf(problem, state.weights, row, margins);
  let count = 0;
  for (let c = 0; c < classes; c += 1) {
    const beyond = (actual[row] === c ? 1 : -1) * (margins[c] ?? 0) - 1;
    if (beyond > FAR && state.alpha[row * classes + c] === 0) continue;
    if (count < MOST_NEAR) state.near[row * MOST_NEAR + count] = c;
    count += 1;
    correct(problem, state, row, c, margins[c] ?? 0);
  }
  state.nearCount[row] = count <= MOST_NEAR ? count : EVERY;
}

function showToNear(problem: ManyProblem, state: ManyState, row: number): void {
  const { data, classes } = problem;
  const { weights } = state;
  const from = data.start[row] ?? 0;
  const end = data.start[row + 1] ?? 0;
  const lastNear = row * MOST_NEAR + (state.nearCount[row] ?? 0);
  for (let place = row * MOST_NEAR; place < lastNear; place += 1) {
    const c = state.near[place] ?? 0;
    let margin = weights[data.features * classes + c] ?? 0;
    for (let k = from; k < end; k += 1)
      margin += (weights[(data.ids[k] ?? 0) * classes + c] ?? 0) * (data.values[k] ?? 0);
    correct(problem, state, row, c, margin);
  }
}

/** One step of the descent: the best alpha of this row for this class while all others stand still. */
function correct(problem: ManyProblem, state: ManyState, row: number, c: number, margin: number): void {
  const { data, actual, classes, cost } = problem;
  const sign = actual[row] === c ? 1 : -1;
  const soft = 0.5 / cost;
  const old = state.alpha[row * classes + c] ?? 0;
  // A row has length 1, and the feature of the bias is 1.
  const next = Math.max(0, old - (sign * margin - 1 + old * soft) / (2 + soft));
  const step = next - old;
  if (Math.abs(step) < SMALLEST_STEP) return;
  state.alpha[row * classes + c] = next;
  move(data, classes, state.weights, row, c, step * sign);
}
