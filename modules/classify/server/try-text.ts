import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { classifyTextRoute } from '../contract.ts';
import { sortText, type Grounds } from './sort-text.ts';

/** A text sorted as intake would sort it now, by rules and models, without a ticket. */
export const tryText = (
  grounds: Grounds,
  { kind, ...text }: BodyOf<typeof classifyTextRoute>,
): ReplyOf<typeof classifyTextRoute> => {
  const sorted = sortText({ ...text, channel: 'form', ...(kind === undefined ? {} : { kindHint: kind }) }, grounds);
  const { result } = sorted;
  const by = sorted.by.category;
  return {
    kind: result.kind,
    categoryKey: result.categoryKey ?? null,
    level: result.level,
    sentiment: result.sentiment,
    confidence: sorted.by.category === 'model' ? (sorted.models.category?.confidence ?? 0) : result.confidence,
    spamScore: result.spamScore,
    unsure: sorted.unsure,
    categoryBy: by === 'model' || by === 'rules' ? by : 'nobody',
    suggestions: [...(sorted.models.category?.suggestions ?? [])],
    words: [...sorted.words()],
    reasons: result.reasons,
  };
};
