/**
 * The features of a text: runs of 1 to 3 units (Chinese), 1 to 2 words and every pair of words of a short text
 * (Latin), 3 to 4 letters inside a word, and the shape of the text, each as a 32-bit hash with the span it came from.
 */
import { readShape } from './shape.ts';
import type { LearnText } from './types.ts';
import { foldedAt, HAN, mixHash, newUnits, readUnits, type Units, WORD } from './units.ts';

export interface Grams {
  count: number;
  hash: Int32Array;
  /** Unit offsets into the field's text, for showing what moved a decision. */
  from: Int32Array;
  to: Int32Array;
  /** 0 body, 1 title, 2 title seen as if it were body, 3 the shape of the whole. */
  field: Uint8Array;
  titleText: string;
  bodyText: string;
}

export const BODY = 0;
export const TITLE = 1;
export const TITLE_AS_BODY = 2;
export const SHAPE = 3;
const TITLE_SEED = 0x7469746c;
const LETTERS_SEED = 0x6c657474;
const EDGE = 0x65646765;
const PAIR_SEED = 0x70616972;
const LONGEST_WORD_SPELT = 24;
const FEWEST_LETTERS = 3;
const MOST_LETTERS = 4;
/** How far apart two words may stand to count as a pair: anywhere in a question, near in a letter. */
const SHORT_TEXT = 40;
const PAIR_REACH = 20;
const PAIR_REACH_OF_LONG = 4;

export function newGrams(): Grams {
  const room = 4096;
  return {
    count: 0,
    hash: new Int32Array(room),
    from: new Int32Array(room),
    to: new Int32Array(room),
    field: new Uint8Array(room),
    titleText: '',
    bodyText: '',
  };
}

function push(grams: Grams, hash: number, from: number, to: number, field: number): void {
  if (grams.count === grams.hash.length) widen(grams);
  const at = grams.count;
  grams.hash[at] = hash;
  grams.from[at] = from;
  grams.to[at] = to;
  grams.field[at] = field;
  grams.count = at + 1;
}

function widen(grams: Grams): void {
  const room = grams.hash.length * 2;
  const copy = (old: Int32Array): Int32Array => {
    const wide = new Int32Array(room);
    wide.set(old);
    return wide;
  };
  grams.hash = copy(grams.hash);
  grams.from = copy(grams.from);
  grams.to = copy(grams.to);
  const fields = new Uint8Array(room);
  fields.set(grams.field);
  grams.field = fields;
}

const units = newUnits();

/** Reads title and body into `grams`, which is used again for the next text. */
export function readGrams(text: LearnText, grams: Grams): void {
  grams.count = 0;
  grams.titleText = '';
  if (text.title !== undefined && text.title !== '') {
    readUnits(text.title, units);
    grams.titleText = units.text;
    addField(grams, units, TITLE);
    // A title also counts as text, so that what is learned from either field serves the other.
    addField(grams, units, TITLE_AS_BODY);
  }
  readUnits(text.body, units);
  grams.bodyText = units.text;
  addField(grams, units, BODY);
  // A shape belongs to no word: its span is empty.
  readShape(units, (hash) => push(grams, hash, 0, 0, SHAPE));
}

const shared = newGrams();
let lastRead: { readonly title: string; readonly body: string } | undefined;

/** The grams of a text, until the next one is asked for: several models read the same text, and explain it afterwards. */
export function gramsOf(text: LearnText): Grams {
  const title = text.title ?? '';
  if (lastRead?.body !== text.body || lastRead.title !== title) {
    readGrams(text, shared);
    lastRead = { title, body: text.body };
  }
  return shared;
}

function addField(grams: Grams, read: Units, field: number): void {
  const seed = field === TITLE ? TITLE_SEED : 0;
  const { hash, kind, from, to, count } = read;
  const reach = count <= SHORT_TEXT ? PAIR_REACH : PAIR_REACH_OF_LONG;
  for (let i = 0; i < count; i += 1) {
    const start = from[i] ?? 0;
    const first = (hash[i] ?? 0) ^ seed;
    push(grams, first, start, to[i] ?? 0, field);
    if (kind[i] === WORD) {
      addLetters(grams, read.text, start, to[i] ?? 0, seed, field);
      addPairs(grams, read, i, reach, seed, field);
    }
    const second = i + 1 < count ? (hash[i + 1] ?? 0) : EDGE;
    const pair = mixHash(first, second);
    push(grams, pair, start, i + 1 < count ? (to[i + 1] ?? 0) : (to[i] ?? 0), field);
    if (i + 2 < count && (kind[i] === HAN || kind[i + 1] === HAN || kind[i + 2] === HAN))
      push(grams, mixHash(pair, hash[i + 2] ?? 0), start, to[i + 2] ?? 0, field);
  }
  if (count > 0) push(grams, mixHash(EDGE ^ seed, hash[0] ?? 0), from[0] ?? 0, to[0] ?? 0, field);
}

/** The word with each of those that follow, in either order: measured +0.8 points on short questions. */
function addPairs(grams: Grams, read: Units, first: number, reach: number, seed: number, field: number): void {
  const { hash, kind, from, to, count } = read;
  const one = (hash[first] ?? 0) ^ PAIR_SEED ^ seed;
  const last = Math.min(count - 1, first + reach);
  for (let i = first + 1; i <= last; i += 1) {
    if (kind[i] !== WORD) continue;
    const other = (hash[i] ?? 0) ^ PAIR_SEED ^ seed;
    const pair = mixHash(Math.min(one, other), Math.max(one, other));
    push(grams, pair, from[first] ?? 0, to[i] ?? 0, field);
  }
}

/** Runs of 3 to 4 letters with the edges of the word, so that endings and typing errors share features. */
function addLetters(grams: Grams, text: string, from: number, to: number, seed: number, field: number): void {
  const end = Math.min(to, from + LONGEST_WORD_SPELT);
  for (let start = from - 1; start < end; start += 1) {
    let run = mixHash(LETTERS_SEED ^ seed, start < from ? EDGE : foldedAt(text, start));
    const last = Math.min(start + MOST_LETTERS, end + 1);
    for (let at = start + 1; at < last; at += 1) {
      run = mixHash(run, at >= end ? EDGE : foldedAt(text, at));
      // The word itself, with both edges, is a feature already.
      if (start < from && at >= end) break;
      if (at - start + 1 >= FEWEST_LETTERS) push(grams, run, from, to, field);
    }
  }
}
