/**
 * Aho-Corasick: all words of all rules and lexicons are found in one pass over the text, whatever their number.
 * A word of Latin letters or digits must stand alone (app is not in apple); a star at its end opens it (refund*).
 */

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
}

/** An adversarial "退款退款退款…" has half a million hits: more positions than these decide nothing. */
const POSITIONS_KEPT = 24;

interface Word {
  text: string;
  boundBefore: boolean;
  boundAfter: boolean;
}

interface Trie {
  words: Word[];
  /** node * alphabet + symbol → node; a dense table would take 36 MB for what a Map does in the same time. */
  next: Map<number, number>;
  /** Symbol of each UTF-16 unit; 0 for units that occur in no word and lead back to the root at once. */
  symbols: Uint16Array;
  alphabet: number;
  fail: Int32Array;
  /** The word that ends in a node, or -1 (a further word with the same letters, refund and refund*, in `twins`), and the nearest node on the fail path that ends one. */
  ends: Int32Array;
  output: Int32Array;
  twins: Int32Array;
}

export function buildAutomaton(patterns: readonly string[]): Automaton {
  const trie = buildTrie(patterns.map(wordOf));
  linkFailures(trie);
  return { scan: (text) => scan(trie, text) };
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

function buildTrie(words: Word[]): Trie {
  const symbols = new Uint16Array(0x10000);
  let alphabet = 1;
  let nodes = 1;
  for (const { text } of words) {
    nodes += text.length;
    for (let i = 0; i < text.length; i += 1) {
      const unit = text.charCodeAt(i);
      if (symbols[unit] !== 0) continue;
      symbols[unit] = alphabet;
      alphabet += 1;
    }
  }
  const ends = new Int32Array(nodes).fill(-1);
  const trie: Trie = {
    words,
    next: new Map(),
    symbols,
    alphabet,
    ends,
    fail: new Int32Array(nodes),
    output: new Int32Array(nodes),
    twins: new Int32Array(words.length).fill(-1),
  };
  let used = 1;
  words.forEach(({ text }, index) => {
    let node = 0;
    for (let i = 0; i < text.length; i += 1) {
      const edge = node * alphabet + (symbols[text.charCodeAt(i)] ?? 0);
      const known = trie.next.get(edge);
      if (known === undefined) trie.next.set(edge, used);
      node = known ?? used;
      if (known === undefined) used += 1;
    }
    if (text === '') return;
    trie.twins[index] = ends[node] ?? -1;
    ends[node] = index;
  });
  return trie;
}

/** Breadth first: a node's failure is the longest proper suffix of its word that is in the trie too. */
function linkFailures(trie: Trie): void {
  const children = new Map<number, { symbol: number; node: number }[]>();
  for (const [edge, node] of trie.next) {
    const parent = Math.floor(edge / trie.alphabet);
    const list = children.get(parent) ?? [];
    list.push({ symbol: edge % trie.alphabet, node });
    children.set(parent, list);
  }
  const queue = [0];
  for (const parent of queue) {
    for (const { symbol, node } of children.get(parent) ?? []) {
      const fail = parent === 0 ? 0 : step(trie, trie.fail[parent] ?? 0, symbol);
      trie.fail[node] = fail;
      trie.output[node] = (trie.ends[fail] ?? -1) >= 0 ? fail : (trie.output[fail] ?? 0);
      queue.push(node);
    }
  }
}

function step(trie: Trie, from: number, symbol: number): number {
  let node = from;
  for (;;) {
    const next = trie.next.get(node * trie.alphabet + symbol);
    if (next !== undefined) return next;
    if (node === 0) return 0;
    node = trie.fail[node] ?? 0;
  }
}

function scan(trie: Trie, text: string): Match[] {
  const found = new Map<number, Match>();
  let node = 0;
  for (let i = 0; i < text.length; i += 1) {
    const symbol = trie.symbols[text.charCodeAt(i)] ?? 0;
    node = symbol === 0 ? 0 : step(trie, node, symbol);
    if (node === 0) continue;
    let ending = (trie.ends[node] ?? -1) >= 0 ? node : (trie.output[node] ?? 0);
    while (ending !== 0) {
      for (let word = trie.ends[ending] ?? -1; word >= 0; word = trie.twins[word] ?? -1) {
        note(trie, found, text, word, i + 1);
      }
      ending = trie.output[ending] ?? 0;
    }
  }
  return [...found.values()];
}

function note(trie: Trie, found: Map<number, Match>, text: string, pattern: number, end: number): void {
  const word = trie.words[pattern];
  if (word === undefined) return;
  const start = end - word.text.length;
  if (word.boundBefore && start > 0 && isWordUnit(text.charCodeAt(start - 1))) return;
  if (word.boundAfter && end < text.length && isWordUnit(text.charCodeAt(end))) return;
  const match = found.get(pattern);
  if (match === undefined) {
    found.set(pattern, { pattern, length: word.text.length, starts: [start], count: 1 });
    return;
  }
  match.count += 1;
  if (match.starts.length < POSITIONS_KEPT) match.starts.push(start);
}
