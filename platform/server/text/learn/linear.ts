/** What has been learned, as numbers: one weight for each feature and class, and how to read a text with them. */
import type { Calibration } from './calibrate.ts';
import { gramsOf, SHAPE, type Grams } from './grams.ts';
import type { HeldOut } from './judge.ts';
import { damp, HashTable } from './rows.ts';
import type { LearnText, Skipped } from './types.ts';

export interface LinearModel {
  labels: string[];
  /** The features, by id. */
  hashes: Int32Array;
  worth: Float32Array;
  /** The classes of feature 0, then of feature 1 and so on; times `step` of the class. */
  weights: Int16Array;
  step: Float32Array;
  bias: Float32Array;
  calibration: Calibration;
  /** By label: the least confidence that is acted upon. */
  thresholds: (number | null)[];
  precision: number;
  heldOut: HeldOut;
  trainSeconds: number;
  skipped: Skipped[];
}

/** Largest number of a 16-bit weight; 32767 steps are finer than what a row's rounding moves. */
const FINEST = 32767;

/** Puts the weights of one class (bias last) among those of the others. */
export function storeWeights(
  target: Pick<LinearModel, 'weights' | 'step' | 'bias'>,
  classes: number,
  place: number,
  weights: Float32Array,
): void {
  const features = weights.length - 1;
  let largest = 0;
  for (let id = 0; id < features; id += 1) largest = Math.max(largest, Math.abs(weights[id] ?? 0));
  const step = largest > 0 ? largest / FINEST : 1;
  for (let id = 0; id < features; id += 1) target.weights[id * classes + place] = Math.round((weights[id] ?? 0) / step);
  target.step[place] = step;
  target.bias[place] = weights[features] ?? 0;
}

const MOST_TIMES = 255;
const dampedTimes = Float64Array.from({ length: MOST_TIMES + 1 }, (_, times) => damp(times));

/** Reads texts with one model; holds buffers, so one text at a time. */
export class Reader {
  /** Features of the text just read, how often they stand in it, and their values; `count` of them. */
  ids = new Int32Array(4096);
  times = new Int32Array(4096);
  values = new Float32Array(4096);
  count = 0;
  readonly model: LinearModel;
  private readonly table: HashTable;
  private readonly place: Int32Array;
  private textRead: LearnText | undefined;

  constructor(model: LinearModel) {
    this.model = model;
    this.table = new HashTable(model.hashes.length);
    for (const hash of model.hashes) this.table.findOrAdd(hash);
    this.place = new Int32Array(model.hashes.length).fill(-1);
  }

  /** Of the text just read. */
  get grams(): Grams {
    return gramsOf(this.textRead ?? { body: '' });
  }

  /** The id of the feature of a gram, or -1 when it was never learned. */
  idOf(hash: number): number {
    return this.table.find(hash);
  }

  hasRead(text: LearnText): boolean {
    return this.textRead === text;
  }

  read(text: LearnText): void {
    if (this.hasRead(text)) return;
    const grams = gramsOf(text);
    this.makeRoom(grams.count);
    const { ids, times, place } = this;
    let count = 0;
    let words = false;
    for (let i = 0; i < grams.count; i += 1) {
      const id = this.table.find(grams.hash[i] ?? 0);
      if (id < 0) continue;
      words ||= grams.field[i] !== SHAPE;
      const at = place[id] ?? -1;
      if (at >= 0) times[at] = (times[at] ?? 0) + 1;
      else {
        place[id] = count;
        ids[count] = id;
        times[count] = 1;
        count += 1;
      }
    }
    for (let i = 0; i < count; i += 1) place[ids[i] ?? 0] = -1;
    this.accept(text, count, words);
  }

  makeRoom(count: number): void {
    if (count <= this.ids.length) return;
    this.ids = new Int32Array(count * 2);
    this.times = new Int32Array(count * 2);
    this.values = new Float32Array(count * 2);
  }

  /** `ids` and `times` hold the features of the text; `words`: one of them is more than its shape. */
  accept(text: LearnText, count: number, words: boolean): void {
    this.weigh(count);
    // Of a text without one known word its length says nothing.
    this.count = words ? count : 0;
    this.textRead = text;
  }

  private weigh(count: number): void {
    const { ids, values, times } = this;
    const { worth } = this.model;
    let square = 0;
    for (let i = 0; i < count; i += 1) {
      const value = (dampedTimes[Math.min(MOST_TIMES, times[i] ?? 1)] ?? 0) * (worth[ids[i] ?? 0] ?? 0);
      values[i] = value;
      square += value * value;
    }
    const scale = square > 0 ? 1 / Math.sqrt(square) : 0;
    for (let i = 0; i < count; i += 1) values[i] = (values[i] ?? 0) * scale;
  }

  /** Margins of the text just read, by class. */
  margins(into: Float32Array): void {
    const { ids, values, count } = this;
    const { weights, step, bias } = this.model;
    const classes = into.length;
    into.fill(0);
    for (let i = 0; i < count; i += 1) {
      const value = values[i] ?? 0;
      const from = (ids[i] ?? 0) * classes;
      for (let c = 0; c < classes; c += 1) into[c] = (into[c] ?? 0) + value * (weights[from + c] ?? 0);
    }
    for (let c = 0; c < classes; c += 1) into[c] = (into[c] ?? 0) * (step[c] ?? 0) + (bias[c] ?? 0);
  }
}
