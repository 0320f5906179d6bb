import { GAP, readTokens } from './tokens.ts';
import type { IndexedText } from './hit.ts';

const grown = (array: Uint32Array<ArrayBuffer>, need: number): Uint32Array<ArrayBuffer> => {
  if (need <= array.length) return array;
  const larger = new Uint32Array(Math.max(need, array.length * 2));
  larger.set(array);
  return larger;
};

/** The tokens of all texts in one array: title, a gap, body. Four bytes a character, nothing else is kept of a text. */
export class TextStore {
  readonly ids: string[] = [];
  #pool = new Uint32Array(1 << 14);
  #ends = new Uint32Array(1 << 8);
  #titleEnds = new Uint32Array(1 << 8);
  readonly #numberOf = new Map<string, number>();
  /** Replaced and removed ones keep their place until the index is built anew. */
  readonly #gone = new Set<number>();

  /** All texts ever added, those replaced or removed too. */
  get count(): number {
    return this.ids.length;
  }

  get size(): number {
    return this.ids.length - this.#gone.size;
  }

  /** A text with a known id takes the old one's place. */
  add(text: IndexedText): number {
    this.remove(text.id);
    const title = readTokens(text.title ?? '').ids;
    const body = readTokens(text.body).ids;
    const number = this.ids.length;
    const start = number === 0 ? 0 : (this.#ends[number - 1] ?? 0);
    const end = start + title.length + 1 + body.length;
    this.#pool = grown(this.#pool, end);
    this.#ends = grown(this.#ends, number + 1);
    this.#titleEnds = grown(this.#titleEnds, number + 1);
    this.#pool.set(title, start);
    this.#pool[start + title.length] = GAP;
    this.#pool.set(body, start + title.length + 1);
    this.#ends[number] = end;
    this.#titleEnds[number] = title.length;
    this.ids.push(text.id);
    this.#numberOf.set(text.id, number);
    return number;
  }

  remove(id: string): boolean {
    const number = this.#numberOf.get(id);
    if (number === undefined) return false;
    this.#numberOf.delete(id);
    this.#gone.add(number);
    return true;
  }

  isLive(number: number): boolean {
    return !this.#gone.has(number);
  }

  tokens(number: number): Uint32Array {
    return this.#pool.subarray(number === 0 ? 0 : this.#ends[number - 1], this.#ends[number]);
  }

  length(number: number): number {
    return (this.#ends[number] ?? 0) - (number === 0 ? 0 : (this.#ends[number - 1] ?? 0));
  }

  /** How many of a text's first tokens are its title. */
  titleEnd(number: number): number {
    return this.#titleEnds[number] ?? 0;
  }
}
