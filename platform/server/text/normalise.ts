/** Counts of what `cleanText` took out, so that an intake can say "we removed 3 hidden characters". */
export interface RemovedCharacters {
  /** C0/C1 controls other than newline and tab, noncharacters, lone surrogates. */
  control: number;
  /** Direction overrides, embeddings and isolates: they make text read differently from what is stored. */
  bidi: number;
  /** Characters of no width: joiners outside emoji, byte order marks, tags, soft hyphens. */
  zeroWidth: number;
}

export interface CleanedText {
  text: string;
  removed: RemovedCharacters;
}

const EMOJI_BASE = '\\p{Extended_Pictographic}';
const KEPT = [
  // A joiner stays where it joins two pictures (👩‍💻, 🏳️‍🌈).
  `(?<=${EMOJI_BASE}(?:\\uFE0F|[\\u{1F3FB}-\\u{1F3FF}])?)\\u200D(?=${EMOJI_BASE})`,
  // Flags of England, Scotland, Wales are a black flag followed by tags.
  `(?<=\\u{1F3F4})[\\u{E0020}-\\u{E007E}]{2,8}\\u{E007F}`,
  // An ideographic variant belongs to the Han character before it.
  `(?<=\\p{Script=Han})[\\u{E0100}-\\u{E01EF}]`,
].join('|');
const BIDI = '[\\u202A-\\u202E\\u2066-\\u2069]';
const ZERO_WIDTH =
  '[\\u00AD\\u034F\\u061C\\u180E\\u200B-\\u200F\\u2060-\\u2065\\u206A-\\u206F\\uFEFF\\uFFF9-\\uFFFB\\u{E0000}-\\u{E0FFF}]';
const CONTROL = '[\\u0000-\\u0008\\u000B-\\u001F\\u007F-\\u009F\\uFDD0-\\uFDEF\\uFFFE\\uFFFF]|\\p{Surrogate}';

const SUSPECT = new RegExp(`(${KEPT})|(${BIDI})|(${ZERO_WIDTH})|(${CONTROL})`, 'gu');
const ANY_SUSPECT = new RegExp(`${BIDI}|${ZERO_WIDTH}|${CONTROL}`, 'u');
const LINE_BREAK = /\r\n|[\r\u0085\u2028\u2029\u000B\u000C]/g;

/** Text as it is stored: what the person meant, without what only machines or tricksters see. */
export function cleanText(input: string): CleanedText {
  const removed: RemovedCharacters = { control: 0, bidi: 0, zeroWidth: 0 };
  let text = input.replace(LINE_BREAK, '\n');
  // Taking one out can bring two together that now are suspect or composable, hence the loop; it ends
  // because every further round removes at least one character.
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const before = text;
    if (ANY_SUSPECT.test(text)) text = removeSuspects(text, removed);
    text = text.normalize('NFC');
    if (text === before) break;
  }
  return { text: text.trim(), removed };
}

function removeSuspects(text: string, removed: RemovedCharacters): string {
  return text.replace(SUSPECT, (found: string, kept?: string, bidi?: string, zeroWidth?: string) => {
    if (kept !== undefined) return found;
    if (bidi !== undefined) removed.bidi += 1;
    else if (zeroWidth !== undefined) removed.zeroWidth += 1;
    else removed.control += 1;
    return '';
  });
}

const INVISIBLE =
  /[\u0000-\u0008\u000E-\u001F\u007F-\u0084\u0086-\u009F\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF9-\uFFFB\u{E0000}-\u{E0FFF}]/gu;
const SPACE = /[\s\u0085]+/gu;

/**
 * Text as it is compared and searched: two spellings that look alike to a reader become one string.
 * Idempotent; never shown to anybody. Traditional characters stay traditional.
 */
export function foldText(text: string): string {
  if (isPlain(text)) return toHalfWidth(text).toLowerCase();
  let folded = text;
  // Lower case can undo a composition and composition can make an upper case: two rounds settle both.
  for (let round = 0; round < 2; round += 1) {
    folded = folded.replace(INVISIBLE, '').normalize('NFKC').toLowerCase().normalize('NFKC');
  }
  return folded.replace(INVISIBLE, '').replaceAll('ς', 'σ').replace(SPACE, ' ').trim();
}

/** Han, ASCII, wide ASCII and the marks of Chinese, without doubled spaces, need no normaliser. */
const PLAIN = /^[ -~\u00B7\u2014\u2018\u2019\u201C\u201D\u3001\u3002\u3008-\u3011\u4E00-\u9FA5\uFF01-\uFF5E]*$/;

function isPlain(text: string): boolean {
  return PLAIN.test(text) && !text.includes('  ') && !text.startsWith(' ') && !text.endsWith(' ');
}

const HALF = Array.from({ length: 0x5f }, (_unused, n) => String.fromCharCode(0x20 + n));

/** Wide ASCII and the wide space in half width, unit by unit: every offset is kept. */
export function toHalfWidth(text: string): string {
  let half = '';
  let from = 0;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    const isWide = unit === 0x3000 || (unit >= 0xff01 && unit <= 0xff5e);
    if (!isWide) continue;
    half += text.slice(from, i) + (unit === 0x3000 ? ' ' : (HALF[unit - 0xff00] ?? ''));
    from = i + 1;
  }
  return from === 0 ? text : half + text.slice(from);
}

/**
 * Lower case and half width with every offset kept: `foldKeepingOffsets(s)[i]` stems from `s[i]`, so that
 * a hit found in it can be marked in the original.
 */
export function foldKeepingOffsets(text: string): string {
  const half = toHalfWidth(text);
  const lower = half.toLowerCase();
  if (lower.length === text.length) return lower;
  // İ becomes two units in lower case; one at a time, such a character stays as it is.
  let kept = '';
  for (let i = 0; i < half.length; i += 1) {
    const unit = half.charAt(i);
    const low = unit.toLowerCase();
    kept += low.length === 1 ? low : unit;
  }
  return kept;
}
