import { fitCalibration, largestOf, toChances } from './calibrate.ts';
import { assignFolds } from './folds.ts';
import { findThresholds, type HeldOut } from './judge.ts';
import { MANY_CLASSES } from './learn-many.ts';
import { type LinearModel, storeWeights } from './linear.ts';
import { learnMargins } from './learn-margins.ts';
import type { Settings } from './learning.ts';
import { chooseRows, type ChosenRows } from './choose-rows.ts';
import { countGrams, weighRows, worthOf } from './rows.ts';
import { openModel } from './text-model.ts';
import type { LabelledText, TextModel, TrainOptions } from './types.ts';

const DEFAULT_FOLDS = 5;
const DEFAULT_PRECISION = 0.95;
const DEFAULT_SEED = 1;
const MOST_FEATURES = 600_000;
/** Weights of all classes together; 16 bits each. */
const MOST_WEIGHTS = 24_000_000;

/**
 * Measured on seven sets. With many classes a class has too few rows to say which features are its own, so that
 * rarity has to; where naive Bayes weighting says it, the full logarithm measured worse.
 */
const fewClasses: Settings = { cost: 0.35, rarity: 0.2, plain: 0.4, bayes: 0.75, tolerance: 0.1, rounds: 30 };
const manyClasses: Settings = { cost: 2, rarity: 0.8, plain: 1, bayes: 0, tolerance: 0.3, rounds: 10 };

export const trainTextModel = (rows: readonly LabelledText[], options: TrainOptions = {}): TextModel =>
  trainWithSettings(rows, options);

export const trainWithSettings = (
  rows: readonly LabelledText[],
  options: TrainOptions,
  given?: Settings,
): TextModel => {
  const began = performance.now();
  const seed = options.seed ?? DEFAULT_SEED;
  const chosen = chooseRows(rows, seed);
  const classes = chosen.labels.length;
  const settings = given ?? (classes > MANY_CLASSES ? manyClasses : fewClasses);
  const counted = countGrams(chosen.rows, 2, Math.min(MOST_FEATURES, Math.floor(MOST_WEIGHTS / classes)));
  options.onProgress?.(0.1);
  const worth = worthOf(counted, settings.rarity);
  const data = weighRows(counted, worth);
  const folds = foldsFor(options.folds ?? DEFAULT_FOLDS, chosen);
  const fold = assignFolds(chosen.actual, chosen.groupOf, folds, seed);
  const model = {
    weights: new Int16Array(data.features * classes),
    step: new Float32Array(classes),
    bias: new Float32Array(classes),
  };
  const margins = learnMargins({
    data,
    actual: chosen.actual,
    classes,
    fold,
    folds,
    settings,
    seed,
    scratch: new Float32Array(data.values.length),
    store: (place, learned) => storeWeights(model, classes, place, learned),
    onProgress: (part) => options.onProgress?.(0.1 + 0.85 * part),
  });
  const calibration = fitCalibration(margins, chosen.actual, classes);
  const heldOut = predictHeldOut(margins, chosen.actual, classes, calibration);
  const precision = options.precision ?? DEFAULT_PRECISION;
  const learned: LinearModel = {
    ...model,
    labels: chosen.labels,
    hashes: counted.hashes,
    worth,
    calibration,
    thresholds: findThresholds(heldOut, classes, precision),
    precision,
    heldOut,
    trainSeconds: Math.round(performance.now() - began) / 1000,
    skipped: chosen.skipped,
  };
  options.onProgress?.(1);
  return openModel(learned);
};

/** A label of three rows cannot stand in five folds; two folds are the least. */
function foldsFor(asked: number, chosen: ChosenRows): number {
  return Math.max(2, Math.min(asked, 20, chosen.smallest * 2, chosen.rows.length));
}

function predictHeldOut(
  margins: Float32Array,
  actual: Int32Array,
  classes: number,
  calibration: Parameters<typeof toChances>[2],
): HeldOut {
  const chances = new Float32Array(classes);
  const held: HeldOut = {
    predicted: new Uint16Array(actual.length),
    actual: Uint16Array.from(actual),
    confidence: new Float32Array(actual.length),
  };
  for (let row = 0; row < actual.length; row += 1) {
    toChances(margins, row * classes, calibration, chances);
    const best = largestOf(chances);
    held.predicted[row] = best;
    held.confidence[row] = chances[best] ?? 0;
  }
  return held;
}
