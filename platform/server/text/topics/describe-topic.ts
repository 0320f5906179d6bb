import { GAP, isWord, pairOf, type Tokens } from '../retrieve/tokens.ts';
import type { FoundTopic, TopicText } from './topic.ts';
import { findPhrases, type Phrase, readClauses, shownSpan } from './phrases.ts';
import { findPlaces } from './places.ts';
import { restoreCase } from './restore-case.ts';
import type { Rarity } from './vectors.ts';
import { WordBounds } from './word-bounds.ts';

type Description = Pick<FoundTopic, 'label' | 'words' | 'places' | 'centre'>;

/** Described by its most typical texts; the others say the same. */
const mostRead = 60;
const titleUnits = 120;
const bodyUnits = 240;
const mostWords = 6;
const mostPlaces = 4;
const mostCentre = 40;
const fewestLabelTokens = 4;
const mostLabelTokens = 20;
const mostLabelWords = 9;

export const describeTopic = (
  told: readonly TopicText[],
  sum: ReadonlyMap<number, number>,
  rarity: Rarity,
): Description => {
  const read = told.slice(0, mostRead);
  const worth = (key: number): number => (sum.get(rarity.find(key)) ?? 0) / told.length;
  const phrases = findPhrases(read, Math.max(2, Math.ceil(read.length * 0.12)));
  const valued = phrases
    .map((phrase) => ({ ...phrase, value: valueOfShown(phrase.shown, worth) * Math.sqrt(phrase.texts / read.length) }))
    .filter((phrase) => phrase.value > 0)
    .sort((a, b) => b.value - a.value || b.tokens - a.tokens);
  const bounds = new WordBounds(read);
  const label = chooseLabel(read, valued, worth);
  return {
    label: restoreCase(bounds.whole(label) || label, read),
    words: distinct(valued, bounds).map((word) => restoreCase(word, read)),
    places: findPlaces(read, phrases, worth, bounds)
      .slice(0, mostPlaces)
      .map((place) => restoreCase(place, read)),
    centre: centreOf(read, sum, rarity, told.length),
  };
};

type Worth = (key: number) => number;

/** What a clause says of the topic: the weights of its different grams in the topic's mean. */
const valueOf = (clause: Tokens, worth: Worth): number => {
  const keys = new Set<number>();
  let previous = GAP;
  for (const token of clause.ids) {
    if (isWord(token)) keys.add(token);
    if (previous !== GAP) keys.add(pairOf(previous, token));
    previous = token;
  }
  let value = 0;
  for (const key of keys) value += worth(key);
  return value;
};

const valueOfShown = (shown: string, worth: Worth): number =>
  readClauses(shown, titleUnits).reduce((sum, clause) => sum + valueOf(clause, worth), 0);

/**
 * A label is something that was said: a title or a clause of one, or a phrase that several share. Long enough to
 * name place and matter, and no longer: each further token must bring its share.
 */
const chooseLabel = (
  read: readonly TopicText[],
  phrases: readonly (Phrase & { value: number })[],
  worth: Worth,
): string => {
  let best = '';
  let bestScore = -1;
  const offer = (shown: string, tokens: number, value: number, support: number): void => {
    const score = (value * support) / Math.sqrt(tokens + 4);
    if (score <= bestScore) return;
    best = shown;
    bestScore = score;
  };
  for (const text of read) {
    const titled = text.title !== undefined && text.title.trim() !== '';
    for (const clause of readClauses(titled ? (text.title ?? '') : text.body, titled ? titleUnits : bodyUnits)) {
      const tokens = clause.ids.length;
      if (!fits(clause)) continue;
      offer(shownSpan(clause, 0, tokens), tokens, valueOf(clause, worth), 1);
    }
  }
  for (const phrase of phrases) {
    const [clause] = readClauses(phrase.shown, titleUnits);
    if (clause === undefined || !fits(clause)) continue;
    offer(phrase.shown, phrase.tokens, valueOf(clause, worth), 1 + Math.min(0.3, phrase.texts / read.length));
  }
  return best === '' ? shortOf(read[0]) : best;
};

const fits = (clause: Tokens): boolean => {
  const words = clause.ids.filter(isWord).length;
  const signs = clause.ids.length - words;
  if (words > mostLabelWords || signs > mostLabelTokens) return false;
  return signs >= fewestLabelTokens || words >= 2;
};

const shortOf = (text: TopicText | undefined): string => {
  const title = text?.title?.trim() ?? '';
  return [...(title === '' ? (text?.body ?? '').trim() : title)].slice(0, 24).join('');
};

/** The best phrases, as whole words, of which none is part of another. */
const distinct = (phrases: readonly Phrase[], bounds: WordBounds): string[] => {
  const kept: string[] = [];
  for (const phrase of phrases) {
    if (phrase.tokens > 8 || kept.some((other) => other.includes(phrase.shown))) continue;
    const word = bounds.whole(phrase.shown);
    if ([...word].length < 2 || kept.some((other) => other.includes(word) || word.includes(other))) continue;
    kept.push(word);
    if (kept.length === mostWords) break;
  }
  return kept;
};

const centreOf = (
  read: readonly TopicText[],
  sum: ReadonlyMap<number, number>,
  rarity: Rarity,
  members: number,
): FoundTopic['centre'] => {
  const heaviest = [...sum].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, mostCentre);
  const shown = new Map<number, string>();
  for (const text of read) {
    for (const clause of [...readClauses(text.title ?? '', titleUnits), ...readClauses(text.body, 1_200)]) {
      clause.ids.forEach((token, at) => {
        if (isWord(token)) shown.set(rarity.find(token), shownSpan(clause, at, 1));
        const next = clause.ids[at + 1];
        if (next !== undefined) shown.set(rarity.find(pairOf(token, next)), shownSpan(clause, at, 2));
      });
    }
  }
  return heaviest.flatMap(([gram, weight]) => {
    const term = shown.get(gram);
    return term === undefined ? [] : [{ term, weight: Math.round((weight / members) * 10_000) / 10_000 }];
  });
};
