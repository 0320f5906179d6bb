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
  const classless = source.replace(/\[(?:\\.|[^\]\\])*\]/g, ANYTHING);
  if (/\\[1-9k]/.test(classless.replace(/\\\\/g, ''))) return 'backreference';
  return costOf(classless.replace(/\\[pP]\{[^}]*\}|\\./g, ANYTHING).replace(/\(\?(?:[:=!]|<[=!])/g, '('));
}

/** Stands for a class or an escape: something that is not one letter. */
const ANYTHING = '\u0001';

interface Group {
  repeats: boolean;
  varies: boolean;
  /** How many alternatives begin with a letter; of two that begin differently only one can match at a place. */
  firsts: Map<string, number>;
}

const newGroup = (): Group => ({ repeats: false, varies: false, firsts: new Map() });

/** A repeat around a repeat or an alternative can take exponential time, the rest multiplies. */
function costOf(plain: string): PatternProblem | undefined {
  const open: Group[] = [newGroup()];
  let ways = 1;
  for (let i = 0; i < plain.length; i += 1) {
    const group = open[open.length - 1];
    if (group === undefined) return 'invalid';
    const repeated = waysOfRepeat(plain.slice(i));
    if (plain[i] === ')') {
      if ((group.repeats || group.varies) && waysOfRepeat(plain.slice(i + 1)) > 1) return 'nested_repeat';
      ways *= waysOfGroup(group);
      open.pop();
      const outer = open[open.length - 1];
      if (outer !== undefined && (group.repeats || group.varies)) outer.repeats = true;
    } else if (plain[i] === '|') group.varies = true;
    else if (repeated > 1) {
      group.repeats = true;
      ways *= repeated;
    }
    if (i === 0 || plain[i - 1] === '(' || plain[i - 1] === '|') noteFirst(group, plain, i);
    if (plain[i] === '(') open.push(newGroup());
  }
  return ways * waysOfGroup(open[0] ?? newGroup()) > MOST_WAYS ? 'too_costly' : undefined;
}

function noteFirst(group: Group, plain: string, at: number): void {
  const letter = plain.charAt(at);
  const plainly = /[\p{L}\p{N}]/u.test(letter) && waysOfRepeat(plain.slice(at + 1)) === 1;
  const first = plainly ? letter : '';
  group.firsts.set(first, (group.firsts.get(first) ?? 0) + 1);
}

function waysOfGroup({ varies, firsts }: Group): number {
  if (!varies) return 1;
  const unclear = firsts.get('') ?? 0;
  const alike = Math.max(0, ...[...firsts].filter(([first]) => first !== '').map(([, count]) => count));
  return Math.max(1, unclear + alike);
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
  const lower = source.replace(/\\[pP]\{[^}]*\}|\\.|[A-Z]+/g, (part) =>
    part.startsWith('\\') ? part : part.toLowerCase(),
  );
  try {
    return new RegExp(lower, 'gu');
  } catch {
    return undefined;
  }
}
