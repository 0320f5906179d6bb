import { z } from 'zod';
import placeEndings from './place-endings.json' with { type: 'json' };
import type { TopicText } from './topic.ts';
import type { Phrase } from './phrases.ts';
import { pairOf, readTokens } from '../retrieve/tokens.ts';
import type { WordBounds } from './word-bounds.ts';

const { endings, generic } = z
  .object({ endings: z.array(z.string()), generic: z.array(z.string()) })
  .parse(placeEndings);
const notNames = new Set([...generic, ...endings]);
const properName = /\p{Lu}[\p{L}\p{N}'-]+(?: \p{Lu}[\p{L}\p{N}'-]+)+/gu;
const mostUnits = 600;
const fewestTexts = 2;
const longestPlace = 10;

type Worth = (key: number) => number;

/** Named places of a topic: repeated phrases that end as places do, and names in capitals that return. */
export const findPlaces = (
  texts: readonly TopicText[],
  phrases: readonly Phrase[],
  worth: Worth,
  bounds: WordBounds,
): string[] => {
  const scored = phrases.flatMap((phrase) => {
    if (!isPlace(phrase.shown)) return [];
    const shown = bounds.name(phrase.shown);
    if (!isPlace(shown)) return [];
    return [{ shown, score: Math.sqrt(phrase.texts) * meanWorth(shown, worth) }];
  });
  const names = new Map<string, number>();
  for (const text of texts) {
    const said = new Set(`${text.title ?? ''}\n${text.body}`.slice(0, mostUnits).match(properName) ?? []);
    for (const name of said) names.set(name, (names.get(name) ?? 0) + 1);
  }
  for (const [name, count] of names)
    if (count >= fewestTexts) scored.push({ shown: name, score: Math.sqrt(count) * 0.01 });
  return withoutParts(scored.sort((a, b) => b.score - a.score).map((one) => one.shown));
};

/** An ending alone is no name: something must stand before it, and more than a number (350 kilometres). */
const isPlace = (shown: string): boolean => {
  if ([...shown].length > longestPlace || notNames.has(shown.replace(/^\p{Nd}+/u, ''))) return false;
  const ending = endings.find((end) => shown.endsWith(end));
  return ending !== undefined && shown.length >= ending.length + 2;
};

const meanWorth = (shown: string, worth: Worth): number => {
  const { ids } = readTokens(shown, longestPlace * 2);
  let sum = 0;
  for (let at = 1; at < ids.length; at += 1) sum += worth(pairOf(ids[at - 1] ?? 0, ids[at] ?? 0));
  return sum / Math.max(1, ids.length - 1);
};

const withoutParts = (places: readonly string[]): string[] => {
  const kept: string[] = [];
  for (const place of places)
    if (!kept.some((other) => other.includes(place) || place.includes(other))) kept.push(place);
  return kept;
};
