/**
 * Expressions that are run only where they can match. A sorted text is tried against some five hundred alternatives and
 * fits a handful: one pass finds the literals that the others would need and do not have (required-literals.ts). The
 * result is that of the bare expression; measured, running all of them was two thirds of what sorting a text cost.
 */
import { buildLetterTrie, type LetterTrie } from './letter-trie.ts';
import { alternativesOf, requiredLiterals } from './required-literals.ts';
import type { Span } from './vocabulary.ts';

/** `reach`: how much of the beginning is looked at; all of it unless told. */
export interface GatedPattern {
  test(text: string, reach?: number): boolean;
  first(text: string, reach?: number): Span | undefined;
  /** As `matchAll` gives them, at most so many. */
  all(text: string, reach?: number, most?: number): Span[];
}

/** An expression whose groups are needed: gated as a whole. */
export interface GatedExpression {
  mayMatch(text: string): boolean;
  matches(text: string, reach?: number): Iterable<RegExpExecArray>;
}

interface Alternative {
  readonly expression: RegExp;
  readonly gate: number;
}

// Filled while the modules are loaded, read ever after: a gate is a number in `open`.
const literals: string[] = [];
const literalIndexes = new Map<string, number>();
const gateOfClause: number[] = [];
const clausesOfLiteral: number[][] = [];
const clauseCounts: number[] = [];

const literalIndex = (literal: string): number => {
  const known = literalIndexes.get(literal);
  if (known !== undefined) return known;
  literalIndexes.set(literal, literals.length);
  literals.push(literal);
  clausesOfLiteral.push([]);
  trie = undefined;
  return literals.length - 1;
};

let trie: LetterTrie | undefined;

// Used again for each text: arrays of this size lie outside the heap, and to make and drop three a text cost more than to fill them.
let counts = new Uint8Array(0);
let missing = new Uint8Array(0);
let seen = new Uint32Array(0);
let met = new Uint32Array(0);
let turn = 0;
const LAST_TURN = 0xffff_ffff;

const addGate = (source: string): number => {
  const gate = clauseCounts.length;
  const clauses = requiredLiterals(source);
  clauseCounts.push(clauses.length);
  for (const clause of clauses) {
    const index = gateOfClause.length;
    gateOfClause.push(gate);
    for (const literal of clause) clausesOfLiteral[literalIndex(literal)]?.push(index);
  }
  return gate;
};

/** Leaves in `missing` of each gate how many of its clauses are not met by the text: open at 0. */
const readGates = (text: string): void => {
  trie ??= buildLetterTrie(literals);
  if (counts.length !== clauseCounts.length || turn === LAST_TURN) makeRoom();
  missing.set(counts);
  turn += 1;
  trie.walk(text, meet);
};

const makeRoom = (): void => {
  counts = Uint8Array.from(clauseCounts);
  missing = new Uint8Array(counts.length);
  seen = new Uint32Array(literals.length);
  met = new Uint32Array(gateOfClause.length);
  turn = 0;
};

const meet = (literal: number): void => {
  if (seen[literal] === turn) return;
  seen[literal] = turn;
  for (const clause of clausesOfLiteral[literal] ?? []) {
    if (met[clause] === turn) continue;
    met[clause] = turn;
    const gate = gateOfClause[clause] ?? 0;
    missing[gate] = (missing[gate] ?? 0) - 1;
  }
};

let lastText: string | undefined;

/** All expressions are asked about one text, one after another: the last one is remembered. */
const gatesOf = (text: string): Uint8Array => {
  if (text !== lastText || missing.length !== clauseCounts.length) {
    readGates(text);
    lastText = text;
  }
  return missing;
};

const none: readonly Alternative[] = [];

/** Nearly always none: that answer costs no memory. */
const openIn = (alternatives: readonly Alternative[], text: string): readonly Alternative[] => {
  const gates = gatesOf(text);
  let open: Alternative[] | undefined;
  for (const one of alternatives) {
    if (gates[one.gate] !== 0) continue;
    if (open === undefined) open = [one];
    else open.push(one);
  }
  return open ?? none;
};

const within = (text: string, reach: number | undefined): string =>
  reach !== undefined && text.length > reach ? text.slice(0, reach) : text;

const nextSpan = ({ expression }: Alternative, text: string, from: number): Span | undefined => {
  expression.lastIndex = from;
  const match = expression.exec(text);
  return match === null ? undefined : { start: match.index, end: match.index + match[0].length };
};

/** The leftmost match, of those at one place the earliest alternative's: what the whole expression would have found. */
const leftmost = (spans: readonly (Span | undefined)[]): Span | undefined => {
  let best: Span | undefined;
  for (const span of spans) if (span !== undefined && (best === undefined || span.start < best.start)) best = span;
  return best;
};

const anyOf = (open: readonly Alternative[], looked: string): boolean =>
  open.some((one) => nextSpan(one, looked, 0) !== undefined);

const firstOf = (open: readonly Alternative[], looked: string): Span | undefined =>
  leftmost(open.map((one) => nextSpan(one, looked, 0)));

const allOf = (open: readonly Alternative[], looked: string, most: number): Span[] => {
  const found: Span[] = [];
  const next = open.map((one) => nextSpan(one, looked, 0));
  while (found.length < most) {
    const span = leftmost(next);
    if (span === undefined) break;
    found.push(span);
    // Behind an empty match a search goes on one unit further, as `matchAll` does without the flag `u`.
    const from = span.end === span.start ? span.end + 1 : span.end;
    open.forEach((one, i) => {
      const known = next[i];
      if (known !== undefined && known.start < from) next[i] = nextSpan(one, looked, from);
    });
  }
  return found;
};

/** For expressions without groups that are referred to; flags and sticky state are this module's business. */
export const gatedPattern = (source: string): GatedPattern => {
  const alternatives = alternativesOf(source).map((part) => ({
    expression: new RegExp(part, 'g'),
    gate: addGate(part),
  }));
  return {
    test: (text, reach) => {
      const open = openIn(alternatives, text);
      return open.length > 0 && anyOf(open, within(text, reach));
    },
    first: (text, reach) => {
      const open = openIn(alternatives, text);
      return open.length === 0 ? undefined : firstOf(open, within(text, reach));
    },
    all: (text, reach, most = Number.POSITIVE_INFINITY) => {
      const open = openIn(alternatives, text);
      return open.length === 0 ? [] : allOf(open, within(text, reach), most);
    },
  };
};

const noMatches: readonly RegExpExecArray[] = [];

/** What `matchAll` gives, without its copy of the expression, which costs more than a short text. For the flag `g`. */
export function* matchesOf(expression: RegExp, text: string): Generator<RegExpExecArray> {
  for (let from = 0; from <= text.length;) {
    expression.lastIndex = from;
    const match = expression.exec(text);
    if (match === null) return;
    from = expression.lastIndex;
    // With the flag `u` a search that begins inside a pair of surrogates steps back to its beginning.
    if (match[0] === '') from += expression.unicode && (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1;
    yield match;
  }
}

export const gatedExpression = (source: string): GatedExpression => {
  const gate = addGate(source);
  const expression = new RegExp(source, 'g');
  return {
    mayMatch: (text) => gatesOf(text)[gate] === 0,
    matches: (text, reach) => (gatesOf(text)[gate] === 0 ? matchesOf(expression, within(text, reach)) : noMatches),
  };
};
