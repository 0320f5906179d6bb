export interface LearnText {
  readonly title?: string;
  readonly body: string;
}

export interface LabelledText extends LearnText {
  readonly label: string;
  /** Rows of one group (copies, resubmissions, one customer) never stand on both sides of a fold. */
  readonly group?: string;
}

export interface TrainOptions {
  readonly folds?: number;
  readonly seed?: number;
  /** What share of the decisions the machine takes alone must be right, 0..1. */
  readonly precision?: number;
  /** Called with the part done, 0..1. */
  readonly onProgress?: (part: number) => void;
}

export interface ClassReport {
  label: string;
  support: number;
  precision: number;
  recall: number;
  f1: number;
  /** The least confidence that is acted upon; null: no confidence reaches the precision asked for. */
  threshold: number | null;
  /** Share of all rows that are given this label at or above its threshold. */
  coverage: number;
}

export interface CurvePoint {
  threshold: number;
  coverage: number;
  precision: number;
}

export interface Skipped {
  /** sampled: there were more rows than are learned from, and a sample of them was taken. */
  reason: 'empty' | 'too_few' | 'one_class' | 'sampled';
  count: number;
}

/** All figures are of rows the model had not seen: held-out folds, or the rows of another file. */
export interface LearnReport {
  rows: number;
  accuracy: number;
  macroF1: number;
  perClass: ClassReport[];
  labels: string[];
  /** Rows by the true label, columns by the predicted one, in the order of `labels`. */
  confusion: number[][];
  /** Coverage against precision when one confidence is asked of every class. */
  curve: CurvePoint[];
  /** The largest share of rows, most confident first, that is right as often as asked. */
  coverageAtPrecision: number;
  precisionAsked: number;
  /** What the thresholds of the classes really decide alone, and how often that is right. */
  decided: { coverage: number; precision: number };
  trainSeconds: number;
  skipped: Skipped[];
}

export interface RankedLabel {
  label: string;
  confidence: number;
}

export interface Prediction {
  label: string;
  /** Calibrated on held-out rows, 0..1. */
  confidence: number;
  /** At or above the threshold of its class. */
  sure: boolean;
  /** Best first, at most 5. */
  ranked: RankedLabel[];
}

export interface WordWeight {
  word: string;
  weight: number;
}

export interface TextModel {
  readonly labels: readonly string[];
  readonly report: LearnReport;
  predict(text: LearnText): Prediction;
  /** The words of the text that spoke most for the label, as the customer wrote them, best first. */
  explain(text: LearnText, label: string, limit?: number): WordWeight[];
  /** The same model with the thresholds for another precision. */
  withPrecision(precision: number): TextModel;
  toBytes(): Uint8Array;
}

export class ModelFormatError extends Error {
  override readonly name = 'ModelFormatError';
  readonly reason: 'newer' | 'damaged';
  constructor(reason: 'newer' | 'damaged', message: string) {
    super(message);
    this.reason = reason;
  }
}

export class NotEnoughToLearn extends Error {
  override readonly name = 'NotEnoughToLearn';
  readonly reason: 'no_rows' | 'one_class' | 'too_few';
  constructor(reason: 'no_rows' | 'one_class' | 'too_few', message: string) {
    super(message);
    this.reason = reason;
  }
}
