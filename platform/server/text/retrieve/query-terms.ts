import { GAP, isWord, pairOf, readTokens, type Tokens } from './tokens.ts';
import type { TextQuery } from './hit.ts';

/** A gram of the query: a token or two neighbours. */
export interface QueryTerm {
  readonly key: number;
  readonly span: 1 | 2;
  /** How much the query speaks of it: a title counts in full, a body less, repeats hardly. */
  readonly weight: number;
  /** As the query has it, for showing. */
  readonly shown: string;
  /** Whether postings exist for it: pairs and words of other scripts. */
  readonly posted: boolean;
}

const bodyShare = 0.5;
/** A query may be a whole message; what comes after this says the same again. */
const mostQueryUnits = 4_000;

export const queryTerms = (query: TextQuery): QueryTerm[] => {
  const terms = new Map<string, QueryTerm>();
  const parts: [string | undefined, number][] = [
    [query.title, 1],
    [query.body, query.title === undefined || query.title.trim() === '' ? 1 : bodyShare],
  ];
  for (const [text, share] of parts) {
    if (text === undefined) continue;
    addTerms(terms, readTokens(text, mostQueryUnits), share);
  }
  return [...terms.values()];
};

const addTerms = (terms: Map<string, QueryTerm>, tokens: Tokens, share: number): void => {
  const { ids } = tokens;
  const add = (at: number, span: 1 | 2, key: number): void => {
    const name = `${span}:${key}`;
    const known = terms.get(name);
    const posted = span === 2 || (span === 1 && isWord(key));
    // Said twice is said louder, but a text of one word a hundred times is still about one word.
    const weight = known === undefined ? share : Math.min(known.weight + share * 0.5, 2);
    const shown = known?.shown ?? tokens.folded.slice(tokens.starts[at], tokens.ends[at + span - 1]);
    terms.set(name, { key, span, weight, shown, posted });
  };
  for (let at = 0; at < ids.length; at += 1) {
    const first = ids[at] ?? GAP;
    const second = ids[at + 1] ?? GAP;
    if (first === GAP) continue;
    add(at, 1, first);
    if (second !== GAP) add(at, 2, pairOf(first, second));
  }
};
