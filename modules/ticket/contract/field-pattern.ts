/** The longest text that a pattern is asked about; longer ones are refused before. */
export const patternReach = 200;
/** Steps in the worst case, at about 10^8 a second. */
const costLimit = 10_000_000;

const bounds = (text: string): { most: number; length: number } | null => {
  if (text.startsWith('*') || text.startsWith('+')) return { most: patternReach, length: 1 };
  if (text.startsWith('?')) return { most: 1, length: 1 };
  const counted = /^\{(\d+)(,(\d*))?\}/.exec(text);
  if (!counted) return null;
  const least = Number(counted[1]);
  const open = counted[2] !== undefined;
  const most = !open ? least : counted[3] === '' || counted[3] === undefined ? patternReach : Number(counted[3]);
  return { most, length: counted[0].length };
};

const atomLength = (text: string): number => {
  if (text.startsWith('\\'))
    return /^\\(?:u\{[^}]*\}|u[0-9a-f]{4}|p\{[^}]*\}|x[0-9a-f]{2}|.)/iu.exec(text)?.[0].length ?? 2;
  if (!text.startsWith('[')) return String.fromCodePoint(text.codePointAt(0) ?? 0).length;
  return /^\[(?:\\.|[^\]\\])*\]/u.exec(text)?.[0].length ?? 1;
};

type Group = { varies: boolean; forks: boolean };

/**
 * How many ways a matcher that tries everything could go over a text of `patternReach` characters. A repeated group that
 * holds a choice or another repetition may grow without bound: such a pattern is not judged but refused.
 */
const worstCost = (pattern: string): number => {
  const open: Group[] = [{ varies: false, forks: false }];
  let cost = 1;
  let at = 0;
  let closed: Group | null = null;
  while (at < pattern.length) {
    const rest = pattern.slice(at);
    const group = open.at(-1) ?? { varies: false, forks: false };
    const repeat = bounds(rest);
    if (repeat) {
      at += repeat.length;
      if (pattern[at] === '?') at += 1;
      if (repeat.most > 1 && closed && (closed.varies || closed.forks)) return Infinity;
      const varies = !/^\{\d+\}/.test(rest);
      if (varies) {
        cost *= Math.max(repeat.most, 2);
        group.varies = true;
      }
      closed = null;
      continue;
    }
    closed = null;
    if (rest.startsWith('(')) {
      open.push({ varies: false, forks: false });
      at += rest.startsWith('(?:') ? 3 : 1;
    } else if (rest.startsWith(')')) {
      closed = open.pop() ?? null;
      const outer = open.at(-1);
      if (outer && closed) {
        outer.varies ||= closed.varies;
        outer.forks ||= closed.forks;
      }
      at += 1;
    } else if (rest.startsWith('|')) {
      group.forks = true;
      cost *= 2;
      at += 1;
    } else at += atomLength(rest);
  }
  return cost;
};

/** Why a pattern is refused: it is none, looks around or back, or some text could keep it busy for ever. */
export const patternFault = (pattern: string): 'field_pattern' | 'field_pattern_slow' | null => {
  try {
    new RegExp(pattern, 'u');
  } catch {
    return 'field_pattern';
  }
  if (/\\[1-9k]|\(\?(?!:)/.test(pattern)) return 'field_pattern_slow';
  return worstCost(pattern) > costLimit ? 'field_pattern_slow' : null;
};

/** The whole text, and no text longer than a pattern was judged for. */
export const matchesPattern = (pattern: string, text: string): boolean =>
  text.length <= patternReach && new RegExp(`^(?:${pattern})$`, 'u').test(text);
