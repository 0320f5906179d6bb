/**
 * With many classes most rows are far from most classes. Each class then learns from its own rows, from the rows
 * that lie near it, and from a sample of the rest that counts for all of it.
 */
import type { SparseRows } from './rows.ts';

/** Up to this many classes every class sees every row. */
export const MANY_CLASSES = 16;
const NEAR_CLASSES = 10;
const REST_SAMPLED = 8;

export interface ClassRows {
  rows: Int32Array;
  /** By row: how many rows it stands for. */
  weight: Float32Array;
}

/** For each row its nearest classes by the centroids of the classes, `NEAR_CLASSES` a row. */
export function nearestClasses(data: SparseRows, actual: Int32Array, classes: number): Uint16Array {
  const centroids = new Float32Array(data.features * classes);
  const sizes = new Int32Array(classes);
  for (const label of actual) sizes[label] = (sizes[label] ?? 0) + 1;
  for (let row = 0; row < data.rows; row += 1) {
    const label = actual[row] ?? 0;
    const share = 1 / Math.max(1, sizes[label] ?? 1);
    const end = data.start[row + 1] ?? 0;
    for (let k = data.start[row] ?? 0; k < end; k += 1) {
      const at = (data.ids[k] ?? 0) * classes + label;
      centroids[at] = (centroids[at] ?? 0) + share * (data.values[k] ?? 0);
    }
  }
  const nearest = new Uint16Array(data.rows * NEAR_CLASSES);
  const scores = new Float32Array(classes);
  for (let row = 0; row < data.rows; row += 1) {
    scores.fill(0);
    const end = data.start[row + 1] ?? 0;
    for (let k = data.start[row] ?? 0; k < end; k += 1) {
      const from = (data.ids[k] ?? 0) * classes;
      const value = data.values[k] ?? 0;
      for (let c = 0; c < classes; c += 1) scores[c] = (scores[c] ?? 0) + value * (centroids[from + c] ?? 0);
    }
    for (let place = 0; place < NEAR_CLASSES; place += 1) {
      let best = 0;
      for (let c = 1; c < classes; c += 1) if ((scores[c] ?? 0) > (scores[best] ?? 0)) best = c;
      nearest[row * NEAR_CLASSES + place] = best;
      scores[best] = -1;
    }
  }
  return nearest;
}

function isNear(nearest: Uint16Array, row: number, place: number): boolean {
  const end = (row + 1) * NEAR_CLASSES;
  for (let at = row * NEAR_CLASSES; at < end; at += 1) if (nearest[at] === place) return true;
  return false;
}

/** The rows one class learns from. */
export function rowsForClass(nearest: Uint16Array, actual: Int32Array, place: number): ClassRows {
  const weight = new Float32Array(actual.length);
  const rows: number[] = [];
  let passed = place;
  for (let row = 0; row < actual.length; row += 1) {
    if (actual[row] !== place && !isNear(nearest, row, place)) {
      passed += 1;
      if (passed % REST_SAMPLED !== 0) continue;
      weight[row] = REST_SAMPLED;
    } else weight[row] = 1;
    rows.push(row);
  }
  return { rows: Int32Array.from(rows), weight };
}
