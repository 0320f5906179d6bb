/** Signs of a first-level matter that are no single words: patterns of lexicon/level-signs.json, over a bounded reach. */
import { levelGroups, signLexicon, type LevelGroup } from './lexicon.ts';
import type { Span } from './vocabulary.ts';

export interface Sign {
  group: LevelGroup;
  pattern: RegExp;
  /** A text without a letter of this script needs no look. */
  script: RegExp;
}

/** Who has not told of a danger in so many characters is read by a person anyway. */
const SIGN_REACH = 2000;
const MOST_OF_ONE = 10;

const expand = (source: string): string =>
  source.replace(/\{([A-Z]+)\}/g, (_, part: string) => signLexicon.parts[part] ?? '');

const NEGATED_INSIDE = new RegExp(signLexicon.negatedInside);

const HAN = /\p{Script=Han}/u;
const LATIN = /[a-z]{2}/i;

/** One expression a group and script: the first alternative that fits is enough to know that there is a sign. */
export const levelSigns: readonly Sign[] = signLexicon.signs.flatMap(({ group: id, patterns }) => {
  const group = levelGroups.find((each) => each.id === id);
  if (group === undefined) throw new Error(`no level group ${id}`);
  return [HAN, LATIN].flatMap((script) => {
    const own = patterns.map(expand).filter((source) => HAN.test(source) === (script === HAN));
    return own.length === 0 ? [] : [{ group, script, pattern: new RegExp(own.join('|'), 'g') }];
  });
});

export function signsIn(text: string, signs: readonly Sign[]): { group: LevelGroup; span: Span }[] {
  const looked = text.length > SIGN_REACH ? text.slice(0, SIGN_REACH) : text;
  const found: { group: LevelGroup; span: Span }[] = [];
  const scripts = [HAN, LATIN].filter((script) => script.test(looked));
  for (const { group, pattern, script } of signs) {
    if (!scripts.includes(script)) continue;
    let count = 0;
    for (const match of looked.matchAll(pattern)) {
      if (match[0] !== '' && !NEGATED_INSIDE.test(match[0]))
        found.push({ group, span: { start: match.index, end: match.index + match[0].length } });
      count += 1;
      if (count >= MOST_OF_ONE) break;
    }
  }
  return found;
}

const IMAGINED = new RegExp(signLexicon.imagined);
const DISCLAIMED = new RegExp(signLexicon.disclaimed);
const HAPPENED = new RegExp(signLexicon.happened);

/** The writer says himself that nothing happened, or asks without a word of its having happened. */
export const isOnlyThoughtOf = (text: string): boolean => {
  const looked = text.slice(0, SIGN_REACH);
  return DISCLAIMED.test(looked) || (IMAGINED.test(looked) && !HAPPENED.test(looked));
};

const NOW = new RegExp(signLexicon.now);
const CANNOT_WAIT = new RegExp(signLexicon.cannotWait);

/** Waiting until tomorrow makes it worse: danger that is going on, or a failure beside a sickbed. */
export const isUrgent = (text: string, level: 1 | 2 | 3): boolean => {
  const looked = text.slice(0, SIGN_REACH);
  return (level === 1 && NOW.test(looked)) || (level === 2 && CANNOT_WAIT.test(looked));
};
