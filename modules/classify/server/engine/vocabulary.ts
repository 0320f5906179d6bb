import { foldKeepingOffsets } from '#platform/server/text/normalise.ts';
import { buildAutomaton, type Automaton, type Match } from './automaton.ts';

/** Collects the words of all rules and lexicons, each once, and then finds all of them in one pass. */
export interface Vocabulary {
  /** The pattern's index; the same word asked twice is one pattern. Undefined for a word of nothing but spaces. */
  add(word: string): number | undefined;
  build(): Automaton;
}

export function createVocabulary(ignoredWords: readonly string[] = []): Vocabulary {
  const ignored = new Set(ignoredWords.map(foldWord));
  const indexes = new Map<string, number>();
  return {
    add: (word) => {
      const folded = foldWord(word);
      if (folded === '' || folded === '*' || ignored.has(folded)) return undefined;
      const known = indexes.get(folded);
      if (known !== undefined) return known;
      indexes.set(folded, indexes.size);
      return indexes.size - 1;
    },
    build: () => buildAutomaton([...indexes.keys()]),
  };
}

function foldWord(word: string): string {
  return foldKeepingOffsets(word.normalize('NFC')).trim();
}

/** Which of many owners asked for a pattern: from a match to what it means, without looking at the others. */
export type PatternIndex<T> = Map<number, T[]>;

export function indexWords<T>(
  index: PatternIndex<T>,
  vocabulary: Vocabulary,
  words: readonly string[],
  owner: T,
): void {
  for (const word of words) {
    const pattern = vocabulary.add(word);
    if (pattern === undefined) continue;
    const owners = index.get(pattern);
    if (owners === undefined) index.set(pattern, [owner]);
    else if (!owners.includes(owner)) owners.push(owner);
  }
}

export interface Span {
  start: number;
  end: number;
}

/** A text and all words found in it. */
export interface ScannedText {
  /** Subject and content as given, with a line break between. */
  original: string;
  /** The same, folded, offset by offset. */
  text: string;
  subjectLength: number;
  matches: Match[];
  matchOf: ReadonlyMap<number, Match>;
}

export function spansOf(match: Match): Span[] {
  return match.starts.map((start) => ({ start, end: start + match.length }));
}

/** The spans of all matches that any owner in the index asked for. */
export function spansIn(matches: readonly Match[], index: PatternIndex<unknown>): Span[] {
  return matches.flatMap((match) => (index.has(match.pattern) ? spansOf(match) : []));
}

/** Answers "does any of these spans cover or touch that one" in logarithmic time: adversarial texts have thousands. */
export interface Cover {
  contains(span: Span): boolean;
  /** Contains it and is longer. */
  exceeds(span: Span): boolean;
  isNear(span: Span, within: number): boolean;
}

export function coverOf(spans: readonly Span[]): Cover {
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  let furthest = -1;
  const furthestEnds = sorted.map(({ end }) => (furthest = Math.max(furthest, end)));
  const furthestEndUpTo = (start: number): number => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle]?.start ?? 0) <= start) low = middle + 1;
      else high = middle;
    }
    return furthestEnds[low - 1] ?? -1;
  };
  return {
    contains: ({ start, end }) => furthestEndUpTo(start) >= end,
    exceeds: ({ start, end }) => furthestEndUpTo(start) > end || furthestEndUpTo(start - 1) >= end,
    isNear: ({ start, end }, within) => furthestEndUpTo(end + within) >= Math.max(0, start - within),
  };
}

/** Words as the person wrote them, each once. */
export function wordsAt(scanned: ScannedText, spans: readonly Span[]): string[] {
  return [...new Set(spans.map(({ start, end }) => scanned.original.slice(start, end)))];
}
