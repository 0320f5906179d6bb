import type { LearnText, Prediction } from '#platform/server/text/learn/index.ts';
import type { ActiveModel, CategoryPlaces } from './model-cache.ts';

/** What a model says of one field of one text, as it is kept with the ticket. */
export type LearnedVerdict = {
  readonly version: number;
  readonly label: string;
  readonly confidence: number;
  /** At or above the threshold of a class that has proved itself: it may decide alone. */
  readonly sure: boolean;
  /** The best known classes, best first; what keys 1 2 3 choose. */
  readonly suggestions: readonly { label: string; confidence: number }[];
};

export const mostSuggested = 3;
const spokenWords = 3;

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

/** Undefined while none of the likely classes has enough labelled tickets to be suggested. */
export const judgeField = (
  active: Pick<ActiveModel, 'version' | 'known'>,
  prediction: Prediction,
  mayBe: (label: string) => boolean = () => true,
): LearnedVerdict | undefined => {
  const known = prediction.ranked.filter((one) => active.known.has(one.label) && mayBe(one.label));
  const [best] = known;
  if (best === undefined) return undefined;
  return {
    version: active.version,
    label: best.label,
    confidence: rounded(best.confidence),
    sure: prediction.sure && prediction.label === best.label,
    suggestions: known
      .slice(0, mostSuggested)
      .map((one) => ({ label: one.label, confidence: rounded(one.confidence) })),
  };
};

/** The customer's words that moved it, none inside another. */
export const movingWords = (active: Pick<ActiveModel, 'model'>, text: LearnText, label: string): string[] => {
  const words: string[] = [];
  for (const { word } of active.model.explain(text, label, spokenWords * 2)) {
    const spoken = word.trim();
    if (spoken === '' || words.some((one) => one.includes(spoken) || spoken.includes(one))) continue;
    words.push(spoken);
    if (words.length === spokenWords) break;
  }
  return words;
};

/**
 * When no single child is sure but the children of one parent are together, the parent is: "some trouble with the
 * parcel" is worth more than nothing. The chances of a text add up to one, so their sum is the parent's.
 */
export const backOff = (
  { ranked }: Pick<Prediction, 'ranked'>,
  { parents, open }: CategoryPlaces,
  asked: number,
): { label: string; confidence: number } | undefined => {
  const sums = new Map<string, number>();
  for (const { label, confidence } of ranked) {
    // A parent that is chosen itself counts with its children.
    const parent = parents.get(label) ?? label;
    sums.set(parent, (sums.get(parent) ?? 0) + confidence);
  }
  const [best] = [...sums].toSorted((a, b) => b[1] - a[1]);
  if (best === undefined || best[1] < asked || !open.has(best[0])) return undefined;
  return { label: best[0], confidence: rounded(Math.min(1, best[1])) };
};
