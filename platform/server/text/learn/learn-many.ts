import type { Learning } from './learning.ts';
import { copyWithout, descendMany, type ManyProblem, type ManyState, marginsOf, newState } from './svm-many.ts';

/** Above this many classes they are learned all at once; below, each has features weighted for itself. */
export const MANY_CLASSES = 16;

/** In the others a row is shown only to the classes near it. Eight rounds, four of them for every class, brought no more. */
const ROUNDS = 6;
const forEveryClass = new Set([0, 1, 3]);
const FOLD_ROUNDS = 3;

/**
 * Stores the weights of every class, and gives for every row the margins of a model that has not seen it. A fold
 * begins where all rows ended, less what its own rows had put in, and needs few rounds from there.
 */
export function learnManyMargins(learning: Learning): Float32Array {
  const { data, actual, classes, settings, seed, fold, folds } = learning;
  const problem: ManyProblem = { data, actual, classes, cost: settings.cost, seed };
  const all = Int32Array.from(actual.keys());
  const state = newState(problem);
  descendMany(problem, state, all, ROUNDS, (round) => forEveryClass.has(round));
  storeAll(learning, state.weights);
  learning.onProgress(0.5);
  const margins = new Float32Array(actual.length * classes);
  const without: ManyState = newState(problem);
  for (let f = 0; f < folds; f += 1) {
    const held = all.filter((row) => fold[row] === f);
    copyWithout(problem, state, held, without);
    const others = all.filter((row) => fold[row] !== f);
    descendMany(problem, without, others, FOLD_ROUNDS, () => false);
    for (const row of held)
      marginsOf(problem, without.weights, row, margins.subarray(row * classes, (row + 1) * classes));
    learning.onProgress(0.5 + (0.5 * (f + 1)) / folds);
  }
  return margins;
}

function storeAll({ data, classes, store }: Learning, weights: Float32Array): void {
  const own = new Float32Array(data.features + 1);
  for (let c = 0; c < classes; c += 1) {
    for (let id = 0; id <= data.features; id += 1) own[id] = weights[id * classes + c] ?? 0;
    store(c, own);
  }
}
