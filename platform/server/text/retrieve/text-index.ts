import type { Hit, IndexedText, TextQuery } from './index.ts';
import { Postings } from './postings.ts';
import { queryTerms, type QueryTerm } from './query-terms.ts';
import { SecondLook, type WeighedTerm } from './second-look.ts';
import { TextStore } from './text-store.ts';

/** BM25's own two numbers: how fast repeats saturate, how much length counts. */
export const tuning = {
  saturation: 1.2,
  lengthShare: 0.75,
  idfPower: 1,
  scale2: 1,
  look: 200,
  budget: 1_500_000,
  terms: 128,
  common: 0.3,
};

/** Texts of a company, found by what they say. Everything in memory; about 1 kB for a message of 350 characters. */
export class TextIndex {
  readonly #store = new TextStore();
  readonly #postings = new Postings(this.#store);
  #scores = new Float32Array(1 << 10);
  #tokens = 0;

  static build(texts: Iterable<IndexedText>): TextIndex {
    const index = new TextIndex();
    for (const text of texts) index.#put(text);
    index.#postings.update(0);
    return index;
  }

  get size(): number {
    return this.#store.size;
  }

  add(text: IndexedText): void {
    this.#postings.update(this.#put(text));
  }

  remove(id: string): boolean {
    return this.#store.remove(id);
  }

  /** The best first. Nothing in common with the query: not in the answer. */
  search(query: TextQuery, limit: number): Hit[] {
    const terms = this.#weigh(queryTerms(query));
    const candidates = this.#candidates(terms, Math.max(limit, tuning.look));
    const look = new SecondLook(this.#store, terms, this.#averageLength());
    const hits = candidates.map((text) => ({ text, score: look.score(text) }));
    hits.sort((a, b) => b.score - a.score || a.text - b.text);
    return hits
      .slice(0, limit)
      .filter((hit) => hit.score > 0)
      .map(({ text, score }) => ({ id: this.#store.ids[text] ?? '', score, words: look.words(text) }));
  }

  #put(text: IndexedText): number {
    const number = this.#store.add(text);
    this.#tokens += this.#store.length(number);
    return number;
  }

  #averageLength(): number {
    return Math.max(1, this.#tokens / Math.max(1, this.#store.count));
  }

  #weigh(terms: readonly QueryTerm[]): WeighedTerm[] {
    const total = Math.max(1, this.#store.count);
    return terms.map((term) => {
      const gram = term.span === 3 ? -1 : this.#postings.find(term.key);
      const frequency = gram < 0 ? 0 : this.#postings.frequency(gram);
      const rarity = Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
      return { ...term, gram, frequency, worth: term.weight * rarity ** tuning.idfPower };
    });
  }

  /** The numbers of the texts that the posted grams alone rank highest, in no order. */
  #candidates(terms: readonly WeighedTerm[], most: number): number[] {
    const scores = this.#emptyScores();
    const touched: number[] = [];
    const average = this.#averageLength();
    const raise = (posting: number, worth: number): void => {
      const text = posting >>> 8;
      const times = posting & 255;
      const norm =
        tuning.saturation * (1 - tuning.lengthShare + (tuning.lengthShare * this.#store.length(text)) / average);
      const before = scores[text] ?? 0;
      if (before === 0) touched.push(text);
      scores[text] = before + (worth * times * (tuning.saturation + 1)) / (times + norm);
    };
    for (const { gram, worth } of this.#affordable(terms)) {
      for (const posting of this.#postings.packed(gram)) raise(posting, worth);
      for (const posting of this.#postings.tail(gram)) raise(posting, worth);
    }
    const live = touched.filter((text) => this.#store.isLive(text));
    const floor = nthLargest(
      live.map((text) => scores[text] ?? 0),
      most,
    );
    const best = live.filter((text) => (scores[text] ?? 0) >= floor).slice(0, most * 2);
    for (const text of touched) scores[text] = 0;
    return best;
  }

  #affordable(terms: readonly WeighedTerm[]): WeighedTerm[] {
    const posted = terms.filter((term) => term.posted && term.frequency > 0).sort((a, b) => b.worth - a.worth);
    let spent = 0;
    return posted.slice(0, tuning.terms).filter((term, place) => {
      spent += term.frequency;
      return (
        place === 0 || (spent <= tuning.budget && (place < 3 || term.frequency <= this.#store.count * tuning.common))
      );
    });
  }

  #emptyScores(): Float32Array {
    if (this.#scores.length < this.#store.count) this.#scores = new Float32Array(this.#store.count * 2);
    return this.#scores;
  }
}

const nthLargest = (values: readonly number[], n: number): number => {
  if (values.length <= n) return 0;
  return Float32Array.from(values).sort()[values.length - n] ?? 0;
};
