import { Centres, type Cluster, clusterAlong, likenessAsked, likenessTo } from './clusters.ts';
import { describeTopic } from './describe-topic.ts';
import type { FoundTopic, TopicOptions, TopicText } from './topic.ts';
import { findNeighbours } from './neighbours.ts';
import { Rarity, type Vector } from './vectors.ts';

/** Stories are found among this many texts, evenly spread; the others then join what was found. */
const mostClustered = 20_000;
const manyTexts = 500;

/** Groups of texts that tell the same story, the largest first. The same texts in the same order give the same answer. */
export const findTopics = (texts: readonly TopicText[], options: TopicOptions = {}): FoundTopic[] => {
  const { limit = 50, minSize = texts.length < manyTexts ? 3 : 5, onProgress = () => undefined } = options;
  const step = Math.max(1, Math.ceil(texts.length / mostClustered));
  const sample = texts.filter((_, number) => number % step === 0);
  const rarity = new Rarity(sample);
  const vectors = texts.map((text) => rarity.vector(text));
  const sampled = vectors.filter((_, number) => number % step === 0);
  onProgress(0.3);
  const asked = likenessAsked(sampled);
  const edges = findNeighbours(sampled, rarity, (part) => onProgress(0.3 + part * 0.4));
  const clusters = clusterAlong(sampled, edges, asked);
  onProgress(0.85);
  const leastSampled = Math.max(2, Math.ceil(minSize / step));
  const kept = clusters.filter((cluster) => cluster.members.length >= leastSampled);
  for (const cluster of kept) cluster.members = cluster.members.map((member) => member * step);
  gatherRest(kept, vectors, asked);
  const order = kept
    .map((cluster) => ({ cluster, votes: votesOf(cluster, texts) }))
    .filter(({ cluster }) => cluster.members.length >= Math.max(1, minSize))
    .sort((a, b) => b.cluster.members.length - a.cluster.members.length || b.votes - a.votes);
  const topics = order.slice(0, limit).map(({ cluster }) => toTopic(cluster, texts, vectors, rarity));
  onProgress(1);
  return topics;
};

/** Texts outside the sample, and those that the edges left alone, join the cluster they are like. */
const gatherRest = (clusters: readonly Cluster[], vectors: readonly Vector[], asked: number): void => {
  const centres = new Centres(clusters);
  const settled = new Set(clusters.flatMap((cluster) => cluster.members));
  const joining: number[][] = clusters.map(() => []);
  vectors.forEach((vector, text) => {
    if (settled.has(text)) return;
    joining[centres.nearest(vector, asked)]?.push(text);
  });
  clusters.forEach((cluster, number) => {
    const before = cluster.members.length;
    const joined = joining[number] ?? [];
    // The sum stays that of the first members, scaled, so that a mean over all of them can still be asked for.
    const scale = (before + joined.length) / before;
    for (const [gram, weight] of cluster.sum) cluster.sum.set(gram, weight * scale);
    for (const text of joined) cluster.members.push(text);
  });
};

const votesOf = (cluster: Cluster, texts: readonly TopicText[]): number =>
  cluster.members.reduce((sum, member) => sum + (texts[member]?.weight ?? 0), 0);

const toTopic = (
  cluster: Cluster,
  texts: readonly TopicText[],
  vectors: readonly Vector[],
  rarity: Rarity,
): FoundTopic => {
  const likeness = new Map(
    cluster.members.map((member) => {
      const vector = vectors[member];
      return [member, vector === undefined ? 0 : likenessTo(cluster, vector)];
    }),
  );
  const members = cluster.members.toSorted((a, b) => (likeness.get(b) ?? 0) - (likeness.get(a) ?? 0) || a - b);
  const told = members.flatMap((member) => texts[member] ?? []);
  const times = told.flatMap((text) => text.at ?? []);
  const topic: FoundTopic = { ids: told.map((text) => text.id), ...describeTopic(told, cluster.sum, rarity) };
  if (times.length > 0) {
    topic.firstAt = times.reduce((a, b) => Math.min(a, b));
    topic.lastAt = times.reduce((a, b) => Math.max(a, b));
  }
  return topic;
};
