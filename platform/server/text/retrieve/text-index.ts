import type { Hit, IndexedText, TextQuery } from './hit.ts';
import { Postings } from './postings.ts';
import { queryTerms, type QueryTerm } from './query-terms.ts';
import { SecondLook, type WeighedTerm } from './second-look.ts';
import { TextStore } from './text-store.ts';

/** BM25's own two numbers: how fast repeats saturate, how much length counts. */
const saturation = 1.2;
const lengthShare = 0.75;
const secondLooks = 150;
/** Bounds of one search: grams asked for, and postings read for them. The rarest grams go first. */
const mostGrams = 96;
const mostPostings = 600_000;
/** A gram of more than this share of the texts is skipped, unless the query has hardly any other. */
const commonShare = 0.2;
const neverSkipped = 3;
const fewTexts = 1_000;
const mostRead = 20_000;

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
    if (terms.length === 0) return [];
    const posted = this.#candidates(terms, Math.max(limit, secondLooks));
    const candidates = posted.length > 0 ? posted : this.#newest();
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
      const gram = this.#postings.find(term.key);
      const frequency = gram < 0 ? 0 : this.#postings.frequency(gram);
      const rarity = Math.log(1 + (total - frequency + 0.5) / (frequency + 0.5));
      const share = gram < 0 ? 0 : this.#postings.share(gram, term.span);
      return { ...term, gram, frequency, share, worth: term.weight * rarity };
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
      const norm = saturation * (1 - lengthShare + (lengthShare * this.#store.length(text)) / average);
      const before = scores[text] ?? 0;
      if (before === 0) touched.push(text);
      scores[text] = before + (worth * times * (saturation + 1)) / (times + norm);
    };
    for (const { gram, worth } of this.#affordable(terms)) {
      for (const posting of this.#postings.packed(gram)) raise(posting, worth);
      for (const posting of this.#postings.tail(gram)) raise(posting, worth);
    }
    const floor = floorOfBest(scores, touched, most);
    const best = touched.filter((text) => (scores[text] ?? 0) >= floor && this.#store.isLive(text));
    for (const text of touched) scores[text] = 0;
    return best.slice(0, most * 2);
  }

  /** Nothing posted in common, such as a query of one character: the newest texts are read instead. */
  #newest(): number[] {
    const { count } = this.#store;
    const from = Math.max(0, count - mostRead);
    return Array.from({ length: count - from }, (_, i) => from + i).filter((text) => this.#store.isLive(text));
  }

  #affordable(terms: readonly WeighedTerm[]): WeighedTerm[] {
    const posted = terms.filter((term) => term.posted && term.frequency > 0).sort((a, b) => b.worth - a.worth);
    const common = Math.max(fewTexts, this.#store.count * commonShare);
    let left = mostPostings;
    return posted.slice(0, mostGrams).filter((term, place) => {
      if (place >= neverSkipped && (term.frequency > common || term.frequency > left)) return false;
      left -= term.frequency;
      return true;
    });
  }

  #emptyScores(): Float32Array {
    if (this.#scores.length < this.#store.count) this.#scores = new Float32Array(this.#store.count * 2);
    return this.#scores;
  }
}

const buckets = 1_024;

/** A score that about `most` of the texts reach: by a histogram, since sorting 50,000 scores would cost more than finding them. */
const floorOfBest = (scores: Float32Array, texts: readonly number[], most: number): number => {
  if (texts.length <= most) return 0;
  let top = 0;
  for (const text of texts) top = Math.max(top, scores[text] ?? 0);
  const counts = new Uint32Array(buckets);
  const scale = (buckets - 1) / top;
  for (const text of texts) {
    const bucket = Math.floor((scores[text] ?? 0) * scale);
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  let reached = 0;
  for (let bucket = buckets - 1; bucket > 0; bucket -= 1) {
    reached += counts[bucket] ?? 0;
    if (reached >= most) return bucket / scale;
  }
  return 0;
};
