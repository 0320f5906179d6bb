/**
 * The weights of every class, and for every row the margins of a model that has not seen it. The folds share
 * the features and begin from the solution of all rows, so that five folds cost about two trainings.
 */
import type { SparseRows } from './rows.ts';
import type { Learning, Settings } from './learning.ts';
import { learnManyMargins, MANY_CLASSES } from './learn-many.ts';
import { trainSvm } from './svm.ts';

const FOLD_ROUNDS = 10;

/** Margins row by row, one for each class, each by a model that was trained without the row's fold. */
export function learnMargins(learning: Learning): Float32Array {
  const { actual, classes, folds, fold } = learning;
  if (classes > MANY_CLASSES) return learnManyMargins(learning);
  const margins = new Float32Array(actual.length * classes);
  const all = Int32Array.from(actual.keys());
  const heldOut = Array.from({ length: folds }, (_, f) => all.filter((row) => fold[row] === f));
  // Of two classes one is the mirror of the other.
  const trained = classes === 2 ? 1 : classes;
  for (let c = 0; c < trained; c += 1) {
    const place = classes === 2 ? 1 : c;
    learnClass(learning, place, all, heldOut, margins);
    learning.onProgress((c + 1) / trained);
  }
  return margins;
}

function learnClass(
  learning: Learning,
  place: number,
  rows: Int32Array,
  heldOut: Int32Array[],
  margins: Float32Array,
): void {
  const { data, actual, classes, settings, seed, scratch } = learning;
  const sign = new Int8Array(actual.length);
  for (let row = 0; row < sign.length; row += 1) sign[row] = actual[row] === place ? 1 : -1;
  const scaleWithout = scalesOf(learning, sign);
  const problem = { data, sign, cost: settings.cost, scratch, seed, tolerance: settings.tolerance };
  const alpha = new Float32Array(data.rows);
  const weights = trainSvm({ ...problem, rows, scale: scaleWithout(null), maxRounds: settings.rounds }, alpha);
  learning.store(place, weights);
  if (classes === 2) {
    const mirrored = weights.map((each) => -each);
    learning.store(0, mirrored);
  }
  heldOut.forEach((held, f) => {
    const others = withoutFold(rows, learning.fold, f);
    const maxRounds = Math.min(settings.rounds, FOLD_ROUNDS);
    const learned = trainSvm({ ...problem, rows: others, scale: scaleWithout(held), maxRounds }, alpha.slice());
    for (const row of held) {
      const margin = marginOf(data, row, learned);
      margins[row * classes + place] = margin;
      if (classes === 2) margins[row * classes] = -margin;
    }
  });
}

function withoutFold(rows: Int32Array, fold: Uint8Array, left: number): Int32Array {
  const kept = new Int32Array(rows.length);
  let count = 0;
  for (const row of rows) {
    if (fold[row] === left) continue;
    kept[count] = row;
    count += 1;
  }
  return kept.subarray(0, count);
}

/** Gives the scale of the features as the rows show it that are not held out; null when features stay as they are. */
function scalesOf({ data, settings }: Learning, sign: Int8Array): (held: Int32Array | null) => Float32Array | null {
  if (settings.bayes === 0) return () => null;
  const all = countFeatures(data, sign, Int32Array.from(sign.keys()));
  return (held) => scaleOf(all, held === null ? null : countFeatures(data, sign, held), settings);
}

export function marginOf(data: SparseRows, row: number, weights: Float32Array): number {
  let sum = weights[data.features] ?? 0;
  const end = data.start[row + 1] ?? 0;
  for (let k = data.start[row] ?? 0; k < end; k += 1) sum += (weights[data.ids[k] ?? 0] ?? 0) * (data.values[k] ?? 0);
  return sum;
}

interface FeatureCounts {
  own: Int32Array;
  other: Int32Array;
  ownRows: number;
  otherRows: number;
}

function countFeatures(data: SparseRows, sign: Int8Array, rows: Int32Array): FeatureCounts {
  const counts: FeatureCounts = {
    own: new Int32Array(data.features),
    other: new Int32Array(data.features),
    ownRows: 0,
    otherRows: 0,
  };
  for (const row of rows) {
    const own = sign[row] === 1;
    if (own) counts.ownRows += 1;
    else counts.otherRows += 1;
    const target = own ? counts.own : counts.other;
    const end = data.start[row + 1] ?? 0;
    for (let k = data.start[row] ?? 0; k < end; k += 1) {
      const id = data.ids[k] ?? 0;
      target[id] = (target[id] ?? 0) + 1;
    }
  }
  return counts;
}

/** Naive Bayes weighting (Wang and Manning, ACL 2012), over the rows of `all` that are not in `without`. */
function scaleOf(all: FeatureCounts, without: FeatureCounts | null, settings: Settings): Float32Array {
  const scale = new Float32Array(all.own.length);
  const ownRows = all.ownRows - (without?.ownRows ?? 0) + 2;
  const otherRows = all.otherRows - (without?.otherRows ?? 0) + 2;
  for (let id = 0; id < scale.length; id += 1) {
    const own = (all.own[id] ?? 0) - (without?.own[id] ?? 0) + 1;
    const other = (all.other[id] ?? 0) - (without?.other[id] ?? 0) + 1;
    const ratio = Math.log((own * otherRows) / (ownRows * other));
    scale[id] = settings.plain + settings.bayes * Math.abs(ratio);
  }
  return scale;
}
