/** Expressions that an administrator writes run inside the transaction that opens a ticket: none may run away. */

export type PatternProblem = 'too_long' | 'invalid' | 'backreference' | 'nested_repeat' | 'too_costly';

const LONGEST = 200;
/** Patterns look at this much of a text, so an open repeat can be tried in so many ways. */
export const PATTERN_REACH = 1000;
/** Ways to match at one position, at most: times the reach it is some ten million steps in the worst of cases. */
const MOST_WAYS = 10_000;

/** Why an expression is refused, or undefined when it is safe to run on any text. */
export function patternProblem(source: string): PatternProblem | undefined {
  if (source.length > LONGEST) return 'too_long';
  try {
    new RegExp(source, 'giu');
  } catch {
    return 'invalid';
  }
  const plain = source.replace(/\[(?:\\.|[^\]\\])*\]/g, 'c');
  if (/\\[1-9k]/.test(plain.replace(/\\\\/g, ''))) return 'backreference';
  return costOf(plain.replace(/\\./g, 'e'));
}

interface Group {
  repeats: boolean;
  alternatives: number;
}

/** A repeat around a repeat or an alternative can take exponential time, the rest multiplies. */
function costOf(plain: string): PatternProblem | undefined {
  const open: Group[] = [{ repeats: false, alternatives: 1 }];
  let ways = 1;
  for (let i = 0; i < plain.length; i += 1) {
    const inner = open[open.length - 1];
    if (inner === undefined) return 'invalid';
    const repeated = waysOfRepeat(plain.slice(i));
    if (plain[i] === '(') open.push({ repeats: false, alternatives: 1 });
    else if (plain[i] === ')') {
      open.pop();
      const outer = open[open.length - 1];
      const varies = inner.repeats || inner.alternatives > 1;
      if (varies && waysOfRepeat(plain.slice(i + 1)) > 1) return 'nested_repeat';
      if (outer !== undefined && varies) outer.repeats = true;
      ways *= inner.alternatives;
    } else if (plain[i] === '|') inner.alternatives += 1;
    else if (repeated > 1 && plain[i - 1] !== '(') {
      inner.repeats = true;
      ways *= repeated;
    }
  }
  return ways * (open[0]?.alternatives ?? 1) > MOST_WAYS ? 'too_costly' : undefined;
}

/** In how many ways the quantifier at the beginning of `rest` can go; 1 when there is none. */
function waysOfRepeat(rest: string): number {
  if (rest.startsWith('*') || rest.startsWith('+')) return PATTERN_REACH;
  if (rest.startsWith('?')) return 2;
  const counted = /^\{(\d+)(,?)(\d*)\}/.exec(rest);
  if (counted === null || counted[2] === '') return 1;
  return counted[3] === '' ? PATTERN_REACH : Number(counted[3]) - Number(counted[1]) + 1;
}

/** The expression ready to run on folded text, or undefined: a rule that cannot run must not stop the intake. */
export function compilePattern(source: string): RegExp | undefined {
  if (source === '' || patternProblem(source) !== undefined) return undefined;
  // Folded text is lower case already; the `i` flag would cost several times the match itself.
  const lower = source.replace(/\\[pP]\{[^}]*\}|\\.|[A-Z]+/g, (part) => (part.startsWith('\\') ? part : part.toLowerCase()));
  try {
    return new RegExp(lower, 'gu');
  } catch {
    return undefined;
  }
}
