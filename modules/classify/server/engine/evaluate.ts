/** How well a labelled set is sorted: figures per field, never single messages, so that a test set stays unread. */
import { z } from 'zod';
import type { Classification } from './classify.ts';
import { feedbackKinds } from './feedback-kind.ts';
import { SPAM_THRESHOLD } from './spam.ts';

const levelLabel = z.union([z.literal(1), z.literal(2), z.literal(3)]);
const moodLabel = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

/** One line of `modules/classify/eval-set/*.jsonl`; the labels of spam are null. */
export const labelledMessage = z.object({
  id: z.string(),
  industry: z.string(),
  text: z.string().min(1),
  language: z.enum(['zh', 'en', 'mixed']),
  spam: z.boolean(),
  kind: z.enum(feedbackKinds).nullable(),
  category: z.string().nullable(),
  level: levelLabel.nullable(),
  sentiment: moodLabel.nullable(),
  urgent: z.boolean().nullable(),
  hardNegative: z.boolean().optional(),
});
export type LabelledMessage = z.infer<typeof labelledMessage>;

export interface ClassFigures {
  label: string;
  support: number;
  precision: number;
  recall: number;
  f1: number;
}

export interface FieldFigures {
  rows: number;
  accuracy: number;
  macroF1: number;
  perClass: ClassFigures[];
}

export interface LabelledFigures {
  messages: number;
  fields: Record<string, FieldFigures>;
  /** A miss is a first-level message sorted as 2 or 3, a false alarm any other sorted as 1. */
  firstLevel: {
    messages: number;
    recall: number;
    falseAlarmRate: number;
    hardNegatives: number;
    hardFalseAlarmRate: number;
  };
  /** Share whose first part of the category key is right (logistics for logistics.delay). */
  categoryBranchAccuracy: number | null;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : Math.round((part / whole) * 10_000) / 10_000);

type Pair = readonly [said: string, found: string];

export const figuresOf = (pairs: readonly Pair[]): FieldFigures => {
  const labels = [...new Set(pairs.map(([said]) => said))].sort();
  const perClass = labels.map((label): ClassFigures => {
    const support = pairs.filter(([said]) => said === label).length;
    const named = pairs.filter(([, found]) => found === label).length;
    const right = pairs.filter(([said, found]) => said === label && found === label).length;
    return {
      label,
      support,
      precision: share(right, named),
      recall: share(right, support),
      f1: share(2 * right, support + named),
    };
  });
  return {
    rows: pairs.length,
    accuracy: share(pairs.filter(([said, found]) => said === found).length, pairs.length),
    macroF1: share(
      perClass.reduce((sum, { f1 }) => sum + f1, 0),
      perClass.length,
    ),
    perClass,
  };
};

type Judged = { message: LabelledMessage; found: Classification };

const pairsOf = (
  judged: readonly Judged[],
  said: (one: LabelledMessage) => unknown,
  found: (one: Classification) => unknown,
) => judged.map(({ message, found: result }): Pair => [String(said(message)), String(found(result))]);

const firstLevelOf = (judged: readonly Judged[]): LabelledFigures['firstLevel'] => {
  const alarms = (among: readonly Judged[]): number => among.filter(({ found }) => found.level === 1).length;
  const first = judged.filter(({ message }) => message.level === 1);
  const others = judged.filter(({ message }) => message.level !== 1);
  const hard = others.filter(({ message }) => message.hardNegative === true);
  return {
    messages: first.length,
    recall: share(alarms(first), first.length),
    falseAlarmRate: share(alarms(others), others.length),
    hardNegatives: hard.length,
    hardFalseAlarmRate: share(alarms(hard), hard.length),
  };
};

const branchOf = (key: string | null | undefined): string => (key ?? '').split('.')[0] ?? '';

/**
 * Judges every message by `classify`. Categories are compared only in the industries named in `taxonomies`: without a
 * starter set of its own there is nothing to find.
 */
export const evaluateLabelled = (
  messages: readonly LabelledMessage[],
  classify: (message: LabelledMessage) => Classification,
  taxonomies: ReadonlySet<string>,
): LabelledFigures => {
  const judged = messages.map((message) => ({ message, found: classify(message) }));
  const real = judged.filter(({ message }) => !message.spam);
  const sorted = real.filter(({ message }) => taxonomies.has(message.industry));
  const fields: Record<string, FieldFigures> = {
    kind: figuresOf(
      pairsOf(
        real,
        (one) => one.kind,
        (one) => one.kind,
      ),
    ),
    level: figuresOf(
      pairsOf(
        real,
        (one) => one.level,
        (one) => one.level,
      ),
    ),
    sentiment: figuresOf(
      pairsOf(
        real,
        (one) => one.sentiment,
        (one) => one.sentiment,
      ),
    ),
    urgent: figuresOf(
      pairsOf(
        real,
        (one) => one.urgent,
        (one) => one.urgent,
      ),
    ),
    spam: figuresOf(
      pairsOf(
        judged,
        (one) => one.spam,
        (one) => one.spamScore >= SPAM_THRESHOLD,
      ),
    ),
    category: figuresOf(
      pairsOf(
        sorted,
        (one) => one.category,
        (one) => one.categoryKey ?? null,
      ),
    ),
  };
  const inBranch = sorted.filter(({ message, found }) => branchOf(message.category) === branchOf(found.categoryKey));
  return {
    messages: messages.length,
    fields,
    firstLevel: firstLevelOf(real),
    categoryBranchAccuracy: sorted.length === 0 ? null : share(inBranch.length, sorted.length),
  };
};
