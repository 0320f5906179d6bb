export { crossValidate } from './cross-validate.ts';
export { evaluateModel, loadTextModel, openPanel, type ModelPanel } from './text-model.ts';
export { trainTextModel } from './train.ts';
export { trainInWorker } from './train-in-worker.ts';
export { ModelFormatError, NotEnoughToLearn } from './types.ts';
export type {
  ClassReport,
  CurvePoint,
  LabelledText,
  LearnReport,
  LearnText,
  Prediction,
  RankedLabel,
  Skipped,
  TextModel,
  TrainOptions,
  WordWeight,
} from './types.ts';
