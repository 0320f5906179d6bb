/**
 * A text as numbers: one token a Chinese, Japanese or Korean character (its code point), one token a word of
 * any other script (a hash with the top bit set), GAP where punctuation or a line parts them. Grams are made
 * of neighbouring tokens, so one code path serves 退款, refund and iPhone15坏了.
 */
import { CJK, kindOf, WORD } from '../bigrams.ts';
import { foldText } from '../normalise.ts';

export const GAP = 0;
const WORD_BIT = 0x80000000;
const longestWord = 40;

export interface Tokens {
  /** One number a token. */
  readonly ids: Uint32Array;
  /** Offset of each token in `folded`. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  readonly folded: string;
}

export const isWord = (token: number): boolean => token >= WORD_BIT;

/** The finaliser of MurmurHash3 (public domain). */
export const mix32 = (value: number): number => {
  let h = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
};

/** 32 bits for two neighbours; 2 in a million of a corpus' grams collide, and what is shown is read from the text. */
export const pairOf = (first: number, second: number): number =>
  mix32((Math.imul(first, 0x9e3779b1) + mix32(second ^ 0x5bd1e995)) >>> 0);

export const tripleOf = (first: number, second: number, third: number): number =>
  mix32((Math.imul(pairOf(first, second), 0x85ebca77) + third) >>> 0);

/** Plural and possessive forms meet; a real stemmer would gain little and is different for each language. */
const stemEnd = (word: string): number => {
  if (word.length > 4 && word.endsWith('ies')) return word.length - 3;
  if (word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !/\d/.test(word)) return word.length - 1;
  if (word.length > 4 && word.endsWith('y')) return word.length - 1;
  return word.length;
};

const hashWord = (word: string): number => {
  let hash = 0x811c9dc5;
  const end = Math.min(stemEnd(word), longestWord);
  for (let i = 0; i < end; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return (mix32(hash) | WORD_BIT) >>> 0;
};

/** Reads at most `mostUnits` UTF-16 units: a pasted log of 1 MB says what it is about in its beginning. */
export const readTokens = (text: string, mostUnits = 20_000): Tokens => {
  const folded = foldText(text.length > mostUnits ? text.slice(0, mostUnits) : text);
  const ids = new Uint32Array(folded.length + 1);
  const starts = new Uint32Array(folded.length + 1);
  const ends = new Uint32Array(folded.length + 1);
  let count = 0;
  const push = (id: number, start: number, end: number): void => {
    ids[count] = id;
    starts[count] = start;
    ends[count] = end;
    count += 1;
  };
  let i = 0;
  while (i < folded.length) {
    const point = folded.codePointAt(i) ?? 0;
    const size = point > 0xffff ? 2 : 1;
    const kind = kindOf(point);
    if (kind === CJK) push(point, i, i + size);
    else if (kind === WORD) {
      const end = endOfWord(folded, i);
      push(hashWord(folded.slice(i, end)), i, end);
      i = end - size;
    } else if (point !== 0x20 && count > 0 && ids[count - 1] !== GAP) push(GAP, i, i + size);
    i += size;
  }
  return { ids: ids.slice(0, count), starts: starts.slice(0, count), ends: ends.slice(0, count), folded };
};

const endOfWord = (folded: string, start: number): number => {
  let end = start;
  while (end < folded.length) {
    const point = folded.codePointAt(end) ?? 0;
    const isApostrophe = point === 0x27 && end + 1 < folded.length && kindOf(folded.charCodeAt(end + 1)) === WORD;
    if (kindOf(point) !== WORD && !isApostrophe) break;
    end += point > 0xffff ? 2 : 1;
  }
  return end;
};
