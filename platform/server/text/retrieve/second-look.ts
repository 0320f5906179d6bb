import type { QueryTerm } from './query-terms.ts';
import type { TextStore } from './text-store.ts';
import { GAP, pairOf, tripleOf } from './tokens.ts';

export interface WeighedTerm extends QueryTerm {
  /** Its number among the postings, or -1. */
  readonly gram: number;
  readonly frequency: number;
  /** Weight times rarity. */
  readonly worth: number;
}

export const knobs = { k: 1.2, b: 0.75, w1: 1, w2: 1, w3: 0, pos: 0, cover: 0, prox: 0, fade: 60, run: 0 };
const filterMask = 0xffff;
const mostWords = 8;

/** Reads the best candidates token by token: what postings cannot tell (single characters, order, nearness) counts here. */
export class SecondLook {
  readonly #store: TextStore;
  readonly #terms: readonly WeighedTerm[];
  readonly #averageLength: number;
  readonly #placeOf = new Map<number, number>();
  readonly #times: Float32Array;
  readonly #filter = new Uint8Array(filterMask + 1);

  constructor(store: TextStore, terms: readonly WeighedTerm[], averageLength: number) {
    this.#store = store;
    this.#terms = terms;
    this.#averageLength = averageLength;
    this.#times = new Float32Array(terms.length);
    terms.forEach((term, place) => {
      this.#placeOf.set(term.key, place);
      this.#filter[term.key & filterMask] = 1;
    });
  }

  score(text: number): number {
    this.#read(text);
    const norm = knobs.k * (1 - knobs.b + (knobs.b * this.#store.length(text)) / this.#averageLength);
    let score = 0;
    this.#terms.forEach((term, place) => {
      const times = this.#times[place] ?? 0;
      if (times === 0) return;
      const w = term.span === 1 ? knobs.w1 : term.span === 2 ? knobs.w2 : knobs.w3;
      score += (w * term.worth * times * (knobs.k + 1)) / (times + norm);
    });
    return score;
  }

  words(text: number): string[] {
    this.#read(text);
    const shared = this.#terms.filter((term, place) => term.span > 1 && (this.#times[place] ?? 0) > 0);
    return shared
      .sort((a, b) => b.worth - a.worth)
      .slice(0, mostWords)
      .map((term) => term.shown);
  }

  #read(text: number): void {
    this.#times.fill(0);
    const tokens = this.#store.tokens(text);
    let before = GAP;
    let previous = GAP;
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] ?? GAP;
      const known = token !== GAP && this.#met(token, at);
      if (known && previous !== GAP && this.#met(pairOf(previous, token), at) && before !== GAP)
        this.#met(tripleOf(before, previous, token), at);
      before = previous;
      previous = known ? token : GAP;
    }
  }

  /** A pair can only be the query's when both its tokens are: most tokens are done with after one look at the filter. */
  #met(key: number, at: number): boolean {
    if (this.#filter[key & filterMask] === 0) return false;
    const place = this.#placeOf.get(key);
    if (place === undefined) return false;
    this.#times[place] = (this.#times[place] ?? 0) + 1 + (knobs.pos > 0 ? knobs.pos * Math.exp(-at / knobs.fade) : 0);
    return true;
  }
}
