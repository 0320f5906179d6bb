/** The words of a text that spoke for a label, put together from the features they are made of. */
import { BODY, TITLE, TITLE_AS_BODY } from './grams.ts';
import type { LinearModel, Reader } from './linear.ts';
import type { WordWeight } from './types.ts';

const LONGEST_JOINED = 4;
const HAN = /^\p{Script=Han}+$/u;
const WORDLIKE = /[\p{L}\p{N}\p{Extended_Pictographic}]/u;

interface Span {
  from: number;
  to: number;
}

// Only for showing: its dictionary knows where a reader sees a word. Features need no segmenter.
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });

/** Word spans as a reader sees them; single Han characters side by side are joined ("没" + "动"). */
function readerWords(text: string): Span[] {
  const spans: (Span & { single: boolean })[] = [];
  for (const { segment, index } of segmenter.segment(text)) {
    if (!WORDLIKE.test(segment)) continue;
    const single = segment.length === 1 && HAN.test(segment);
    const last = spans.at(-1);
    const touches = last !== undefined && last.to === index;
    if (single && touches && last.single && last.to - last.from < LONGEST_JOINED) last.to = index + 1;
    else spans.push({ from: index, to: index + segment.length, single });
  }
  return spans;
}

/** Spreads the worth of each gram evenly over the units of text it covers. */
function worthByUnit(
  model: LinearModel,
  reader: Reader,
  wanted: number,
  rival: number,
  length: number,
  title: boolean,
): Float32Array {
  const worth = new Float32Array(length);
  const { grams, ids, values, count } = reader;
  const classes = model.labels.length;
  const valueOf = new Map<number, number>();
  for (let i = 0; i < count; i += 1) valueOf.set(ids[i] ?? 0, values[i] ?? 0);
  for (let i = 0; i < grams.count; i += 1) {
    const field = grams.field[i] ?? BODY;
    if ((field === TITLE || field === TITLE_AS_BODY) !== title) continue;
    const id = reader.idOf(grams.hash[i] ?? 0);
    if (id < 0) continue;
    const own = (model.weights[id * classes + wanted] ?? 0) * (model.step[wanted] ?? 0);
    const other = (model.weights[id * classes + rival] ?? 0) * (model.step[rival] ?? 0);
    const from = grams.from[i] ?? 0;
    const to = grams.to[i] ?? 0;
    const share = ((own - other / 2) * (valueOf.get(id) ?? 0)) / Math.max(1, to - from);
    for (let at = from; at < to; at += 1) worth[at] = (worth[at] ?? 0) + share;
  }
  return worth;
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
  for (const title of [true, false]) {
    const text = title ? titleText : bodyText;
    if (text === '') continue;
    const worth = worthByUnit(model, reader, wanted, rival, text.length, title);
    for (const { from, to } of readerWords(text)) {
      let sum = 0;
      for (let at = from; at < to; at += 1) sum += worth[at] ?? 0;
      if (sum <= 0) continue;
      const word = text.slice(from, to);
      found.set(word, (found.get(word) ?? 0) + sum);
    }
  }
  return [...found]
    .map(([word, weight]) => ({ word, weight }))
    .sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1))
    .slice(0, limit);
}
