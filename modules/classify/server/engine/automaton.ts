/**
 * All words of all rules and lexicons in one pass over the text. A word of Latin letters or digits must stand alone (app
 * is not in apple); a star at its end opens it (refund*).
 */
import { buildLetterTrie, type LetterTrie } from './letter-trie.ts';

export interface Match {
  /** Index of the word in the list the automaton was built from. */
  pattern: number;
  length: number;
  /** Offsets of the first occurrences, at most `POSITIONS_KEPT`. */
  starts: number[];
  count: number;
}

export interface Automaton {
  /** Distinct words found, in the order in which they first end; `text` must be folded. */
  scan(text: string): Match[];
  /** The same by the word's index. */
  find(text: string): ReadonlyMap<number, Match>;
}

/** An adversarial "退款退款退款…" has half a million hits: more positions than these decide nothing. */
const POSITIONS_KEPT = 24;

interface Word {
  text: string;
  boundBefore: boolean;
  boundAfter: boolean;
}

export function buildAutomaton(patterns: readonly string[]): Automaton {
  const words = patterns.map(wordOf);
  const trie = buildLetterTrie(words.map((word) => word.text));
  return {
    scan: (text) => [...find(trie, words, text).values()],
    find: (text) => find(trie, words, text),
  };
}

function wordOf(pattern: string): Word {
  const open = pattern.endsWith('*') && pattern.length > 1;
  const text = open ? pattern.slice(0, -1) : pattern;
  return {
    text,
    boundBefore: isWordUnit(text.charCodeAt(0)),
    boundAfter: !open && isWordUnit(text.charCodeAt(text.length - 1)),
  };
}

/** ASCII letters and digits, and the accented Latin letters. */
function isWordUnit(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 48 && unit <= 57) || (unit >= 0xe0 && unit <= 0x24f);
}

function find(trie: LetterTrie, words: readonly Word[], text: string): ReadonlyMap<number, Match> {
  const found = new Map<number, Match>();
  trie.walk(text, (pattern, end) => {
    const word = words[pattern];
    if (word === undefined) return;
    const { length } = word.text;
    const start = end - length;
    if (word.boundBefore && start > 0 && isWordUnit(text.charCodeAt(start - 1))) return;
    if (word.boundAfter && end < text.length && isWordUnit(text.charCodeAt(end))) return;
    const match = found.get(pattern);
    if (match === undefined) {
      found.set(pattern, { pattern, length, starts: [start], count: 1 });
      return;
    }
    match.count += 1;
    if (match.starts.length < POSITIONS_KEPT) match.starts.push(start);
  });
  return found;
}
