/**
 * Full-text search without a segmenter (DOMAIN 3.2): the index holds character bigrams of Chinese, Japanese
 * and Korean, and whole words of everything else; LIKE on the folded text rechecks what the index found.
 *
 * What a query finds, given an index row of `searchTerms(text)` and a column with `foldText(text)`:
 * - CJK: every substring, of one character too, across punctuation too (快递，没到 is found by 递，没);
 * - Latin words and numbers: the whole word, and every beginning of it (refu finds refund, fund does not);
 * - codes with a digit and 6 or more characters (orders, phones): also every end of 4 or more characters;
 * - several words with spaces between: all of them must be there, in any order.
 */
import { foldText } from './normalise.ts';

/** PostgreSQL refuses a lexeme of 2047 bytes and a tsvector of 1 MiB; both limits are kept well away from. */
const LONGEST_WORD = 64;
const TERM_BYTES = 900_000;
const TAIL = 4;
const SHORTEST_CODE = 6;
const LONGEST_QUERY = 200;
const MOST_QUERY_TERMS = 48;

export interface SearchQuery {
  /** Terms that must all be present as they are. */
  terms: string[];
  /** Alternatives that must be present too: one group is `a | b`, a prefix stands for any term that begins with it. */
  anyOf: { term: string; prefix: boolean }[][];
  /** LIKE patterns (already `%…%`, escaped with backslash) that must all match the folded text. */
  like: string[];
  /** The query is this one character: its index hits can be a good part of the table, so look at recent rows first. */
  single?: string;
  /** The above as text for `::tsquery`; absent when the index cannot help (only punctuation or emoji). */
  tsquery?: string;
}

export const WORD = 1;
export const CJK = 2;
const OTHER = 0;
const WORD_CHARACTER = /[\p{L}\p{N}\p{M}]/u;
const CJK_CHARACTER =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\u30FC々〇]/u;

/** Kinds of the characters of the basic plane, filled as they are met: a table look-up instead of two regexes. */
const kinds = new Uint8Array(0x10000);

/** WORD, CJK, or 0 for what parts them. */
export function kindOf(codePoint: number): number {
  if (codePoint > 0xffff) return classify(String.fromCodePoint(codePoint));
  const known = kinds[codePoint] ?? 0;
  if (known > 0) return known - 1;
  const kind = classify(String.fromCharCode(codePoint));
  kinds[codePoint] = kind + 1;
  return kind;
}

function classify(character: string): number {
  if (CJK_CHARACTER.test(character)) return /\p{L}|\p{N}|\p{M}/u.test(character) ? CJK : OTHER;
  return WORD_CHARACTER.test(character) ? WORD : OTHER;
}

/** Splits folded text into words and CJK runs; punctuation and spaces end a word but not a run. */
function eachRun(folded: string, onWord: (word: string) => void, onRun: (characters: string[]) => void): void {
  let run: string[] = [];
  let wordStart = -1;
  let i = 0;
  while (i <= folded.length) {
    const codePoint = folded.codePointAt(i);
    const kind = codePoint === undefined ? OTHER : kindOf(codePoint);
    const size = codePoint !== undefined && codePoint > 0xffff ? 2 : 1;
    if (kind !== WORD && wordStart >= 0) {
      onWord(folded.slice(wordStart, i));
      wordStart = -1;
    }
    if (kind === WORD && wordStart < 0) {
      wordStart = i;
      if (run.length > 0) onRun(run);
      run = [];
    }
    if (kind === CJK) run.push(folded.slice(i, i + size));
    i += size;
  }
  if (run.length > 0) onRun(run);
}

/** The distinct index terms of a text (folded here); safe for array_to_tsvector, cut off at about 900 kB of terms. */
export function searchTerms(text: string): string[] {
  const terms = new Set<string>();
  let room = TERM_BYTES;
  const add = (term: string): void => {
    if (room <= 0 || terms.has(term)) return;
    terms.add(term);
    // Four bytes a character at most, one of overhead for alignment.
    room -= term.length * 3 + 1;
  };
  eachRun(
    foldText(text),
    (word) => {
      add(cutWord(word));
      if (isCode(word)) add(tailOf(word));
    },
    (characters) => {
      for (let i = 1; i < characters.length; i += 1) add(`${characters[i - 1] ?? ''}${characters[i] ?? ''}`);
      // The last character has no bigram that begins with it: as a term of its own it makes prefix search complete.
      add(characters[characters.length - 1] ?? '');
    },
  );
  return [...terms];
}

