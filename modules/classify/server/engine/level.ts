/** Urgency words: 1 = somebody may come to harm, 2 = the matter escalates. Default levels by kind are in classify.ts. */
import type { LevelGroup } from './lexicon.ts';
import { assertionsOf, type Assertion } from './negation.ts';
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
): LevelWords {
  const compiled: LevelWords = { mild: new Map(), words: new Map(), except: new Map(), company: new Map() };
  for (const group of groups) {
    indexWords(compiled.words, vocabulary, group.words, group);
    indexWords(compiled.except, vocabulary, group.except, group);
    indexWords(compiled.company, vocabulary, group.with ?? [], group);
  }
  indexWords(compiled.mild, vocabulary, mild, true);
  return compiled;
}

interface Occurrence {
  group: LevelGroup;
  span: Span;
}

/** All dangers that the text states or asks about, the most urgent first. */
export function findDangers(scanned: ScannedText, compiled: LevelWords): Danger[] {
  const found = occurrences(scanned, compiled.words);
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
