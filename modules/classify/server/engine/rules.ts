/**
 * The company's own rules. A rule says: when these words (and these conditions) are there, then this is so. Rules are
 * orders: what a rule sets is set, by the first rule that sets it. Only two things stand above them: the kind that
 * the customer chose, and a stated danger to people, which makes level 1.
 */
import { z } from 'zod';
import { compilePattern, PATTERN_REACH } from './pattern-safety.ts';
import { feedbackKinds, type FeedbackKind } from './feedback-kind.ts';
import { matchesOf } from './gated-pattern.ts';
import { spansOf, type ScannedText, type Span, type Vocabulary } from './vocabulary.ts';

const wordList = z.array(z.string().max(100)).max(500);

export const classifyRule = z.object({
  id: z.string(),
  /** One of these words must be there. Chinese anywhere; Latin words alone (app is not in apple), `refund*` as a beginning. */
  anyOf: wordList.default([]),
  allOf: wordList.optional(),
  noneOf: wordList.optional(),
  /** Regular expressions, case ignored, over the first 1,000 characters; unsafe ones never match (`patternProblem`). */
  patterns: z.array(z.string()).max(20).optional(),
  /** A stated danger of one of these groups of lexicon/level.json ("no fire" is none). */
  dangers: z.array(z.string()).optional(),
  channels: z.array(z.string()).optional(),
  customerTiers: z.array(z.string()).optional(),
  /** Only for feedback that is found to be of one of these kinds; such a rule cannot set the kind. */
  kinds: z.array(z.enum(feedbackKinds)).optional(),
  kind: z.enum(feedbackKinds).optional(),
  /** Speaks for a kind without ordering it: "parcel late" may be a complaint or a question. */
  leans: z.enum(feedbackKinds).optional(),
  categoryKey: z.string().optional(),
  level: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  /** The level of a complaint about this when nothing in the text speaks for another. */
  usualLevel: z.union([z.literal(2), z.literal(3)]).optional(),
  departmentKey: z.string().optional(),
  /** Smaller comes first; among equals the one with more and longer matching words, the subject counting twice. */
  priority: z.number().default(100),
});
export type ClassifyRule = z.infer<typeof classifyRule>;

export interface CompiledRule {
  rule: ClassifyRule;
  anyOf: number[];
  allOf: number[];
  noneOf: number[];
  patterns: RegExp[];
  /** A condition that asks for words none of which can be looked for (all empty or ignored) never holds. */
  possible: boolean;
  order: number;
}

export interface RuleHit {
  rule: ClassifyRule;
  spans: Span[];
  weight: number;
  order: number;
}

export interface RuleIndex {
  byPattern: Map<number, CompiledRule[]>;
  /** Rules that no word leads to: they are looked at every time. */
  wordless: CompiledRule[];
}

export function compileRule(rule: ClassifyRule, order: number, vocabulary: Vocabulary): CompiledRule {
  const patternsOf = (words: readonly string[] | undefined): number[] =>
    [...new Set((words ?? []).map((word) => vocabulary.add(word)))].filter((pattern) => pattern !== undefined);
  const anyOf = patternsOf(rule.anyOf);
  const allOf = patternsOf(rule.allOf);
  const patterns = (rule.patterns ?? []).map(compilePattern).filter((pattern) => pattern !== undefined);
  const asks = [rule.anyOf, rule.allOf, rule.patterns, rule.dangers, rule.channels, rule.customerTiers, rule.kinds];
  const possible =
    asks.some((condition) => (condition?.length ?? 0) > 0) &&
    (rule.anyOf.length === 0 || anyOf.length > 0) &&
    allOf.length >= new Set(rule.allOf ?? []).size &&
    ((rule.patterns?.length ?? 0) === 0 || patterns.length > 0);
  return { rule, anyOf, allOf, noneOf: patternsOf(rule.noneOf), patterns, possible, order };
}

export function indexRules(rules: readonly CompiledRule[]): RuleIndex {
  const index: RuleIndex = { byPattern: new Map(), wordless: [] };
  for (const compiled of rules) {
    if (!compiled.possible) continue;
    const leading = compiled.anyOf.length > 0 ? compiled.anyOf : compiled.allOf.slice(0, 1);
    if (leading.length === 0) index.wordless.push(compiled);
    for (const pattern of leading) {
      const list = index.byPattern.get(pattern);
      if (list === undefined) index.byPattern.set(pattern, [compiled]);
      else list.push(compiled);
    }
  }
  return index;
}

export interface RuleCircumstances {
  channel: string;
  customerTier?: string | undefined;
  /** Ids of the level groups stated in the text, with where. */
  dangers: ReadonlyMap<string, Span[]>;
}

/** All rules that hold, the deciding one first. */
export function applyRules(scanned: ScannedText, index: RuleIndex, circumstances: RuleCircumstances): RuleHit[] {
  const candidates = new Set(index.wordless);
  for (const { pattern } of scanned.matches)
    for (const rule of index.byPattern.get(pattern) ?? []) candidates.add(rule);
  const hits: RuleHit[] = [];
  for (const candidate of candidates) {
    const spans = spansIfHeld(candidate, scanned, circumstances);
    if (spans !== undefined)
      hits.push({ rule: candidate.rule, spans, weight: weigh(spans, scanned.subjectLength), order: candidate.order });
  }
  return hits.sort((a, b) => a.rule.priority - b.rule.priority || b.weight - a.weight || a.order - b.order);
}

function spansIfHeld(
  { rule, anyOf, allOf, noneOf, patterns }: CompiledRule,
  scanned: ScannedText,
  circumstances: RuleCircumstances,
): Span[] | undefined {
  const found = scanned.matchOf;
  if (noneOf.length > 0 && noneOf.some((pattern) => found.has(pattern))) return undefined;
  if (allOf.length > 0 && !allOf.every((pattern) => found.has(pattern))) return undefined;
  if (rule.channels !== undefined && rule.channels.length > 0 && !rule.channels.includes(circumstances.channel))
    return undefined;
  if (rule.customerTiers !== undefined && !rule.customerTiers.includes(circumstances.customerTier ?? ''))
    return undefined;
  const spans: Span[] = [];
  for (const patternsOf of [anyOf, allOf])
    for (const pattern of patternsOf) {
      const match = found.get(pattern);
      if (match !== undefined) spans.push(...spansOf(match));
    }
  if (rule.dangers !== undefined && rule.dangers.length > 0) {
    const dangers = rule.dangers.flatMap((id) => circumstances.dangers.get(id) ?? []);
    if (dangers.length === 0) return undefined;
    spans.push(...dangers);
  }
  if (patterns.length === 0) return spans;
  const matched = matchPatterns(patterns, scanned.text);
  return matched.length === 0 ? undefined : [...spans, ...matched];
}

function matchPatterns(patterns: readonly RegExp[], text: string): Span[] {
  const looked = text.slice(0, PATTERN_REACH);
  const spans: Span[] = [];
  for (const pattern of patterns) {
    for (const match of matchesOf(pattern, looked)) {
      if (match[0] !== '') spans.push({ start: match.index, end: match.index + match[0].length });
      if (spans.length >= 20) return spans;
    }
  }
  return spans;
}

function weigh(spans: readonly Span[], subjectLength: number): number {
  return spans.reduce((sum, { start, end }) => sum + (end - start) * (start < subjectLength ? 2 : 1), 0);
}

export function kindsLeanedTo(hits: readonly RuleHit[]): FeedbackKind[] {
  return [...new Set(hits.map((hit) => hit.rule.leans))].filter((kind) => kind !== undefined);
}