function cutWord(word: string): string {
  return word.length <= LONGEST_WORD ? word : [...word].slice(0, LONGEST_WORD).join('');
}

function isCode(word: string): boolean {
  return word.length >= SHORTEST_CODE && /\p{Nd}/u.test(word);
}

function tailOf(word: string): string {
  return [...word].slice(-TAIL).join('');
}

/** How a person's query is answered; spaces part words, a part may mix scripts and punctuation. */
export function searchQuery(text: string): SearchQuery {
  const folded = [...foldText(text)].slice(0, LONGEST_QUERY).join('').trim();
  const terms = new Set<string>();
  const anyOf = new Map<string, { term: string; prefix: boolean }[]>();
  const parts = [...new Set(folded.split(' ').filter((part) => part !== ''))];
  for (const part of parts) {
    for (const group of termsOfPart(part)) {
      const [only] = group;
      if (terms.size + anyOf.size >= MOST_QUERY_TERMS) break;
      if (group.length === 1 && only !== undefined && !only.prefix) terms.add(only.term);
      else anyOf.set(group.map((each) => `${each.term}${each.prefix ? '*' : ''}`).join('|'), group);
    }
  }
  const query: SearchQuery = { terms: [...terms], anyOf: [...anyOf.values()], like: parts.map(likePattern) };
  if ([...folded].length === 1) query.single = folded;
  const tsquery = tsqueryOf(query);
  if (tsquery !== '') query.tsquery = tsquery;
  return query;
}

type TermGroup = { term: string; prefix: boolean }[];

function termsOfPart(part: string): TermGroup[] {
  const groups: TermGroup[] = [];
  let position = 0;
  eachRun(
    part,
    (word) => {
      const start = part.indexOf(word, position);
      position = start + word.length;
      groups.push(wordGroup(word, start === 0, position === part.length));
    },
    (characters) => {
      const first = part.indexOf(characters[0] ?? '', position);
      // A run may end at the query's end in the middle of the text's run; before a word it truly ends.
      const runEnds = endsBeforeWord(part, first, characters.length);
      if (characters.length === 1) groups.push([{ term: characters[0] ?? '', prefix: !runEnds }]);
      for (let i = 1; i < characters.length; i += 1) {
        groups.push([{ term: `${characters[i - 1] ?? ''}${characters[i] ?? ''}`, prefix: false }]);
      }
    },
  );
  return groups;
}

function endsBeforeWord(part: string, from: number, count: number): boolean {
  let left = count;
  for (const character of part.slice(from)) {
    const kind = kindOf(character.codePointAt(0) ?? 0);
    if (kind === CJK) left -= 1;
    if (kind === WORD && left === 0) return true;
  }
  return false;
}

function wordGroup(word: string, atStart: boolean, atEnd: boolean): TermGroup {
  const term = cutWord(word);
  const group: TermGroup = [{ term, prefix: atEnd && term === word }];
  // Typed from the middle of a code up to its end: the last four lead to it, LIKE checks the rest.
  if (atStart && word.length >= TAIL && /\p{Nd}/u.test(word)) group.push({ term: tailOf(word), prefix: false });
  return group;
}

function likePattern(part: string): string {
  return `%${part.replace(/[\\%_]/g, '\\$&')}%`;
}

function tsqueryOf(query: SearchQuery): string {
  const exact = query.terms.map((term) => quoteTerm(term, false));
  const groups = query.anyOf.map((group) => {
    const alternatives = group.map((each) => quoteTerm(each.term, each.prefix)).join(' | ');
    return group.length === 1 ? alternatives : `(${alternatives})`;
  });
  return [...exact, ...groups].join(' & ');
}

function quoteTerm(term: string, prefix: boolean): string {
  return `'${term.replaceAll('\\', '\\\\').replaceAll("'", "''")}'${prefix ? ':*' : ''}`;
}
