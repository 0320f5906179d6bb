/**
 * What a text must hold for a regular expression to match anywhere in it, read off the expression itself: a list of
 * clauses, each a list of literals of which at least one must stand in the text. No clause: nothing is known, and only
 * running it tells. Every step may forget a condition and none may invent one; the tests run both ways on many texts.
 */

export type Clause = readonly string[];

/** Either all texts that a part of an expression can match, few enough to list, or conditions on them. */
type Info = { readonly exact: readonly string[] } | { readonly exact?: undefined; readonly clauses: readonly Clause[] };

/** More joined literals than this say less than the two lists they were joined from. */
const MOST_JOINED = 48;
const MOST_LISTED = 400;
const MOST_IN_RANGE = 40;

const nothingRead: Info = { exact: [''] };
const anything: Info = { clauses: [] };
const digits: Info = { exact: [...'0123456789'] };

/** An expression that this reader does not know the meaning of. */
class Unknown extends Error {}

/** The alternatives of an expression at its top, in their order. */
export function alternativesOf(source: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let inClass = false;
  let from = 0;
  for (let i = 0; i < source.length; i += 1) {
    const character = source.charAt(i);
    if (character === '\\') i += 1;
    else if (inClass) inClass = character !== ']';
    else if (character === '[') inClass = true;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    else if (character === '|' && depth === 0) {
      parts.push(source.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, source.slice(from)];
}

/** For expressions without the flags `i`, `u` and `v`, over UTF-16 units. */
export function requiredLiterals(source: string): Clause[] {
  try {
    const reader = new ExpressionReader(source);
    return clausesOf(reader.readWhole());
  } catch (error) {
    if (error instanceof Unknown) return [];
    throw error;
  }
}

const clausesOf = (info: Info): Clause[] => {
  if (info.exact === undefined) return [...info.clauses];
  return info.exact.includes('') ? [] : [shortest(info.exact)];
};

/** Where one literal is part of another, the shorter one is there as well. */
const shortest = (literals: readonly string[]): Clause => {
  const kept: string[] = [];
  for (const literal of [...new Set(literals)].sort((a, b) => a.length - b.length))
    if (!kept.some((each) => literal.includes(each))) kept.push(literal);
  return kept;
};

const joined = (left: readonly string[], right: readonly string[]): string[] | undefined =>
  left.length * right.length > MOST_JOINED ? undefined : left.flatMap((one) => right.map((other) => one + other));

const inSequence = (parts: readonly Info[]): Info => {
  const clauses: Clause[] = [];
  let tail: readonly string[] = [''];
  let whole = true;
  const close = (next: readonly string[]): void => {
    clauses.push(...clausesOf({ exact: tail }));
    tail = next;
    whole = false;
  };
  for (const part of parts) {
    if (part.exact === undefined) {
      close(['']);
      clauses.push(...part.clauses);
      continue;
    }
    const longer = joined(tail, part.exact);
    if (longer === undefined) close(part.exact);
    else tail = longer;
  }
  if (whole) return { exact: tail };
  close(['']);
  return { clauses };
};

/** The clause that is hardest to meet by chance: long literals, and few of them. */
const tellingMost = (clauses: readonly Clause[]): Clause | undefined => {
  const length = (clause: Clause): number => Math.min(...clause.map((literal) => literal.length));
  return clauses.toSorted((a, b) => length(b) - length(a) || a.length - b.length)[0];
};

const oneOf = (branches: readonly Info[]): Info => {
  const [only] = branches;
  if (only !== undefined && branches.length === 1) return only;
  const listed = branches.flatMap((branch) => branch.exact ?? []);
  if (branches.every((branch) => branch.exact !== undefined) && listed.length <= MOST_LISTED)
    return { exact: [...new Set(listed)] };
  const chosen = branches.map((branch) => tellingMost(clausesOf(branch)));
  const all = chosen.flatMap((clause) => clause ?? []);
  return chosen.includes(undefined) ? anything : { clauses: [shortest(all)] };
};

const repeated = (info: Info, least: number, most: number): Info => {
  if (most === 0) return nothingRead;
  if (least === 0)
    return info.exact !== undefined && most === 1 ? { exact: [...new Set([...info.exact, ''])] } : anything;
  if (info.exact === undefined || (least === 1 && most === 1)) return info;
  let exact: readonly string[] | undefined = info.exact;
  for (let times = 1; times < least && exact !== undefined; times += 1) exact = joined(exact, info.exact);
  return exact !== undefined && least === most ? { exact } : { clauses: clausesOf({ exact: exact ?? info.exact }) };
};

const CONTROL: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v' };

class ExpressionReader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  readWhole(): Info {
    const info = this.#readAlternatives();
    if (this.#at < this.#source.length) throw new Unknown();
    return info;
  }

  #takes(text: string): boolean {
    if (!this.#source.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #readAlternatives(): Info {
    const branches = [this.#readSequence()];
    while (this.#takes('|')) branches.push(this.#readSequence());
    return oneOf(branches);
  }

  #readSequence(): Info {
    const parts: Info[] = [];
    while (this.#at < this.#source.length && !'|)'.includes(this.#source.charAt(this.#at))) {
      const atom = this.#readAtom();
      parts.push(this.#readRepeat(atom));
    }
    return inSequence(parts);
  }

  #readRepeat(info: Info): Info {
    const counted = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at, this.#at + 16));
    if (counted === null) return info;
    const [sign, least, comma, most] = counted;
    this.#at += sign.length;
    this.#takes('?');
    if (sign === '?') return repeated(info, 0, 1);
    if (sign === '*' || sign === '+') return repeated(info, sign === '*' ? 0 : 1, Infinity);
    const upTo = comma === '' ? Number(least) : most === '' ? Infinity : Number(most);
    return repeated(info, Number(least), upTo);
  }

  #readAtom(): Info {
    const character = this.#source.charAt(this.#at);
    this.#at += 1;
    if (character === '(') return this.#readGroup();
    if (character === '[') return this.#readClass();
    if (character === '\\') return this.#readEscape(false);
    if (character === '.') return anything;
    if (character === '^' || character === '$') return nothingRead;
    return { exact: [character] };
  }

  #readGroup(): Info {
    const looks = ['?=', '?!', '?<=', '?<!'].some((sign) => this.#takes(sign));
    if (!looks && !this.#takes('?:') && this.#source.charAt(this.#at) === '?') {
      const name = /^\?<\w+>/.exec(this.#source.slice(this.#at, this.#at + 40));
      if (name === null) throw new Unknown();
      this.#at += name[0].length;
    }
    const info = this.#readAlternatives();
    if (!this.#takes(')')) throw new Unknown();
    // What is looked at before or behind is no part of the match, and what it demands is left unused.
    return looks ? nothingRead : info;
  }

  /** In a class `\b` is a backspace and `-` a range. */
  #readEscape(inClass: boolean): Info {
    const character = this.#source.charAt(this.#at);
    this.#at += 1;
    if (character === 'd') return digits;
    if (CONTROL[character] !== undefined) return { exact: [CONTROL[character]] };
    if (character === 'b' || character === 'B') return inClass ? anything : nothingRead;
    if (character === 'u') {
      const code = /^[\da-f]{4}/i.exec(this.#source.slice(this.#at, this.#at + 4))?.[0];
      if (code === undefined) throw new Unknown();
      this.#at += code.length;
      return { exact: [String.fromCharCode(Number.parseInt(code, 16))] };
    }
    if (/[\p{L}\p{N}]/u.test(character)) {
      if (!'wWsSD123456789'.includes(character)) throw new Unknown();
      return anything;
    }
    return { exact: [character] };
  }

  #readClass(): Info {
    const negated = this.#takes('^');
    const found: string[] = [];
    let open = negated;
    while (!this.#takes(']')) {
      if (this.#at >= this.#source.length) throw new Unknown();
      const first = this.#readMember();
      const isRange = this.#source.charAt(this.#at) === '-' && this.#source.charAt(this.#at + 1) !== ']';
      if (!isRange) {
        if (first === undefined) open = true;
        else found.push(...first);
        continue;
      }
      this.#at += 1;
      const last = this.#readMember();
      const range = rangeOf(first, last);
      if (range === undefined) open = true;
      else found.push(...range);
    }
    return open || found.length === 0 ? anything : { exact: [...new Set(found)] };
  }

  #readMember(): readonly string[] | undefined {
    const character = this.#source.charAt(this.#at);
    this.#at += 1;
    return character === '\\' ? this.#readEscape(true).exact : [character];
  }
}

const rangeOf = (first: readonly string[] | undefined, last: readonly string[] | undefined): string[] | undefined => {
  if (first?.length !== 1 || last?.length !== 1) return undefined;
  const from = first[0]?.charCodeAt(0) ?? 0;
  const to = last[0]?.charCodeAt(0) ?? 0;
  if (to < from || to - from >= MOST_IN_RANGE) return undefined;
  return Array.from({ length: to - from + 1 }, (_, n) => String.fromCharCode(from + n));
};
