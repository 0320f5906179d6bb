import { GramTable } from './gram-table.ts';
import type { TextStore } from './text-store.ts';
import { GAP, isWord, pairOf } from './tokens.ts';

const mostTimes = 255;

/**
 * Which texts hold a gram, and how often: `text << 8 | times`, four bytes each. Pairs of neighbours and words of
 * other scripts are posted; single Chinese characters only have their number of texts counted, because nearly
 * every text holds them and a second look at the best candidates weighs them at no cost.
 */
export class Postings {
  readonly #table = new GramTable();
  readonly #store: TextStore;
  #frequency = new Uint32Array(1 << 11);
  #lastText = new Int32Array(1 << 11);
  readonly #singles = new Set<number>();
  #offsets = new Uint32Array(1);
  #packed = new Uint32Array(0);
  /** Texts below this number stand in the packed array, later ones in the tail. */
  #packedTexts = 0;
  /** Sums of all frequencies, of single tokens and of pairs. */
  readonly #totals = { 1: 0, 2: 0 };
  readonly #tail = new Map<number, number[]>();

  constructor(store: TextStore) {
    this.#store = store;
  }

  /** Takes in every text that the store has gained since; packs anew when the tail has grown to a quarter. */
  update(from: number): void {
    const { count } = this.#store;
    const wouldPack = count - this.#packedTexts > Math.max(2_000, this.#packedTexts / 4);
    for (let text = from; text < count; text += 1) this.#count(text, !wouldPack);
    if (wouldPack) this.#pack();
  }

  find(key: number): number {
    return this.#table.find(key);
  }

  frequency(gram: number): number {
    return this.#frequency[gram] ?? 0;
  }

  /** How often a text speaks of this gram, among all grams of its span that texts speak of. */
  share(gram: number, span: 1 | 2): number {
    return this.frequency(gram) / Math.max(1, this.#totals[span]);
  }

  packed(gram: number): Uint32Array {
    // Grams met after the last packing have no place in it.
    if (gram + 1 >= this.#offsets.length) return new Uint32Array(0);
    return this.#packed.subarray(this.#offsets[gram], this.#offsets[gram + 1]);
  }

  tail(gram: number): readonly number[] {
    return this.#tail.get(gram) ?? [];
  }

  #count(text: number, toTail: boolean): void {
    const tokens = this.#store.tokens(text);
    const titleEnd = this.#store.titleEnd(text);
    eachGram(tokens, (key, posted, at, span) => {
      const gram = this.#table.findOrAdd(key);
      if (gram >= this.#frequency.length) this.#growFrequencies();
      const fresh = this.#lastText[gram] !== text + 1;
      if (fresh) {
        this.#lastText[gram] = text + 1;
        this.#frequency[gram] = (this.#frequency[gram] ?? 0) + 1;
        this.#totals[span] += 1;
        if (!posted) this.#singles.add(gram);
      }
      if (posted && toTail) this.#addToTail(gram, text, fresh, at < titleEnd);
    });
  }

  #addToTail(gram: number, text: number, fresh: boolean, inTitle: boolean): void {
    const list = this.#tail.get(gram);
    const times = inTitle ? 2 : 1;
    if (list === undefined) this.#tail.set(gram, [text * 256 + times]);
    else if (fresh) list.push(text * 256 + times);
    else list.push(moreTimes(list.pop() ?? 0, times));
  }

  #growFrequencies(): void {
    const frequency = new Uint32Array(this.#frequency.length * 2);
    frequency.set(this.#frequency);
    this.#frequency = frequency;
    const lastText = new Int32Array(this.#lastText.length * 2);
    lastText.set(this.#lastText);
    this.#lastText = lastText;
  }

  /** Counting sort: the number of texts of each gram is known, so every posting goes straight to its place. */
  #pack(): void {
    const store = this.#store;
    const grams = this.#table.size;
    const offsets = new Uint32Array(grams + 1);
    for (let gram = 0; gram < grams; gram += 1) {
      const room = this.#singles.has(gram) ? 0 : (this.#frequency[gram] ?? 0);
      offsets[gram + 1] = (offsets[gram] ?? 0) + room;
    }
    const next = offsets.slice(0, grams);
    const packed = new Uint32Array(offsets[grams] ?? 0);
    const last = new Int32Array(grams);
    for (let text = 0; text < store.count; text += 1) {
      const titleEnd = store.titleEnd(text);
      eachGram(store.tokens(text), (key, posted, at) => {
        if (!posted) return;
        const gram = this.#table.find(key);
        const place = next[gram] ?? 0;
        const times = at < titleEnd ? 2 : 1;
        if (last[gram] === text + 1) packed[place - 1] = moreTimes(packed[place - 1] ?? 0, times);
        else {
          last[gram] = text + 1;
          packed[place] = text * 256 + times;
          next[gram] = place + 1;
        }
      });
    }
    this.#offsets = offsets;
    this.#packed = packed;
    this.#packedTexts = store.count;
    this.#tail.clear();
  }
}

const moreTimes = (posting: number, times: number): number => posting + Math.min(times, mostTimes - (posting & 255));

/** Calls back with the gram's key, whether it is posted, the place of its last token, and how many tokens it has. */
const eachGram = (
  tokens: Uint32Array,
  visit: (key: number, posted: boolean, at: number, span: 1 | 2) => void,
): void => {
  let previous = GAP;
  for (let at = 0; at < tokens.length; at += 1) {
    const token = tokens[at] ?? GAP;
    if (token !== GAP) {
      visit(token, isWord(token), at, 1);
      if (previous !== GAP) visit(pairOf(previous, token), true, at, 2);
    }
    previous = token;
  }
};
