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
/** A smaller step is not worth reading the weights of a row again; held-out figures stay the same up to three times this. */
const SMALLEST_STEP = 1e-3;

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
  const { actual, classes } = problem;
  to.weights.set(from.weights);
  to.alpha.set(from.alpha);
  to.near.set(from.near);
  to.nearCount.set(from.nearCount);
  const steps = newSteps(classes);
  for (const row of left) {
    for (let c = 0; c < classes; c += 1) {
      const alpha = to.alpha[row * classes + c] ?? 0;
      if (alpha !== 0) take(steps, c, actual[row] === c ? -alpha : alpha);
      to.alpha[row * classes + c] = 0;
    }
    apply(problem, to.weights, row, steps);
  }
}

/**
 * The classes that one row is shown to, by place, and how far each is moved. Classes do not hear of one another, so
 * all are read and then all are moved in one pass over the features: a feature's weights lie in memory side by side.
 */
interface Steps {
  count: number;
  classOf: Uint16Array;
  size: Float32Array;
}

const newSteps = (classes: number): Steps => ({
  count: 0,
  classOf: new Uint16Array(classes),
  size: new Float32Array(classes),
});

function take(steps: Steps, c: number, size: number): void {
  steps.classOf[steps.count] = c;
  steps.size[steps.count] = size;
  steps.count += 1;
}

/** Moves the weights, and leaves `steps` empty. */
function apply({ data, classes }: ManyProblem, weights: Float32Array, row: number, steps: Steps): void {
  const { count, classOf, size } = steps;
  steps.count = 0;
  if (count === 0) return;
  const { start, ids, values, features } = data;
  const end = start[row + 1] ?? 0;
  for (let k = start[row] ?? 0; k < end; k += 1) {
    const value = values[k] ?? 0;
    const from = (ids[k] ?? 0) * classes;
    for (let i = 0; i < count; i += 1) {
      const at = from + (classOf[i] ?? 0);
      weights[at] = (weights[at] ?? 0) + (size[i] ?? 0) * value;
    }
  }
  const bias = features * classes;
  for (let i = 0; i < count; i += 1) {
    const at = bias + (classOf[i] ?? 0);
    weights[at] = (weights[at] ?? 0) + (size[i] ?? 0);
  }
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
  const steps = newSteps(problem.classes);
  for (let round = 0; round < rounds; round += 1) {
    for (let i = order.length - 1; i > 0; i -= 1) {
      const j = Math.floor(random() * (i + 1));
      const swap = order[i] ?? 0;
      order[i] = order[j] ?? 0;
      order[j] = swap;
    }
    const all = everyClass(round);
    for (const row of order) {
      if (all || state.nearCount[row] === EVERY) showToAll(problem, state, row, margins, steps);
      else showToNear(problem, state, row, margins, steps);
      apply(problem, state.weights, row, steps);
    }
  }
}

/** The margins of a row in all classes. Four features at a time: measured twice as quick as one by one. */
export function marginsOf(
  { data, classes }: ManyProblem,
  weights: Float32Array,
  row: number,
  margins: Float32Array,
): void {
  const { start, ids, values, features } = data;
  const bias = features * classes;
  for (let c = 0; c < classes; c += 1) margins[c] = weights[bias + c] ?? 0;
  const end = start[row + 1] ?? 0;
  for (let k = start[row] ?? 0; k < end; k += 4) {
    const from0 = (ids[k] ?? 0) * classes;
    const from1 = (ids[k + 1] ?? 0) * classes;
    const from2 = (ids[k + 2] ?? 0) * classes;
    const from3 = (ids[k + 3] ?? 0) * classes;
    const value0 = values[k] ?? 0;
    // What follows the row's end is another row's.
    const value1 = k + 1 < end ? (values[k + 1] ?? 0) : 0;
    const value2 = k + 2 < end ? (values[k + 2] ?? 0) : 0;
    const value3 = k + 3 < end ? (values[k + 3] ?? 0) : 0;
    for (let c = 0; c < classes; c += 1)
      margins[c] =
        (margins[c] ?? 0) +
        (value0 * (weights[from0 + c] ?? 0) +
          value1 * (weights[from1 + c] ?? 0) +
          value2 * (weights[from2 + c] ?? 0) +
          value3 * (weights[from3 + c] ?? 0));
  }
}

function showToAll(problem: ManyProblem, state: ManyState, row: number, margins: Float32Array, steps: Steps): void {
  const { actual, classes } = problem;
  marginsOf(problem, state.weights, row, margins);
  let count = 0;
  for (let c = 0; c < classes; c += 1) {
    const beyond = (actual[row] === c ? 1 : -1) * (margins[c] ?? 0) - 1;
    if (beyond > FAR && state.alpha[row * classes + c] === 0) continue;
    if (count < MOST_NEAR) state.near[row * MOST_NEAR + count] = c;
    count += 1;
    correct(problem, state, row, c, margins[c] ?? 0, steps);
  }
  state.nearCount[row] = count <= MOST_NEAR ? count : EVERY;
}

/** `margins`: room for one number a class. */
function showToNear(problem: ManyProblem, state: ManyState, row: number, margins: Float32Array, steps: Steps): void {
  const { data, classes } = problem;
  const { weights, near } = state;
  const { start, ids, values, features } = data;
  const first = row * MOST_NEAR;
  const count = state.nearCount[row] ?? 0;
  const bias = features * classes;
  for (let i = 0; i < count; i += 1) margins[i] = weights[bias + (near[first + i] ?? 0)] ?? 0;
  const end = start[row + 1] ?? 0;
  for (let k = start[row] ?? 0; k < end; k += 1) {
    const value = values[k] ?? 0;
    const from = (ids[k] ?? 0) * classes;
    for (let i = 0; i < count; i += 1)
      margins[i] = (margins[i] ?? 0) + (weights[from + (near[first + i] ?? 0)] ?? 0) * value;
  }
  for (let i = 0; i < count; i += 1) correct(problem, state, row, near[first + i] ?? 0, margins[i] ?? 0, steps);
}

/** One step of the descent: the best alpha of this row for this class while all others stand still. */
function correct(problem: ManyProblem, state: ManyState, row: number, c: number, margin: number, steps: Steps): void {
  const { actual, classes, cost } = problem;
  const sign = actual[row] === c ? 1 : -1;
  const soft = 0.5 / cost;
  const old = state.alpha[row * classes + c] ?? 0;
  // A row has length 1, and the feature of the bias is 1.
  const next = Math.max(0, old - (sign * margin - 1 + old * soft) / (2 + soft));
  const step = next - old;
  if (Math.abs(step) < SMALLEST_STEP) return;
  state.alpha[row * classes + c] = next;
  take(steps, c, step * sign);
}
