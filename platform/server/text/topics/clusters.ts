import type { Edge } from './neighbours.ts';
import { dot, type Vector } from './vectors.ts';

/** Members and the sum of their vectors. */
export interface Cluster {
  members: number[];
  sum: Map<number, number>;
}

/**
 * Two clusters become one when their members are this alike on average. Measured on 4,326 messages of citizens:
 * at 0.15 a story of 58 loses a quarter of its tellers, at 0.07 unrelated kindergartens and driving schools flow together.
 */
const leastLikeness = 0.1;
/** Beyond this a story would fall apart even where all texts are alike. */
const mostLikeness = 0.25;
const pairsSampled = 2_000;
const mostTermsOfSum = 1_200;
const keptTermsOfSum = 600;

/**
 * How alike members must be here: short texts share words by chance, so twice the usual likeness of two texts is added.
 * The median, because a story that many tell must not raise the bar for itself.
 */
export const likenessAsked = (vectors: readonly Vector[]): number => {
  const count = vectors.length;
  const pairs = Math.min(pairsSampled, count);
  const likeness = Array.from({ length: pairs }, (_, i) => {
    const a = vectors[Math.floor((i * count) / pairs)];
    const b = vectors[(i * 7_919 + 1) % count];
    return a === undefined || b === undefined ? 0 : dot(a, b);
  }).sort((a, b) => a - b);
  return Math.min(mostLikeness, leastLikeness + 2 * (likeness[pairs >> 1] ?? 0));
};

/** Average-linkage clustering along the edges, the strongest first. */
export const clusterAlong = (vectors: readonly Vector[], edges: readonly Edge[], asked: number): Cluster[] => {
  const clusterOf: Cluster[] = vectors.map((vector, text) => ({ members: [text], sum: sumOf(vector) }));
  for (const { a, b } of edges) {
    const first = clusterOf[a];
    const second = clusterOf[b];
    if (first === undefined || second === undefined || first === second) continue;
    const [large, small] = first.members.length >= second.members.length ? [first, second] : [second, first];
    const likeness = overlap(large.sum, small.sum) / (large.members.length * small.members.length);
    if (likeness < asked) continue;
    absorb(large, small);
    for (const member of small.members) clusterOf[member] = large;
  }
  return [...new Set(clusterOf)];
};

const sumOf = (vector: Vector): Map<number, number> => {
  const sum = new Map<number, number>();
  vector.grams.forEach((gram, place) => sum.set(gram, vector.weights[place] ?? 0));
  return sum;
};

const overlap = (a: ReadonlyMap<number, number>, b: ReadonlyMap<number, number>): number => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a];
  let sum = 0;
  for (const [gram, weight] of few) sum += weight * (many.get(gram) ?? 0);
  return sum;
};

const absorb = (large: Cluster, small: Cluster): void => {
  for (const member of small.members) large.members.push(member);
  for (const [gram, weight] of small.sum) large.sum.set(gram, (large.sum.get(gram) ?? 0) + weight);
  // The light end of a large sum is noise and would make every further comparison dearer.
  if (large.sum.size > mostTermsOfSum)
    large.sum = new Map([...large.sum].sort((a, b) => b[1] - a[1]).slice(0, keptTermsOfSum));
};

/** Which clusters speak of a gram, and how much; two flat lists, since 100,000 texts read them 64 times each. */
interface Mentions {
  readonly clusters: number[];
  readonly means: number[];
}

/** The mean of a cluster as something to compare texts with; looked up by gram. */
export class Centres {
  readonly #byGram: (Mentions | undefined)[] = [];
  readonly #scores: Float64Array;

  constructor(clusters: readonly Cluster[]) {
    this.#scores = new Float64Array(clusters.length);
    clusters.forEach((cluster, number) => {
      for (const [gram, weight] of cluster.sum) {
        const mentions = (this.#byGram[gram] ??= { clusters: [], means: [] });
        mentions.clusters.push(number);
        mentions.means.push(weight / cluster.members.length);
      }
    });
  }

  /** The cluster whose members are most like this text, or -1 when none is like enough. */
  nearest(vector: Vector, asked: number): number {
    const touched: number[] = [];
    vector.grams.forEach((gram, place) => {
      const mentions = this.#byGram[gram];
      if (mentions === undefined) return;
      const weight = vector.weights[place] ?? 0;
      for (let i = 0; i < mentions.clusters.length; i += 1) {
        const cluster = mentions.clusters[i] ?? 0;
        const before = this.#scores[cluster] ?? 0;
        if (before === 0) touched.push(cluster);
        this.#scores[cluster] = before + (mentions.means[i] ?? 0) * weight;
      }
    });
    let best = -1;
    let likeness = asked;
    for (const cluster of touched) {
      const score = this.#scores[cluster] ?? 0;
      this.#scores[cluster] = 0;
      if (score < likeness) continue;
      best = cluster;
      likeness = score;
    }
    return best;
  }
}

/** How like its cluster a text is: the mean of its likeness to every member. */
export const likenessTo = (cluster: Cluster, vector: Vector): number => {
  let sum = 0;
  vector.grams.forEach((gram, place) => {
    sum += (vector.weights[place] ?? 0) * (cluster.sum.get(gram) ?? 0);
  });
  return sum / cluster.members.length;
};
