import type { QueryTerm } from './query-terms.ts';
import type { TextStore } from './text-store.ts';
import { GAP, pairOf } from './tokens.ts';

export interface WeighedTerm extends QueryTerm {
  /** Its number among the postings, or -1. */
  readonly gram: number;
  readonly frequency: number;
  /** Its part of everything that the texts say, among grams as long as it. */
  readonly share: number;
  /** Weight times rarity. */
  readonly worth: number;
}

/**
 * What a shared gram is worth, by its number of tokens: for being likelier here than anywhere (a language model with
 * Dirichlet smoothing), and, times its rarity, for being there at all and for standing near the beginning, where people
 * say what it is about. Fitted by logistic regression on one half of 4,326 pairs of title and body and tried on the
 * other, both ways round; these are the means. Eighteen further features together added half a point: see docs/accuracy.md.
 */
const likelihood = { 1: 2.1, 2: 2.3 } as const;
const presence = { 1: 1.8, 2: 0.95 } as const;
const nearBeginning = { 1: 0.9, 2: 0.5 } as const;
const beginningTokens = 80;
/** Tokens of the whole collection that each text is smoothed with. */
const smoothing = { 1: 300, 2: 150 } as const;
/** A text of this part of the usual length loses and gains nothing by its length. */
const neutralLength = 0.25;
/** Below about this a score fades out instead of falling below 0, so that scores can be compared with a text's own. */
const scoreScale = 10;
const filterMask = 0xffff;
const mostWords = 8;

/** Reads the best candidates token by token: what postings cannot tell (single characters, order, nearness) counts here. */
export class SecondLook {
  readonly #store: TextStore;
  readonly #terms: readonly WeighedTerm[];
  readonly #neutralLength: number;
  readonly #placeOf = new Map<number, number>();
  readonly #times: Float32Array;
  readonly #firstAt: Uint32Array;
  readonly #filter = new Uint8Array(filterMask + 1);

  constructor(store: TextStore, terms: readonly WeighedTerm[], averageLength: number) {
    this.#store = store;
    this.#terms = terms;
    this.#neutralLength = averageLength * neutralLength;
    this.#times = new Float32Array(terms.length);
    this.#firstAt = new Uint32Array(terms.length);
    terms.forEach((term, place) => {
      this.#placeOf.set(term.key, place);
      this.#filter[term.key & filterMask] = 1;
    });
  }

  /** Above 0; exactly 0 when nothing is shared. */
  score(text: number): number {
    this.#read(text);
    const length = this.#store.length(text);
    let score = 0;
    let shared = false;
    this.#terms.forEach(({ span, share, weight, worth }, place) => {
      // What no text says tells none of them apart.
      if (share === 0) return;
      const times = this.#times[place] ?? 0;
      const smooth = smoothing[span];
      const brevity = (this.#neutralLength + smooth) / (length + smooth);
      score += weight * likelihood[span] * Math.log((1 + times / (share * smooth)) * brevity);
      if (times === 0) return;
      shared = true;
      const early = (this.#firstAt[place] ?? 0) < beginningTokens ? nearBeginning[span] : 0;
      score += worth * (presence[span] + early);
    });
    return shared ? softplus(score / scoreScale) : 0;
  }

  words(text: number): string[] {
    this.#read(text);
    const shared = this.#terms.filter((term, place) => term.posted && (this.#times[place] ?? 0) > 0);
    return shared
      .sort((a, b) => b.worth - a.worth)
      .slice(0, mostWords)
      .map((term) => term.shown);
  }

  #read(text: number): void {
    this.#times.fill(0);
    const tokens = this.#store.tokens(text);
    const titleEnd = this.#store.titleEnd(text);
    let previous = GAP;
    for (let at = 0; at < tokens.length; at += 1) {
      const token = tokens[at] ?? GAP;
      const known = token !== GAP && this.#met(token, at, titleEnd);
      if (known && previous !== GAP) this.#met(pairOf(previous, token), at, titleEnd);
      previous = known ? token : GAP;
    }
  }

  /** A pair can only be the query's when both its tokens are: most tokens are done with after one look at the filter. */
  #met(key: number, at: number, titleEnd: number): boolean {
    if (this.#filter[key & filterMask] === 0) return false;
    const place = this.#placeOf.get(key);
    if (place === undefined) return false;
    if (this.#times[place] === 0) this.#firstAt[place] = at;
    this.#times[place] = (this.#times[place] ?? 0) + (at < titleEnd ? 2 : 1);
    return true;
  }
}

/** Positive and rising everywhere, nearly the value itself above 3. */
const softplus = (value: number): number => (value > 30 ? value : Math.log1p(Math.exp(value)));
