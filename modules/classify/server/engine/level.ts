/** Urgency words: 1 = somebody may come to harm, 2 = the matter escalates. Default levels by kind are in classify.ts. */
import type { LevelGroup } from './lexicon.ts';
import type { KindJudgement } from './kind.ts';
import { assertionsOf, type Assertion } from './negation.ts';
import { isOnlyThoughtOf, signsIn, type Sign } from './signs.ts';
import {
  coverOf,
  indexWords,
  spansOf,
  type Cover,
  type PatternIndex,
  type ScannedText,
  type Span,
  type Vocabulary,
} from './vocabulary.ts';

export interface LevelWords {
  mild: PatternIndex<true>;
  words: PatternIndex<LevelGroup>;
  except: PatternIndex<LevelGroup>;
  company: PatternIndex<LevelGroup>;
  signs: readonly Sign[];
}

export interface Danger {
  group: LevelGroup;
  /** The group's level; a danger of level 1 that is only asked about counts as 2. */
  level: 1 | 2;
  assertion: Exclude<Assertion, 'negated'>;
  spans: Span[];
}

export function compileLevels(
  groups: readonly LevelGroup[],
  mild: readonly string[],
  vocabulary: Vocabulary,
  signs: readonly Sign[] = [],
): LevelWords {
  const compiled: LevelWords = { mild: new Map(), words: new Map(), except: new Map(), company: new Map(), signs };
  for (const group of groups) {
    indexWords(compiled.words, vocabulary, group.words, group);
    indexWords(compiled.except, vocabulary, group.except, group);
    indexWords(compiled.company, vocabulary, group.with ?? [], group);
  }
  indexWords(compiled.mild, vocabulary, mild, true);
  return compiled;
}

export interface Occurrence {
  group: LevelGroup;
  span: Span;
}

/** All dangers that the text states or asks about, the most urgent first. */
export function findDangers(scanned: ScannedText, compiled: LevelWords): Danger[] {
  const found = [...occurrences(scanned, compiled.words), ...signsIn(scanned.text, compiled.signs)];
  if (found.length === 0) return [];
  const exceptions = coversByGroup(occurrences(scanned, compiled.except));
  const company = coversByGroup(occurrences(scanned, compiled.company));
  const counted = found.filter(({ group, span }) => {
    if (exceptions.get(group)?.contains(span) === true) return false;
    return group.with === undefined || company.get(group)?.isNear(span, group.within) === true;
  });
  const assertions = assertionsOf(
    scanned.text,
    counted.map(({ span }) => span),
  );
  const dangers = new Map<string, Danger>();
  counted.forEach((occurrence, i) => addDanger(dangers, occurrence, assertions[i] ?? 'asserted'));
  return [...dangers.values()].sort((a, b) => a.level - b.level);
}

/** How clearly the rest of a text must be thanks or a proposal for a danger in it to be one averted or provided against. */
const CLEARLY = 2.5;

/**
 * The same words tell of a danger that is there, that somebody was saved from, that a proposal provides against and
 * that a buyer asks about. `words` is the kind by all that is not danger.
 */
export function inContext(scanned: ScannedText, dangers: readonly Danger[], words: KindJudgement): Danger[] {
  const { scores, kind } = words;
  const glad = kind === 'praise' && scores.praise >= CLEARLY;
  const proposed = kind === 'suggestion' && scores.suggestion >= CLEARLY;
  if (!glad && !proposed && !isOnlyThoughtOf(scanned.text)) return [...dangers];
  return dangers.map((danger) => (danger.group.negatable ? { ...danger, level: 2, assertion: 'supposed' } : danger));
}

function addDanger(dangers: Map<string, Danger>, { group, span }: Occurrence, assertion: Assertion): void {
  const stated = group.negatable ? assertion : 'asserted';
  if (stated === 'negated') return;
  // "If you do not refund me I call 12315" is a threat and not a question: only level 1 is weakened by an "if".
  const effective = group.level === 1 ? stated : 'asserted';
  const level = effective === 'supposed' ? 2 : group.level;
  const key = `${group.id}:${effective}`;
  const known = dangers.get(key);
  if (known === undefined) dangers.set(key, { group, level, assertion: effective, spans: [span] });
  else known.spans.push(span);
}

function occurrences(scanned: ScannedText, index: PatternIndex<LevelGroup>): Occurrence[] {
  const found: Occurrence[] = [];
  for (const match of scanned.matches) {
    const groups = index.get(match.pattern);
    if (groups === undefined) continue;
    for (const span of spansOf(match)) for (const group of groups) found.push({ group, span });
  }
  return found;
}

function coversByGroup(all: readonly Occurrence[]): Map<LevelGroup, Cover> {
  const spans = Map.groupBy(all, ({ group }) => group);
  return new Map([...spans].map(([group, each]) => [group, coverOf(each.map(({ span }) => span))]));
}
