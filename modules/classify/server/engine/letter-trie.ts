/**
 * Aho-Corasick: all words are found in one pass over the text, whatever their number. The edges lie in one open hash
 * table of plain numbers (a dense table would take 36 MB), those out of the root in a table by letter.
 */
export interface LetterTrie {
  /** Each word as it ends, at one place the longest first; `end` is the offset behind it. Empty words are never found. */
  walk(text: string, found: (word: number, end: number) => void): void;
}

interface Edges {
  /** Node and letter of each edge; a `to` of 0 is an empty place, for no edge leads to the root. */
  from: Int32Array;
  letter: Uint16Array;
  to: Int32Array;
  mask: number;
  /** By letter (UTF-16 unit). */
  ofRoot: Int32Array;
}

interface Trie {
  edges: Edges;
  fail: Int32Array;
  /** The word that ends in a node, or -1, a further one with the same letters in `twins`; and the nearest node on the fail path that ends one. */
  ends: Int32Array;
  twins: Int32Array;
  output: Int32Array;
}

export function buildLetterTrie(words: readonly string[]): LetterTrie {
  const room = 1 + words.reduce((sum, word) => sum + word.length, 0);
  const trie: Trie = {
    edges: newEdges(room),
    fail: new Int32Array(room),
    ends: new Int32Array(room).fill(-1),
    twins: new Int32Array(words.length).fill(-1),
    output: new Int32Array(room),
  };
  linkFailures(trie, addWords(trie, words));
  return { walk: (text, found) => walk(trie, text, found) };
}

function newEdges(most: number): Edges {
  let places = 16;
  while (places < most * 2) places *= 2;
  return {
    from: new Int32Array(places),
    letter: new Uint16Array(places),
    to: new Int32Array(places),
    mask: places - 1,
    ofRoot: new Int32Array(0x10000),
  };
}

/** The place of an edge in the table, or the empty place where it would stand. */
function placeOf({ from, letter, to, mask }: Edges, node: number, unit: number): number {
  let at = Math.imul(node, 0x9e3779b1) + Math.imul(unit, 0x85ebca6b);
  at = (at ^ (at >>> 15)) & mask;
  while (to[at] !== 0 && (from[at] !== node || letter[at] !== unit)) at = (at + 1) & mask;
  return at;
}

/** Each new node with its parent and letter, in the order in which they were made. */
type Grown = { node: number; parent: number; unit: number }[];

function addWords({ edges, ends, twins }: Trie, words: readonly string[]): Grown {
  const grown: Grown = [];
  words.forEach((word, index) => {
    let node = 0;
    for (let i = 0; i < word.length; i += 1) {
      const unit = word.charCodeAt(i);
      const place = node === 0 ? -1 : placeOf(edges, node, unit);
      const known = (node === 0 ? edges.ofRoot[unit] : edges.to[place]) ?? 0;
      const next = known === 0 ? grown.length + 1 : known;
      if (known === 0) {
        grown.push({ node: next, parent: node, unit });
        if (node === 0) edges.ofRoot[unit] = next;
        else {
          edges.from[place] = node;
          edges.letter[place] = unit;
          edges.to[place] = next;
        }
      }
      node = next;
    }
    if (word === '') return;
    twins[index] = ends[node] ?? -1;
    ends[node] = index;
  });
  return grown;
}

/** Breadth first: a node's failure is the longest proper suffix of its word that is in the trie too. */
function linkFailures({ edges, fail, ends, output }: Trie, grown: Grown): void {
  const depths = new Int32Array(fail.length);
  for (const { node, parent } of grown) depths[node] = (depths[parent] ?? 0) + 1;
  const byDepth = grown.toSorted((a, b) => (depths[a.node] ?? 0) - (depths[b.node] ?? 0));
  for (const { node, parent, unit } of byDepth) {
    const suffix = parent === 0 ? 0 : step(edges, fail, fail[parent] ?? 0, unit);
    fail[node] = suffix;
    output[node] = (ends[suffix] ?? -1) >= 0 ? suffix : (output[suffix] ?? 0);
  }
}

function step(edges: Edges, fail: Int32Array, from: number, unit: number): number {
  let node = from;
  while (node !== 0) {
    const next = edges.to[placeOf(edges, node, unit)] ?? 0;
    if (next !== 0) return next;
    node = fail[node] ?? 0;
  }
  return edges.ofRoot[unit] ?? 0;
}

function walk(
  { edges, fail, ends, twins, output }: Trie,
  text: string,
  found: (word: number, end: number) => void,
): void {
  let node = 0;
  for (let i = 0; i < text.length; i += 1) {
    node = step(edges, fail, node, text.charCodeAt(i));
    if (node === 0) continue;
    let ending = (ends[node] ?? -1) >= 0 ? node : (output[node] ?? 0);
    while (ending !== 0) {
      for (let word = ends[ending] ?? -1; word >= 0; word = twins[word] ?? -1) found(word, i + 1);
      ending = output[ending] ?? 0;
    }
  }
}
