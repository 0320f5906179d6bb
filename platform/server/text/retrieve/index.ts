/** Finding similar texts without a segmenter, a model or a network. Knows texts, not tickets. */
import type { Hit, IndexedText, TextQuery } from './hit.ts';
import { TextIndex } from './text-index.ts';

export { TextIndex };

export type { Hit, IndexedText, TextQuery } from './hit.ts';

/** Ranks a few hundred candidates that a database has found, with document frequencies among them. */
export const rankCandidates = (query: TextQuery, candidates: readonly IndexedText[], limit: number): Hit[] =>
  TextIndex.build(candidates).search(query, limit);
