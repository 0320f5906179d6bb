import { z } from 'zod';
import { foldText } from '../normalise.ts';
import edgeWords from './edge-words.json' with { type: 'json' };
import type { TopicText } from './topic.ts';

const lists = z
  .object({
    opening: z.array(z.string()),
    closing: z.array(z.string()),
    clause: z.array(z.string()),
    inNames: z.array(z.string()),
  })
  .parse(edgeWords);
const opening = new Set(lists.opening);
const closing = new Set(lists.closing);
const clauseWords = new Set([...lists.opening, ...lists.closing, ...lists.clause]);
/** Estates and streets carry these inside their names. */
for (const inNames of lists.inNames) clauseWords.delete(inNames);
const segmenter = new Intl.Segmenter('zh', { granularity: 'word' });
/** Characters read around a phrase: what a word is depends on its neighbours, hardly on more. */
const around = 12;
const mostUnits = 2_000;

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Phrases as whole words. Grams know no words, so a phrase found by them may begin or end inside one. */
export class WordBounds {
  readonly #folded: string[];

  constructor(texts: readonly TopicText[]) {
    this.#folded = texts.flatMap((text) => [text.title ?? '', text.body].map((part) => fold(part)));
  }

  /** The words half inside are completed from a text that has the phrase; words that belong to the clause around are cut. */
  whole(shown: string): string {
    return trimmed(this.#wordsOf(shown));
  }

  /** What stands behind the last word that no name holds, such as a verb's particle or a pronoun. */
  name(shown: string): string {
    const words = this.#wordsOf(shown);
    const last = words.findLastIndex((word) => clauseWords.has(word.text));
    return trimmed(words.slice(last + 1));
  }

  #wordsOf(shown: string): Word[] {
    const text = this.#folded.find((each) => each.includes(shown)) ?? shown;
    const at = Math.max(0, text.indexOf(shown));
    const from = Math.max(0, at - around);
    const window = text.slice(from, at + shown.length + around);
    const words: Word[] = [];
    for (const { segment, index } of segmenter.segment(window)) {
      const start = from + index;
      const end = start + segment.length;
      if (end > at && start < at + shown.length) words.push({ text: segment, start, end });
    }
    return words;
  }
}

const fold = (text: string): string => foldText(text.slice(0, mostUnits));

const trimmed = (words: readonly Word[]): string => {
  let from = 0;
  let to = words.length;
  while (from < to && opening.has(words[from]?.text ?? '')) from += 1;
  while (to > from && closing.has(words[to - 1]?.text ?? '')) to -= 1;
  return words
    .slice(from, to)
    .map((word) => word.text)
    .join('')
    .trim();
};
