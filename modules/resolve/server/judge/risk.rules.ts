import type { Risk, RiskReason } from '../../contract.ts';
import words from './risk-words.json' with { type: 'json' };

/** A score that a person can follow: points per reason, each with what it was read from. */

export type RiskFacts = {
  readonly level: number;
  readonly reopenCount: number;
  readonly urgeCount: number;
  /** Asked for and granted, in the ticket's main currency; whole cents. */
  readonly amountCents: number;
  readonly said: string;
};

const wordPoints = { safety: 35, legal: 20, media: 20, group: 15 } as const;
const wordReasons = ['safety', 'legal', 'media', 'group'] as const;
const levelPoints: Readonly<Record<number, number>> = { 1: 30, 2: 10, 3: 0 };
const most = 100;
const [middle, high] = [30, 60];

type Reason = Risk['reasons'][number];

const foundWords = (said: string, list: readonly string[]): string[] =>
  list.filter((word) => said.includes(word.toLowerCase()));

/** Ten points for each thousand, thirty at most. */
const amountPoints = (cents: number): number => Math.min(30, Math.floor(cents / 100_000) * 10);

export const riskOf = (facts: RiskFacts): Risk => {
  const said = facts.said.toLowerCase();
  const counted = (reason: RiskReason, points: number, detail: string): Reason => ({ reason, points, detail });
  const reasons = [
    counted('level', levelPoints[facts.level] ?? 0, String(facts.level)),
    ...wordReasons.map((reason) => {
      const found = foundWords(said, words[reason]);
      return counted(reason, found.length > 0 ? wordPoints[reason] : 0, found.slice(0, 3).join(' '));
    }),
    counted('reopened', Math.min(20, facts.reopenCount * 10), String(facts.reopenCount)),
    counted('urged', Math.min(10, facts.urgeCount * 2), String(facts.urgeCount)),
    counted('amount', amountPoints(facts.amountCents), String(facts.amountCents / 100)),
  ]
    .filter((one) => one.points > 0)
    .toSorted((a, b) => b.points - a.points);
  const score = Math.min(
    most,
    reasons.reduce((sum, one) => sum + one.points, 0),
  );
  return { score, grade: score >= high ? 'high' : score >= middle ? 'middle' : 'low', reasons };
};
