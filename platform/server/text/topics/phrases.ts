import { GAP, readTokens, type Tokens } from '../retrieve/tokens.ts';
import type { TopicText } from './topic.ts';

/** Neighbouring tokens that several texts have, as long as they are always continued in different ways. */
export interface Phrase {
  readonly shown: string;
  readonly tokens: number;
  /** In how many of the texts it stands. */
  readonly texts: number;
}

interface Tally {
  tokens: number;
  texts: number;
  last: number;
  times: number;
  before: Map<number, number>;
  after: Map<number, number>;
}

const longest = 14;
const bodyUnits = 240;
/** A phrase that nearly always has the same neighbour is a piece of a longer one. */
const mostSameNeighbour = 0.7;

export const readClauses = (text: string, units: number): Tokens[] => {
  const tokens = readTokens(text, units);
  const clauses: Tokens[] = [];
  let from = 0;
  for (let at = 0; at <= tokens.ids.length; at += 1) {
    if (at < tokens.ids.length && tokens.ids[at] !== GAP) continue;
    if (at > from)
      clauses.push({
        ids: tokens.ids.subarray(from, at),
        starts: tokens.starts.subarray(from, at),
        ends: tokens.ends.subarray(from, at),
        folded: tokens.folded,
      });
    from = at + 1;
  }
  return clauses;
};

export const shownSpan = (clause: Tokens, from: number, tokens: number): string =>
  clause.folded.slice(clause.starts[from], clause.ends[from + tokens - 1]);

/** The repeated phrases of some texts, level by level: only what repeats can be the beginning of something longer that repeats. */
export const findPhrases = (texts: readonly TopicText[], least: number): Phrase[] => {
  const clauses = texts.map((text) => [
    ...readClauses(text.title ?? '', bodyUnits),
    ...readClauses(text.body, bodyUnits),
  ]);
  const found: Phrase[] = [];
  let repeated: ReadonlySet<string> | undefined;
  for (let tokens = 1; tokens <= longest; tokens += 1) {
    const tallies = tallyOf(clauses, tokens, repeated);
    const kept = [...tallies].filter(([, tally]) => tally.texts >= least);
    if (kept.length === 0) break;
    repeated = new Set(kept.map(([shown]) => shown));
    for (const [shown, tally] of kept)
      if (isFree(tally.before, tally.times) && isFree(tally.after, tally.times))
        found.push({ shown, tokens, texts: tally.texts });
  }
  return found;
};

const isFree = (neighbours: ReadonlyMap<number, number>, times: number): boolean => {
  let most = 0;
  for (const [token, count] of neighbours) if (token !== GAP && count > most) most = count;
  return most <= times * mostSameNeighbour;
};

const tallyOf = (
  clauses: readonly (readonly Tokens[])[],
  tokens: number,
  repeated: ReadonlySet<string> | undefined,
): Map<string, Tally> => {
  const tallies = new Map<string, Tally>();
  clauses.forEach((ofText, text) => {
    for (const clause of ofText) {
      for (let from = 0; from + tokens <= clause.ids.length; from += 1) {
        if (repeated !== undefined && !repeated.has(shownSpan(clause, from, tokens - 1))) continue;
        if (repeated !== undefined && !repeated.has(shownSpan(clause, from + 1, tokens - 1))) continue;
        count(tallies, shownSpan(clause, from, tokens), tokens, text, clause, from);
      }
    }
  });
  return tallies;
};

const count = (
  tallies: Map<string, Tally>,
  shown: string,
  tokens: number,
  text: number,
  clause: Tokens,
  from: number,
): void => {
  const tally: Tally = tallies.get(shown) ?? {
    tokens,
    texts: 0,
    last: -1,
    times: 0,
    before: new Map(),
    after: new Map(),
  };
  if (tally.last !== text) tally.texts += 1;
  tally.last = text;
  tally.times += 1;
  const before = clause.ids[from - 1] ?? GAP;
  const after = clause.ids[from + tokens] ?? GAP;
  tally.before.set(before, (tally.before.get(before) ?? 0) + 1);
  tally.after.set(after, (tally.after.get(after) ?? 0) + 1);
  tallies.set(shown, tally);
};
