import { largestOf, toChances } from './calibrate.ts';
import { explainText } from './explain.ts';
import { findThresholds, type HeldOut, judge } from './judge.ts';
import { Reader, type LinearModel } from './linear.ts';
import { ReaderPanel } from './reader-panel.ts';
import { readModel, writeModel } from './model-bytes.ts';
import type { LabelledText, LearnReport, LearnText, Prediction, TextModel, WordWeight } from './types.ts';

const MOST_RANKED = 5;
const MOST_WORDS = 5;

class LinearTextModel implements TextModel {
  readonly labels: readonly string[];
  readonly report: LearnReport;
  readonly reader: Reader;
  private readonly model: LinearModel;
  private readonly margins: Float32Array;
  private readonly chances: Float32Array;

  constructor(model: LinearModel, reader?: Reader) {
    this.model = model;
    this.labels = model.labels;
    this.reader = reader ?? new Reader(model);
    this.margins = new Float32Array(model.labels.length);
    this.chances = new Float32Array(model.labels.length);
    this.report = {
      ...judge(model.heldOut, model.labels, model.thresholds, model.precision),
      trainSeconds: model.trainSeconds,
      skipped: model.skipped,
    };
  }

  predict(text: LearnText): Prediction {
    this.reader.read(text);
    return this.predictRead();
  }

  /** Of the text that the reader has just read. */
  predictRead(): Prediction {
    this.reader.margins(this.margins);
    toChances(this.margins, 0, this.model.calibration, this.chances);
    const ranked = topOf(this.chances, MOST_RANKED).map((place) => ({
      label: this.labels[place] ?? '',
      confidence: this.chances[place] ?? 0,
    }));
    const best = largestOf(this.chances);
    const confidence = this.chances[best] ?? 0;
    const threshold = this.model.thresholds[best] ?? null;
    // A text of which nothing is known gets the commonest label, and no machine may act on that.
    const sure = threshold !== null && confidence >= threshold && this.reader.count > 0;
    return { label: this.labels[best] ?? '', confidence, sure, ranked };
  }

  explain(text: LearnText, label: string, limit = MOST_WORDS): WordWeight[] {
    const wanted = this.labels.indexOf(label);
    if (wanted < 0) return [];
    this.reader.read(text);
    this.reader.margins(this.margins);
    this.margins[wanted] = -Infinity;
    return explainText(this.model, this.reader, wanted, largestOf(this.margins), limit);
  }

  withPrecision(precision: number): TextModel {
    const thresholds = findThresholds(this.model.heldOut, this.labels.length, precision);
    return new LinearTextModel({ ...this.model, thresholds, precision }, this.reader);
  }

  toBytes(): Uint8Array {
    return writeModel(this.model);
  }
}

function topOf(chances: Float32Array, most: number): number[] {
  const top: number[] = [];
  for (let c = 0; c < chances.length; c += 1) {
    let at = top.length;
    while (at > 0 && (chances[c] ?? 0) > (chances[top[at - 1] ?? 0] ?? 0)) at -= 1;
    if (at < most) top.splice(at, 0, c);
    if (top.length > most) top.pop();
  }
  return top;
}

/** Several models that are asked about the same texts: each text is read once for all of them. */
export interface ModelPanel {
  /** In the order of the models. */
  predict(text: LearnText): Prediction[];
}

export const openPanel = (models: readonly TextModel[]): ModelPanel => {
  const linear = models.filter((model) => model instanceof LinearTextModel);
  if (linear.length < models.length) return { predict: (text) => models.map((model) => model.predict(text)) };
  const panel = new ReaderPanel(linear.map((model) => model.reader));
  return {
    predict: (text) => {
      panel.read(text);
      return linear.map((model) => model.predictRead());
    },
  };
};

export const openModel = (model: LinearModel): TextModel => new LinearTextModel(model);

export const loadTextModel = (bytes: Uint8Array): TextModel => openModel(readModel(bytes));

/** Figures of a model on rows it was not trained on, with the thresholds it has. */
export const evaluateModel = (model: TextModel, rows: readonly LabelledText[]): LearnReport => {
  const labels = [...model.labels];
  const places = new Map(labels.map((label, place) => [label, place]));
  const used = rows.filter((row) => row.label.trim() !== '' && !isEmpty(row));
  const held: HeldOut = {
    predicted: new Uint16Array(used.length),
    actual: new Uint16Array(used.length),
    confidence: new Float32Array(used.length),
  };
  used.forEach((row, i) => {
    const label = row.label.trim();
    let place = places.get(label);
    if (place === undefined) {
      place = labels.length;
      labels.push(label);
      places.set(label, place);
    }
    const { label: given, confidence } = model.predict(row);
    held.predicted[i] = places.get(given) ?? 0;
    held.actual[i] = place;
    held.confidence[i] = confidence;
  });
  const thresholdOf = new Map(model.report.perClass.map((each) => [each.label, each.threshold]));
  const thresholds = labels.map((label) => thresholdOf.get(label) ?? null);
  const skipped = rows.length - used.length;
  return {
    ...judge(held, labels, thresholds, model.report.precisionAsked),
    trainSeconds: model.report.trainSeconds,
    skipped: skipped > 0 ? [{ reason: 'empty', count: skipped }] : [],
  };
};

export const isEmpty = (text: LearnText): boolean => text.body.trim() === '' && (text.title ?? '').trim() === '';
