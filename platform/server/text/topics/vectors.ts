import { GramTable } from '../retrieve/gram-table.ts';
import { GAP, isWord, pairOf, readTokens } from '../retrieve/tokens.ts';
import type { TopicText } from './topic.ts';

/** A text as its most telling grams: numbers ascending, weights of length 1 together. */
export interface Vector {
  readonly grams: Uint32Array;
  readonly weights: Float32Array;
}

const titleUnits = 200;
const bodyUnits = 1_200;
const titleTimes = 2;
const mostGrams = 64;
const fewGrams = 8;
/** Below this many texts every gram may matter, since the story may be most of them. */
const fewTexts = 100;
const mostShare = 0.05;

type Visit = (key: number, times: number) => void;

const eachPair = (text: string, units: number, times: number, visit: Visit): void => {
  const { ids } = readTokens(text, units);
  let previous = GAP;
  for (const token of ids) {
    if (token !== GAP) {
      if (isWord(token)) visit(token, times);
      if (previous !== GAP) visit(pairOf(previous, token), times);
    }
    previous = token;
  }
};

const eachGram = (text: TopicText, visit: Visit): void => {
  eachPair(text.title ?? '', titleUnits, titleTimes, visit);
  eachPair(text.body, bodyUnits, 1, visit);
};

/** How rare each gram is among the texts it has learned from; what only one text says, or one in twenty, tells no story. */
export class Rarity {
  readonly #table = new GramTable();
  readonly #frequency: number[] = [];
  readonly #total: number;

  constructor(texts: readonly TopicText[]) {
    this.#total = texts.length;
    const last: number[] = [];
    texts.forEach((text, number) => {
      eachGram(text, (key) => {
        const gram = this.#table.findOrAdd(key);
        if (last[gram] === number) return;
        last[gram] = number;
        this.#frequency[gram] = (this.#frequency[gram] ?? 0) + 1;
      });
    });
  }

  get grams(): number {
    return this.#table.size;
  }

  frequency(gram: number): number {
    return this.#frequency[gram] ?? 0;
  }

  vector(text: TopicText): Vector {
    const times = new Map<number, number>();
    eachGram(text, (key, count) => {
      const gram = this.#table.find(key);
      if (gram >= 0) times.set(gram, (times.get(gram) ?? 0) + count);
    });
    const most = Math.max(fewTexts, this.#total * mostShare);
    const weighed: [gram: number, weight: number][] = [];
    const common: [gram: number, weight: number][] = [];
    for (const [gram, count] of times) {
      const frequency = this.frequency(gram);
      if (frequency < 2) continue;
      const list = frequency > most ? common : weighed;
      list.push([gram, (1 + Math.log(count)) * Math.log(1 + this.#total / frequency)]);
    }
    const heaviest = (list: [number, number][]): [number, number][] => list.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    // Short texts that say nothing rare, or a company where everybody tells one story: common grams must do.
    const missing = Math.max(0, fewGrams - weighed.length);
    return unit([...heaviest(weighed).slice(0, mostGrams), ...heaviest(common).slice(0, missing)]);
  }

  /** The gram of a key, or -1. */
  find(key: number): number {
    return this.#table.find(key);
  }
}

const unit = (weighed: [number, number][]): Vector => {
  const length = Math.sqrt(weighed.reduce((sum, [, weight]) => sum + weight * weight, 0));
  weighed.sort((a, b) => a[0] - b[0]);
  return {
    grams: Uint32Array.from(weighed, ([gram]) => gram),
    weights: Float32Array.from(weighed, ([, weight]) => weight / (length || 1)),
  };
};

export const dot = (a: Vector, b: Vector): number => {
  let sum = 0;
  let i = 0;
  let j = 0;
  while (i < a.grams.length && j < b.grams.length) {
    const left = a.grams[i] ?? 0;
    const right = b.grams[j] ?? 0;
    if (left === right) sum += (a.weights[i] ?? 0) * (b.weights[j] ?? 0);
    if (left <= right) i += 1;
    if (right <= left) j += 1;
  }
  return sum;
};
