/**
 * Linear support vector machine, L2 regularised, squared hinge, by dual coordinate descent (Hsieh et al.,
 * ICML 2008, algorithm 1 with the shrinking of section 3.2), one class against the rest.
 */
import { randomFrom } from './random.ts';
import type { SparseRows } from './rows.ts';

export interface SvmProblem {
  data: SparseRows;
  /** The rows that are learned from. */
  rows: Int32Array;
  /** By row: 1 of the class, -1 of another. */
  sign: Int8Array;
  /** Cost of a row on the wrong side. */
  cost: number;
  /** Multiplies each feature (naive Bayes weighting); null: the rows as they are, each of length 1. */
  scale: Float32Array | null;
  /** Room for the scaled values, as long as `data.values`; what it held is overwritten. */
  scratch: Float32Array;
  seed: number;
  tolerance: number;
  maxRounds: number;
}

interface Descent {
  problem: SvmProblem;
  /** Weights of the scaled features; the last is the bias, whose feature is always 1. */
  weights: Float32Array;
  values: Float32Array;
  alpha: Float32Array;
  diagonal: Float32Array;
  softness: Float32Array;
}

/**
 * The weights for the features as they are in `data`, bias last. `alpha` (one per row of `data`) is where the
 * descent begins and is left where it ends: a fold starts from the solution of all rows and needs few rounds.
 */
export function trainSvm(problem: SvmProblem, alpha: Float32Array): Float32Array {
  const { data, rows, scale } = problem;
  const descent: Descent = {
    problem,
    weights: new Float32Array(data.features + 1),
    values: scale === null ? data.values : problem.scratch,
    alpha,
    diagonal: new Float32Array(data.rows),
    softness: new Float32Array(data.rows),
  };
  for (const row of rows) prepareRow(descent, row);
  descend(descent);
  const { weights } = descent;
  if (scale === null) return weights;
  for (let id = 0; id < data.features; id += 1) weights[id] = (weights[id] ?? 0) * (scale[id] ?? 0);
  return weights;
}

function prepareRow({ problem, weights, values, alpha, diagonal, softness }: Descent, row: number): void {
  const { data, scale, sign } = problem;
  const { start, ids } = data;
  const step = (alpha[row] ?? 0) * (sign[row] ?? 0);
  const from = start[row] ?? 0;
  const end = start[row + 1] ?? 0;
  let square = 2;
  if (scale !== null) {
    square = 1;
    for (let k = from; k < end; k += 1) {
      const value = (data.values[k] ?? 0) * (scale[ids[k] ?? 0] ?? 0);
      values[k] = value;
      square += value * value;
    }
  }
  if (step !== 0) {
    for (let k = from; k < end; k += 1) {
      const id = ids[k] ?? 0;
      weights[id] = (weights[id] ?? 0) + step * (values[k] ?? 0);
    }
    weights[data.features] = (weights[data.features] ?? 0) + step;
  }
  const soft = 0.5 / problem.cost;
  softness[row] = soft;
  diagonal[row] = square + soft;
}

function descend(descent: Descent): void {
  const { problem } = descent;
  const order = problem.rows.slice();
  const random = randomFrom(problem.seed);
  let active = order.length;
  let shrinkAbove = Infinity;
  for (let round = 0; round < problem.maxRounds; round += 1) {
    shuffle(order, active, random);
    const bounds = { highest: -Infinity, lowest: Infinity };
    active = descendOnce(descent, order, active, shrinkAbove, bounds);
    if (bounds.highest - bounds.lowest <= problem.tolerance) {
      if (active === order.length) return;
      active = order.length;
      shrinkAbove = Infinity;
    } else shrinkAbove = bounds.highest <= 0 ? Infinity : bounds.highest;
  }
}

function shuffle(order: Int32Array, count: number, random: () => number): void {
  for (let i = 0; i < count; i += 1) {
    const j = i + Math.floor(random() * (count - i));
    const swap = order[i] ?? 0;
    order[i] = order[j] ?? 0;
    order[j] = swap;
  }
}

/** One round over the active rows; gives how many stay active. */
function descendOnce(
  { problem, weights, values, alpha, diagonal, softness }: Descent,
  order: Int32Array,
  count: number,
  shrinkAbove: number,
  bounds: { highest: number; lowest: number },
): number {
  const { data, sign } = problem;
  const { start, ids, features } = data;
  let active = count;
  for (let s = 0; s < active; s += 1) {
    const row = order[s] ?? 0;
    const y = sign[row] ?? 0;
    const from = start[row] ?? 0;
    const end = start[row + 1] ?? 0;
    let dot = weights[features] ?? 0;
    for (let k = from; k < end; k += 1) {
      dot += (weights[ids[k] ?? 0] ?? 0) * (values[k] ?? 0);
    }
    const old = alpha[row] ?? 0;
    const gradient = y * dot - 1 + old * (softness[row] ?? 0);
    if (old === 0 && gradient > shrinkAbove) {
      active -= 1;
      order[s] = order[active] ?? 0;
      order[active] = row;
      s -= 1;
      continue;
    }
    const projected = old === 0 && gradient > 0 ? 0 : gradient;
    if (projected > bounds.highest) bounds.highest = projected;
    if (projected < bounds.lowest) bounds.lowest = projected;
    if (Math.abs(projected) < 1e-6) continue;
    const next = Math.max(0, old - gradient / (diagonal[row] ?? 1));
    alpha[row] = next;
    const step = (next - old) * y;
    for (let k = from; k < end; k += 1) {
      const id = ids[k] ?? 0;
      weights[id] = (weights[id] ?? 0) + step * (values[k] ?? 0);
    }
    weights[features] = (weights[features] ?? 0) + step;
  }
  return active;
}
