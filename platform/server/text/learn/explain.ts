/** The words of a text that spoke for a label, put together from the features they are made of. */
import { BODY, TITLE, TITLE_AS_BODY } from './grams.ts';
import type { LinearModel, Reader } from './linear.ts';
import type { WordWeight } from './types.ts';

const LONGEST_JOINED = 5;
/** Two pieces are one expression when so much of what they say is said across their border ("不" + "好吃"). */
const TOGETHER = 0.3;
/** A character by itself says little to a reader: it is shown when it says this much of what the best word says. */
const LONE_CHARACTER = 0.5;
const HAN = /^\p{Script=Han}+$/u;
const WORDLIKE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

interface Span {
  from: number;
  to: number;
}

/** `single`: made of single Han characters that are no part of a longer word. */
interface WordSpan extends Span {
  single: boolean;
}

/** What the grams of one text say for a label. */
interface Worth {
  /** By place in the text: each gram's worth spread evenly over what it covers. */
  at: Float32Array;
  /** By place: the worth of the grams that run across the border before it. */
  across: Float32Array;
}

// Only for showing: its dictionary knows where a reader sees a word. Features need no segmenter.
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Word spans as a reader sees them; single Han characters are joined to what follows where they speak together. */
function readerWords(text: string, words: readonly WordSpan[], worth: Worth): Span[] {
  const spans: WordSpan[] = [];
  for (const word of words) {
    const last = spans.at(-1);
    if (last !== undefined && areOne(text, worth, last, word)) {
      last.to = word.to;
      last.single &&= word.single;
    } else spans.push({ ...word });
  }
  return spans;
}

function wordsOf(text: string, from = 0): WordSpan[] {
  const words: WordSpan[] = [];
  for (const { segment, index } of segmenter.segment(from === 0 ? text : text.slice(from))) {
    if (!WORDLIKE.test(segment)) continue;
    const start = from + index;
    words.push({ from: start, to: start + segment.length, single: segment.length === 1 && HAN.test(segment) });
  }
  return words;
}

/** A title is often the beginning of its body: the segmenter, which costs most here, need not read that again. */
function wordsOfTitle(title: string, body: string, bodyWords: readonly WordSpan[]): WordSpan[] {
  const shared = sharedBeginning(title, body);
  if (shared === 0) return wordsOf(title);
  const known = bodyWords.filter(({ to }) => to <= shared);
  return shared === title.length ? known : [...known, ...wordsOf(title, shared)];
}

const MARKS = '，。！？；：、';

/** How much is the same up to a mark between Han characters: there the segmenter begins anew, whatever stands on either side. */
function sharedBeginning(title: string, body: string): number {
  let shared = 0;
  for (let at = 1; at <= title.length && title.charCodeAt(at - 1) === body.charCodeAt(at - 1); at += 1) {
    if (!MARKS.includes(body.charAt(at))) continue;
    // The mark itself, if it is in the title, is no word.
    if (isHan(body, at - 1) && (at === title.length || (title[at] === body[at] && isHan(title, at + 1)))) shared = at;
  }
  return shared;
}

function isHan(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit >= 0x4e00 && unit <= 0x9fff;
}

function areOne(text: string, worth: Worth, left: WordSpan, right: WordSpan): boolean {
  if (!left.single || left.to !== right.from || right.to - left.from > LONGEST_JOINED) return false;
  if (!HAN.test(text.slice(left.from, right.to))) return false;
  const across = worth.across[right.from] ?? 0;
  return across > 0 && across > TOGETHER * (sumOf(worth, left) + sumOf(worth, right));
}

function sumOf({ at }: Worth, { from, to }: Span): number {
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += at[i] ?? 0;
  return sum;
}

function worthIn(
  model: LinearModel,
  reader: Reader,
  wanted: number,
  rival: number,
  length: number,
  title: boolean,
): Worth {
  const worth = { at: new Float32Array(length), across: new Float32Array(length) };
  const { grams, ids, values, count } = reader;
  const classes = model.labels.length;
  const valueOf = scratchFor(model.hashes.length);
  for (let i = 0; i < count; i += 1) valueOf[ids[i] ?? 0] = values[i] ?? 0;
  for (let i = 0; i < grams.count; i += 1) {
    const field = grams.field[i] ?? BODY;
    if ((field === TITLE || field === TITLE_AS_BODY) !== title) continue;
    const id = reader.idOf(grams.hash[i] ?? 0);
    if (id < 0) continue;
    const own = (model.weights[id * classes + wanted] ?? 0) * (model.step[wanted] ?? 0);
    const other = (model.weights[id * classes + rival] ?? 0) * (model.step[rival] ?? 0);
    const said = (own - other / 2) * (valueOf[id] ?? 0);
    const from = grams.from[i] ?? 0;
    const to = grams.to[i] ?? 0;
    for (let at = from; at < to; at += 1) {
      worth.at[at] = (worth.at[at] ?? 0) + said / (to - from);
      if (at > from) worth.across[at] = (worth.across[at] ?? 0) + said;
    }
  }
  for (let i = 0; i < count; i += 1) valueOf[ids[i] ?? 0] = 0;
  return worth;
}

let scratch = new Float32Array(0);

/** One number for each feature, all 0 again after use. */
function scratchFor(features: number): Float32Array {
  if (scratch.length < features) scratch = new Float32Array(features);
  return scratch;
}

/** `reader` has just read the text; `rival` is the label that came next. */
export function explainText(
  model: LinearModel,
  reader: Reader,
  wanted: number,
  rival: number,
  limit: number,
): WordWeight[] {
  const { titleText, bodyText } = reader.grams;
  const found = new Map<string, number>();
  const bodyWords = wordsOf(bodyText);
  for (const title of [true, false]) {
    const text = title ? titleText : bodyText;
    if (text === '') continue;
    const words = title ? wordsOfTitle(titleText, bodyText, bodyWords) : bodyWords;
    const worth = worthIn(model, reader, wanted, rival, text.length, title);
    for (const span of readerWords(text, words, worth)) {
      const sum = sumOf(worth, span);
      if (sum <= 0) continue;
      const word = text.slice(span.from, span.to);
      found.set(word, (found.get(word) ?? 0) + sum);
    }
  }
  const words = [...found].map(([word, weight]) => ({ word, weight }));
  words.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1));
  const best = words[0]?.weight ?? 0;
  return words.filter(({ word, weight }) => word.length > 1 || weight >= best * LONE_CHARACTER).slice(0, limit);
}
