/** Signs of a first-level matter that are no single words: patterns of lexicon/level-signs.json, over a bounded reach. */
import { gatedPattern, type GatedPattern } from './gated-pattern.ts';
import { levelGroups, signLexicon, type LevelGroup } from './lexicon.ts';
import type { Span } from './vocabulary.ts';

export interface Sign {
  group: LevelGroup;
  pattern: GatedPattern;
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
    return own.length === 0 ? [] : [{ group, script, pattern: gatedPattern(own.join('|')) }];
  });
});

export function signsIn(text: string, signs: readonly Sign[]): { group: LevelGroup; span: Span }[] {
  const found: { group: LevelGroup; span: Span }[] = [];
  for (const { group, pattern, script } of signs) {
    const spans = pattern.all(text, SIGN_REACH, MOST_OF_ONE);
    if (spans.length === 0 || !script.test(text.slice(0, SIGN_REACH))) continue;
    for (const span of spans)
      if (span.end > span.start && !NEGATED_INSIDE.test(text.slice(span.start, span.end))) found.push({ group, span });
  }
  return found;
}

const IMAGINED = gatedPattern(signLexicon.imagined);
const DISCLAIMED = gatedPattern(signLexicon.disclaimed);
const HAPPENED = gatedPattern(signLexicon.happened);

/** The writer says himself that nothing happened, or asks without a word of its having happened. */
export const isOnlyThoughtOf = (text: string): boolean =>
  DISCLAIMED.test(text, SIGN_REACH) || (IMAGINED.test(text, SIGN_REACH) && !HAPPENED.test(text, SIGN_REACH));

const NOW = gatedPattern(signLexicon.now);
const CANNOT_WAIT = gatedPattern(signLexicon.cannotWait);

/** Waiting until tomorrow makes it worse: danger that is going on, or a failure beside a sickbed. */
export const isUrgent = (text: string, level: 1 | 2 | 3): boolean =>
  (level === 1 && NOW.test(text, SIGN_REACH)) || (level === 2 && CANNOT_WAIT.test(text, SIGN_REACH));
