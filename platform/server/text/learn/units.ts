/**
 * A text as a row of units: a Han character, a word, a number, a mark or a picture is one unit each, so that
 * one pass serves Chinese, English and both mixed, and no segmenter is needed.
 */
import { foldText } from '../normalise.ts';
import { simplified } from './simplified.ts';

export const HAN = 1;
export const WORD = 2;
export const NUMBER = 3;
export const MARK = 4;
export const PICTURE = 5;
const SPACE = 6;
const SKIPPED = 7;

/** Longer texts keep their beginning and their end: a megabyte of pasted log says no more than its first pages. */
const LONGEST = 6000;
const KEPT_HEAD = 4500;
const KEPT_TAIL = 1500;

/** Numbers above this many digits name something (order, phone): only their length is kept. */
const SHORT_NUMBER = 4;

const foldedUnit = new Uint16Array(0x10000);
const kindOfUnit = new Uint8Array(0x10000);

export interface Units {
  count: number;
  /** 32-bit hash of each unit. */
  hash: Int32Array;
  kind: Uint8Array;
  /** Offsets into the text that was read (`text` below), in UTF-16 units. */
  from: Int32Array;
  to: Int32Array;
  text: string;
}

export function newUnits(): Units {
  return {
    count: 0,
    hash: new Int32Array(LONGEST + 2),
    kind: new Uint8Array(LONGEST + 2),
    from: new Int32Array(LONGEST + 2),
    to: new Int32Array(LONGEST + 2),
    text: '',
  };
}

/** Folds case, width and script of one UTF-16 unit, once; what folds into several stays as it is. */
function learnUnit(unit: number): number {
  const character = String.fromCharCode(unit);
  const folded = foldText(character);
  let code = folded.length === 1 ? folded.charCodeAt(0) : unit;
  code = simplified(code);
  foldedUnit[unit] = code;
  const kind = kindOf(String.fromCharCode(code), folded);
  kindOfUnit[unit] = kind;
  return kind;
}

const SURROGATE = /[\uD800-\uDFFF]/;
const WHITE = /\p{White_Space}/u;
const IDEOGRAPH = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}]/u;
const DIGIT_OR_MASK = /\p{Nd}|\*/u;
const LETTER = /[\p{L}\p{N}\p{M}]/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;

function kindOf(character: string, folded: string): number {
  if (SURROGATE.test(character)) return PICTURE;
  if (folded === '') return WHITE.test(character) ? SPACE : SKIPPED;
  if (IDEOGRAPH.test(character)) return HAN;
  if (DIGIT_OR_MASK.test(character)) return NUMBER;
  if (LETTER.test(character)) return WORD;
  return PICTOGRAPH.test(character) ? PICTURE : MARK;
}

export function mixHash(a: number, b: number): number {
  let h = Math.imul(a ^ (a >>> 15), 0x2c1b3c6d) ^ Math.imul(b, 0x297a2d39);
  h = Math.imul(h ^ (h >>> 13), 0x85ebca6b);
  return h ^ (h >>> 16);
}

function clip(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, KEPT_HEAD - 1)} ${text.slice(-KEPT_TAIL)}`;
}

const NUMBER_SEED = 0x6e75;

/** Reads a text into `units`, which is used again for the next one. */
export function readUnits(input: string, units: Units): void {
  const text = clip(input);
  units.text = text;
  units.count = 0;
  const length = text.length;
  let at = 0;
  while (at < length) {
    const unit = text.charCodeAt(at);
    const kind = kindOfUnit[unit] || learnUnit(unit);
    if (kind === HAN) {
      add(units, Math.imul(foldedUnit[unit] ?? 0, 0x9e3779b1), HAN, at, at + 1);
      at += 1;
    } else if (kind === WORD) at = readWord(text, at, units);
    else if (kind === NUMBER) at = readNumber(text, at, units);
    else if (kind === MARK) {
      add(units, mixHash(foldedUnit[unit] ?? 0, 0x6d61), MARK, at, at + 1);
      at += 1;
    } else if (kind === PICTURE) at = readPicture(text, at, units);
    else at += 1;
  }
}

function add(units: Units, hash: number, kind: number, from: number, to: number): void {
  const at = units.count;
  units.hash[at] = hash;
  units.kind[at] = kind;
  units.from[at] = from;
  units.to[at] = to;
  units.count = at + 1;
}

/** The folded UTF-16 unit at an offset of the text; grams inside words are made from these. */
export function foldedAt(text: string, at: number): number {
  return foldedUnit[text.charCodeAt(at)] ?? 0;
}

function readWord(text: string, start: number, units: Units): number {
  let hash = 0x776f;
  let at = start;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    const kind = kindOfUnit[unit] || learnUnit(unit);
    // A mark of no width inside a word is a trick or an accident, and no end of the word.
    if (kind !== WORD && kind !== SKIPPED) break;
    if (kind === WORD) hash = mixHash(hash, foldedUnit[unit] ?? 0);
    at += 1;
  }
  add(units, hash, WORD, start, at);
  return at;
}

function readNumber(text: string, start: number, units: Units): number {
  let hash = NUMBER_SEED;
  let at = start;
  let masked = false;
  while (at < text.length) {
    const unit = text.charCodeAt(at);
    if ((kindOfUnit[unit] || learnUnit(unit)) !== NUMBER) break;
    masked ||= unit === 0x2a;
    hash = mixHash(hash, foldedUnit[unit] ?? 0);
    at += 1;
  }
  const digits = at - start;
  if (masked || digits > SHORT_NUMBER) hash = mixHash(NUMBER_SEED, masked ? 0x2a : -Math.min(digits, 20));
  add(units, hash, NUMBER, start, at);
  return at;
}

/** One picture with its skin tone, or a rare Han character beyond the basic plane. */
function readPicture(text: string, start: number, units: Units): number {
  const codePoint = text.codePointAt(start) ?? 0;
  const to = start + (codePoint > 0xffff ? 2 : 1);
  const isTone = codePoint >= 0x1f3fb && codePoint <= 0x1f3ff;
  if (!isTone) add(units, mixHash(codePoint, 0x7069), isRareHan(codePoint) ? HAN : PICTURE, start, to);
  return to;
}

function isRareHan(codePoint: number): boolean {
  return codePoint >= 0x20000 && codePoint <= 0x3ffff;
}
