/** Which tables a piece of SQL names. Not a parser: it reads words, as far as the question needs. */
export interface TableUse {
  table: string;
  writes: boolean;
}

/** Stands for `${…}` in a template, so that a value never looks like a table. */
export const hole = ' ? ';

// These take `from` inside their brackets without naming a table: extract(epoch from at).
const callsWithFrom = new Set(['extract', 'substring', 'trim', 'overlay', 'position']);
const notTables = new Set([
  'select',
  'values',
  'stdin',
  'stdout',
  'skip',
  'nowait',
  'set',
  'only',
  'lateral',
  '(',
  '?',
]);
const endOfFrom = new Set([
  'where',
  'group',
  'order',
  'having',
  'limit',
  'offset',
  'union',
  'returning',
  'window',
  'set',
  'select',
  'for',
]);
const writers = new Set([
  'into',
  'update',
  'truncate',
  'delete',
  'merge',
  'alter',
  'drop',
  'lock',
  'trigger',
  'policy',
]);

const quotedKeyword = /^"(?:from|into|join|update|using|table|on)"$/i;

export function wordsOf(sql: string): string[] {
  const bare = sql
    .replaceAll(/--[^\n]*/g, ' ')
    .replaceAll(/\/\*[\s\S]*?\*\//g, ' ')
    .replaceAll(/'(?:[^']|'')*'/g, ' ? ');
  const found = bare.match(/"[^"]+"|[a-z_][\w$]*(?:\.(?:[a-z_][\w$]*|"[^"]+"))*|[(),;?]|[^\s\w]/gi) ?? [];
  // A name that had to be quoted is no keyword, whatever it spells: `period_from as "from"`.
  return found.map((word) => (quotedKeyword.test(word) ? '?' : word.replaceAll('"', '').toLowerCase()));
}

/** The names that `with name as (…)` gives. */
export function namedQueries(words: string[]): Set<string> {
  const named = new Set<string>();
  for (const [at, word] of words.entries()) {
    if (word !== 'as') continue;
    const after = words.slice(at + 1, at + 4).find((next) => next !== 'not' && next !== 'materialized');
    if (after !== '(') continue;
    let name = at - 1;
    if (words[name] === ')') {
      while (name > 0 && words[name] !== '(') name -= 1;
      name -= 1;
    }
    const before = words[name - 1];
    const candidate = words[name];
    // A piece of a longer `with` begins with the name itself.
    const opens = name === 0 || before === 'with' || before === 'recursive' || before === ',';
    if (candidate !== undefined && opens) named.add(candidate);
  }
  return named;
}

interface Depth {
  inFrom: boolean;
  call: string;
}

class TableReader {
  private readonly depths: Depth[] = [{ inFrom: false, call: '' }];
  private readonly found: TableUse[] = [];
  private awaited: 'from' | 'target' | undefined;
  private writing = false;
  private readonly words: string[];
  private readonly named: Set<string>;

  constructor(words: string[]) {
    this.words = words;
    this.named = namedQueries(words);
  }

  read(): TableUse[] {
    for (const at of this.words.keys()) this.step(at);
    return this.found;
  }

  private get top(): Depth {
    return this.depths.at(-1) ?? { inFrom: false, call: '' };
  }

  private step(at: number): void {
    const word = this.words[at] ?? '';
    if (this.awaited !== undefined && this.take(word, this.words[at + 1] ?? '')) return;
    if (word === '(') this.depths.push({ inFrom: false, call: this.words[at - 1] ?? '' });
    else if (word === ')') this.depths.pop();
    else if (word === ',') this.awaited = this.top.inFrom ? 'from' : undefined;
    else this.notice(word, at);
  }

  private notice(word: string, at: number): void {
    const before = this.words[at - 1] ?? '';
    if (word === 'from') this.noticeFrom(before, at);
    else if (word === 'join') this.expect('from', false);
    else if (word === 'using' && this.words[at + 1] !== '(') this.expect('from', false);
    else if (word === 'into') this.expect('target', true);
    else if (word === 'update' && !['for', 'do', 'on', 'key', 'or', 'before', 'after'].includes(before))
      this.expect('target', true);
    else if (word === 'truncate' && this.words[at + 1] !== 'table') this.expect('target', true);
    else if (word === 'table' || word === 'references' || word === 'copy') this.expect('target', writers.has(before));
    else if (endOfFrom.has(word)) this.top.inFrom = false;
  }

  private noticeFrom(before: string, at: number): void {
    if (callsWithFrom.has(this.top.call)) return;
    if (before === 'distinct' && ['is', 'not'].includes(this.words[at - 2] ?? '')) return;
    this.top.inFrom = before !== 'delete';
    this.expect('from', before === 'delete');
  }

  private expect(what: 'from' | 'target', writing: boolean): void {
    this.awaited = what;
    this.writing = writing;
  }

  /** True when the word was the awaited table. */
  private take(word: string, next: string): boolean {
    if (['only', 'lateral', 'if', 'not', 'exists'].includes(word)) return true;
    const kind = this.awaited;
    this.awaited = undefined;
    if (notTables.has(word) || !/^[a-z_]/.test(word)) return false;
    if (kind === 'from' && next === '(') return false;
    if (!this.named.has(word)) this.found.push({ table: word.replace(/^public\./, ''), writes: this.writing });
    return true;
  }
}

export function tablesIn(sql: string): TableUse[] {
  return new TableReader(wordsOf(sql)).read();
}

const statements = [
  /^select\b[\s\S]*\bfrom\b/,
  /^select\s+[\w.]+\s*\(/,
  /^insert\s+into\b/,
  /^update\s+[\w."?]+[\s\S]*\bset\b/,
  /^delete\s+from\b/,
  /^merge\s+into\b/,
  /^with\s+(?:recursive\s+)?\w+\s*(?:\([^)]*\)\s*)?as\b/,
  /^(?:create|alter|drop)\s+(?:or\s+replace\s+|unique\s+|temp\s+)?(?:table|view|index|schema|database|role|function|policy|sequence)\b/,
  /^(?:truncate|lock\s+table|vacuum|analyze|copy)\s+\S/,
];

/** Only all-lower or all-upper keywords count: "Select a file from the list" is a sentence. */
export function looksLikeSql(text: string): boolean {
  const trimmed = text.trim();
  const first = /^[A-Za-z]+/.exec(trimmed)?.[0] ?? '';
  const upper = first.length > 1 && first === first.toUpperCase();
  if (!upper && first !== first.toLowerCase()) return false;
  const even = upper ? trimmed.toLowerCase() : trimmed;
  return statements.some((statement) => statement.test(even));
}
