/** What is decided from what was found: one function a field, each with the evidence that decided. */
import { feedbackKinds, type FeedbackKind } from './feedback-kind.ts';
import type { KindJudgement } from './kind.ts';
import type { Danger } from './level.ts';
import { kindsLeanedTo, type RuleHit } from './rules.ts';
import type { Sentiment } from './sentiment.ts';
import type { Span } from './vocabulary.ts';

export type ClassifiedField = 'kind' | 'category' | 'level' | 'sentiment' | 'spam' | 'department';

export interface Evidence {
  field: ClassifiedField;
  ruleId?: string;
  group?: string;
  spans: Span[];
}

export function isStated({ assertion }: Danger): boolean {
  return assertion === 'asserted';
}

export function leaningsOf(hits: readonly RuleHit[], dangers: readonly Danger[]): FeedbackKind[] {
  const leans = kindsLeanedTo(hits);
  // Who names a lawyer, the press or a fraud wants redress.
  const threatens = dangers.some((danger) => isStated(danger) && danger.group.onlyFor === undefined);
  return threatens && !leans.includes('complaint') ? [...leans, 'complaint'] : leans;
}

export interface Decision {
  strength: number;
  evidence: Evidence;
}

export function decideKind(
  kindHint: FeedbackKind | undefined,
  hits: readonly RuleHit[],
  dangers: readonly Danger[],
  words: KindJudgement,
): Decision & { kind: FeedbackKind } {
  const danger = dangers.find(({ level, group }) => level === 1 && group.tellsKind);
  if (danger !== undefined && kindHint !== 'complaint') {
    return {
      kind: 'complaint',
      strength: 0.9,
      evidence: { field: 'kind', group: danger.group.id, spans: danger.spans },
    };
  }
  if (kindHint !== undefined) {
    return { kind: kindHint, strength: 0.95, evidence: { field: 'kind', group: 'hint', spans: words.spans[kindHint] } };
  }
  for (const { rule, spans } of hits) {
    if (rule.kind !== undefined)
      return { kind: rule.kind, strength: 0.9, evidence: { field: 'kind', ruleId: rule.id, spans } };
  }
  const spans = words.spans[words.kind];
  const group = words.scores[words.kind] === 0 ? 'default' : 'words';
  return { kind: words.kind, strength: words.strength, evidence: { field: 'kind', group, spans } };
}

/** One word of one rule 0.6, more words up to 0.9; another category close behind takes it down again. */
export function decideCategory(hits: readonly RuleHit[]): (Decision & { categoryKey: string }) | undefined {
  const [first, ...others] = hits.filter((hit) => hit.rule.categoryKey !== undefined);
  const categoryKey = first?.rule.categoryKey;
  if (first === undefined || categoryKey === undefined) return undefined;
  const rival = others.find((hit) => hit.rule.categoryKey !== categoryKey && hit.rule.priority === first.rule.priority);
  const firm = Math.min(0.9, 0.5 + 0.05 * first.weight);
  const strength = rival === undefined ? firm : firm - 0.3 * Math.min(1, rival.weight / Math.max(1, first.weight));
  return { categoryKey, strength, evidence: { field: 'category', ruleId: first.rule.id, spans: first.spans } };
}

interface LevelGrounds {
  hits: readonly RuleHit[];
  dangers: readonly Danger[];
  sentiment: Sentiment;
  mild: Span[];
}

interface LevelDecision {
  level: 1 | 2 | 3;
  evidence: Evidence;
}

/**
 * Stated danger → 1; else the first rule that sets one; else, for a complaint, 2 when it escalates or something was
 * lost, what is usual for the category, 3 when the writer makes a small matter of it, and 2 for all others.
 * Suggestions, questions and praise are 3, also when they name a danger that is not there.
 */
export function decideLevel(kind: FeedbackKind, { hits, dangers, sentiment, mild }: LevelGrounds): LevelDecision {
  const danger = dangers.find(({ level, group }) => level === 1 && (group.tellsKind || kind === 'complaint'));
  const because = (found: Danger): Evidence => ({ field: 'level', group: found.group.id, spans: found.spans });
  if (danger !== undefined) return { level: 1, evidence: because(danger) };
  const ordered = hits.find(({ rule }) => rule.level !== undefined);
  if (ordered?.rule.level !== undefined) return { level: ordered.rule.level, evidence: ruled('level', ordered) };
  // Praise that mentions the police, or a question about fire or the court, threatens nobody.
  const escalation = dangers.find(({ group }) => group.onlyFor === undefined && kind === 'complaint');
  if (escalation !== undefined) return { level: 2, evidence: because(escalation) };
  if (kind !== 'complaint') return { level: 3, evidence: { field: 'level', group: 'default', spans: [] } };
  if (sentiment.negative - sentiment.positive >= STRONG_ANGER) {
    return { level: 2, evidence: { field: 'level', group: 'strong_words', spans: sentiment.spans } };
  }
  const usual = hits.find(({ rule }) => rule.categoryKey !== undefined);
  if (usual?.rule.usualLevel !== undefined) return { level: usual.rule.usualLevel, evidence: ruled('level', usual) };
  if (mild.length > 0) return { level: 3, evidence: { field: 'level', group: 'mild', spans: mild } };
  const loss = dangers.find(({ group }) => group.onlyFor === kind);
  return { level: 2, evidence: loss === undefined ? { field: 'level', group: 'complaint', spans: [] } : because(loss) };
}

function ruled(field: ClassifiedField, { rule, spans }: RuleHit): Evidence {
  return { field, ruleId: rule.id, spans };
}

const STRONG_ANGER = 6;

/** How sure it is that somebody speaks of a real matter: 0 … 1, for the spam filter. */
export function evidenceOfMatter(hits: readonly RuleHit[], dangers: readonly Danger[], words: KindJudgement): number {
  const stated = dangers.some(isStated) ? 0.4 : 0;
  const ruledOn = hits.length > 0 ? 0.4 : 0;
  const said = feedbackKinds.filter((kind) => kind !== 'praise' && words.spans[kind].length > 0);
  const wanted = Math.min(0.5, 0.12 * Math.max(0, ...said.map((kind) => words.scores[kind])));
  return Math.min(1, stated + ruledOn + wanted);
}
