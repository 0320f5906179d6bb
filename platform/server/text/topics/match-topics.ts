import type { FoundTopic } from './topic.ts';

export interface KnownTopic {
  readonly id: string;
  readonly centre: { term: string; weight: number }[];
  readonly textIds: readonly string[];
}

const enough = 0.35;

/**
 * Which found topic continues which known one: by the texts they share, and by what they are about where a period
 * has moved on and shares none. The best pairs first, each topic in one pair only; index in `found` -> known id.
 */
export const matchTopics = (known: readonly KnownTopic[], found: readonly FoundTopic[]): Map<number, string> => {
  const pairs: { at: number; id: string; score: number }[] = [];
  const lengths = known.map((one) => lengthOf(one.centre));
  const sets = known.map((one) => new Set(one.textIds));
  found.forEach((topic, at) => {
    const centre = new Map(topic.centre.map(({ term, weight }) => [term, weight]));
    const length = lengthOf(topic.centre);
    known.forEach((one, place) => {
      const shared = sharedPart(topic.ids, sets[place] ?? new Set());
      const about = one.centre.reduce((sum, { term, weight }) => sum + weight * (centre.get(term) ?? 0), 0);
      const cosine = about / (length * (lengths[place] ?? 0) || 1);
      // Shared texts prove it; likeness alone must be strong. Together they settle which of two heirs goes on.
      const score = Math.max(shared, cosine * 0.7) + 0.01 * Math.min(shared, cosine);
      if (score >= enough) pairs.push({ at, id: one.id, score });
    });
  });
  pairs.sort((a, b) => b.score - a.score || a.at - b.at);
  const matched = new Map<number, string>();
  const taken = new Set<string>();
  for (const { at, id } of pairs) {
    if (matched.has(at) || taken.has(id)) continue;
    matched.set(at, id);
    taken.add(id);
  }
  return matched;
};

const lengthOf = (centre: readonly { weight: number }[]): number =>
  Math.sqrt(centre.reduce((sum, { weight }) => sum + weight * weight, 0));

/** The share of the smaller one that stands in both: a topic that doubled overnight is still itself. */
const sharedPart = (ids: readonly string[], known: ReadonlySet<string>): number => {
  const smaller = Math.min(ids.length, known.size);
  return smaller === 0 ? 0 : ids.filter((id) => known.has(id)).length / smaller;
};
