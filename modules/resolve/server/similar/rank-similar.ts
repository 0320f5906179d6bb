import type { Candidate } from '#modules/ticket/server/index.ts';
import { rankCandidates, type Hit } from '#platform/server/text/retrieve/index.ts';

export type Asked = {
  id: string;
  subject: string;
  body: string;
  categoryKey: string | null;
  region: string;
  fields: Readonly<Record<string, unknown>>;
};

export type Ranked = { candidate: Candidate; likeness: number; score: number; words: string[] };

const halfLifeMs = 365 * 86_400_000;
/** Below this share of the question's own weight two texts have only everyday words in common. */
const leastLikeness = 0.18;

/** Values that name a thing: the same product or model in both weighs more than the words around it. */
const entitiesOf = (fields: Readonly<Record<string, unknown>>): Set<string> =>
  new Set(
    Object.entries(fields).flatMap(([key, value]) =>
      typeof value === 'string' && value !== '' && key !== 'external_id' ? [`${key} ${value}`] : [],
    ),
  );

const sharesEntity = (a: ReadonlySet<string>, fields: Readonly<Record<string, unknown>>): boolean => {
  for (const each of entitiesOf(fields)) if (a.has(each)) return true;
  return false;
};

/**
 * How much a candidate helps besides its words: same category, same thing, same region, not too long ago, and a customer
 * who was content. Each is a few per cent, so that none of them beats a clearly closer text.
 */
export const weightOf = (asked: Asked, { ticket, saying }: Candidate, now: Date): number => {
  const age = Math.max(0, now.getTime() - (ticket.closedAt ?? ticket.updatedAt).getTime());
  const recency = 0.9 + 0.1 * 2 ** (-age / halfLifeMs);
  const category = asked.categoryKey !== null && asked.categoryKey === ticket.categoryKey ? 1.12 : 1;
  const entity = sharesEntity(entitiesOf(asked.fields), saying.fields) ? 1.12 : 1;
  const region = asked.region !== '' && asked.region === ticket.region ? 1.03 : 1;
  const verdict = ticket.rating === null ? 1 : 0.94 + ticket.rating * 0.02;
  return recency * category * entity * region * verdict * (ticket.reopenCount > 0 ? 0.95 : 1);
};

const selfId = 'self';

/** The candidates worth showing, the most helpful first. The question ranks among them itself, as the measure of "the same". */
export const rankSimilar = (asked: Asked, candidates: readonly Candidate[], limit: number, now: Date): Ranked[] => {
  if (candidates.length === 0) return [];
  const question = { title: asked.subject, body: asked.body };
  const texts = candidates.map(({ saying }) => ({ id: saying.id, title: saying.subject, body: saying.body }));
  const hits = rankCandidates(question, [{ id: selfId, ...question }, ...texts], texts.length + 1);
  const self = hits.find((hit) => hit.id === selfId)?.score ?? 0;
  const byId = new Map(candidates.map((candidate) => [candidate.saying.id, candidate]));
  const rankedOf = (hit: Hit): Ranked[] => {
    const candidate = byId.get(hit.id);
    if (!candidate || self <= 0) return [];
    const likeness = Math.min(0.99, Math.sqrt(Math.max(0, hit.score) / self));
    return [{ candidate, likeness, score: likeness * weightOf(asked, candidate, now), words: hit.words.slice(0, 6) }];
  };
  return hits
    .flatMap(rankedOf)
    .filter((one) => one.likeness >= leastLikeness)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit);
};
