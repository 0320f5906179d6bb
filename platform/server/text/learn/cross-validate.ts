import { chooseRows } from './choose-rows.ts';
import { assignFolds } from './folds.ts';
import { type HeldOut, judge } from './judge.ts';
import { trainTextModel } from './train.ts';
import type { LabelledText, LearnReport, TrainOptions } from './types.ts';

/**
 * Trains as many whole models as there are folds, each judged by rows that no part of it has seen, not even its
 * calibration or its thresholds: `decided` is what the thresholds of the other folds really reached.
 */
export const crossValidate = (
  given: readonly LabelledText[],
  folds: number,
  options: TrainOptions = {},
): LearnReport => {
  const { rows, labels, actual, groupOf, skipped } = chooseRows(given, options.seed ?? 1);
  const fold = assignFolds(actual, groupOf, Math.max(2, Math.min(folds, rows.length)), options.seed ?? 1);
  const held: HeldOut = {
    predicted: new Uint16Array(rows.length),
    actual: Uint16Array.from(actual),
    confidence: new Float32Array(rows.length),
  };
  const sure = new Uint8Array(rows.length);
  let trainSeconds = 0;
  const used = [...new Set(fold)];
  used.forEach((part, i) => {
    const model = trainTextModel(
      rows.filter((_, row) => fold[row] !== part),
      options,
    );
    trainSeconds += model.report.trainSeconds;
    rows.forEach((text, row) => {
      if (fold[row] !== part) return;
      const prediction = model.predict(text);
      held.predicted[row] = labels.indexOf(prediction.label);
      held.confidence[row] = prediction.confidence;
      sure[row] = prediction.sure ? 1 : 0;
    });
    options.onProgress?.((i + 1) / used.length);
  });
  const none = labels.map(() => null);
  const judged = judge(held, labels, none, options.precision ?? 0.95);
  const decided = rows.map((_, row) => row).filter((row) => sure[row] === 1);
  const right = decided.filter((row) => held.predicted[row] === held.actual[row]).length;
  return {
    ...judged,
    perClass: judged.perClass.map((each, c) => ({
      ...each,
      coverage: decided.filter((row) => held.predicted[row] === c).length / rows.length,
    })),
    decided: { coverage: decided.length / rows.length, precision: right / Math.max(1, decided.length) },
    trainSeconds: trainSeconds / used.length,
    skipped,
  };
};
