import { dot, type Rarity, type Vector } from './vectors.ts';

export interface Edge {
  readonly a: number;
  readonly b: number;
  readonly similarity: number;
}

const mostNeighbours = 30;
const mostCandidates = 80;
/** Postings looked at for one text: the rarest grams first, so that a common word never costs more than this. */
const mostPostings = 6_000;
const leastSimilarity = 0.08;

/** For each text the earlier ones that are most like it; the strongest edges first. */
export const findNeighbours = (
  vectors: readonly Vector[],
  rarity: Rarity,
  onProgress: (part: number) => void,
): Edge[] => {
  const postings: number[][] = [];
  const shared = new Float32Array(vectors.length);
  const edges: Edge[] = [];
  vectors.forEach((vector, text) => {
    if (text % 500 === 0) onProgress(text / vectors.length);
    const touched = touch(vector, rarity, postings, shared);
    touched.sort((a, b) => (shared[b] ?? 0) - (shared[a] ?? 0) || a - b);
    const near = touched
      .slice(0, mostCandidates)
      .map((other) => ({ a: other, b: text, similarity: dot(vector, vectors[other] ?? vector) }))
      .filter((edge) => edge.similarity >= leastSimilarity)
      .sort((x, y) => y.similarity - x.similarity);
    edges.push(...near.slice(0, mostNeighbours));
    for (const other of touched) shared[other] = 0;
    for (const gram of vector.grams) (postings[gram] ??= []).push(text);
  });
  return edges.sort((x, y) => y.similarity - x.similarity || x.a - y.a || x.b - y.b);
};

const touch = (vector: Vector, rarity: Rarity, postings: readonly number[][], shared: Float32Array): number[] => {
  const touched: number[] = [];
  const order = [...vector.grams.keys()].sort(
    (a, b) => rarity.frequency(vector.grams[a] ?? 0) - rarity.frequency(vector.grams[b] ?? 0),
  );
  let left = mostPostings;
  for (const place of order) {
    const list = postings[vector.grams[place] ?? 0] ?? [];
    const weight = (vector.weights[place] ?? 0) ** 2;
    // The newest end of a long list: stories are told close together.
    const from = Math.max(0, list.length - left);
    for (let i = from; i < list.length; i += 1) {
      const other = list[i] ?? 0;
      const before = shared[other] ?? 0;
      if (before === 0) touched.push(other);
      shared[other] = before + weight;
    }
    left -= list.length;
    if (left <= 0) break;
  }
  return touched;
};
