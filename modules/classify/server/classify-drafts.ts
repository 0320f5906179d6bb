import { registerOpeningStage, type OpeningDraft } from '#modules/ticket/server/index.ts';
import { classifyText, type Classification, type ClassifyRules } from './engine/classify.ts';
import { SPAM_THRESHOLD } from './engine/spam.ts';
import { compiledRules } from './rule-cache.ts';

/** Kept beside the ticket for its explanation; numbers of identity and bank cards are never copied there. */
const keptEntities = new Set(['order', 'tracking', 'amount', 'date']);
const longestExplanation = 12;

export const triageOf = (result: Classification): Record<string, unknown> => ({
  by: 'rules',
  confidence: result.confidence,
  spamScore: result.spamScore,
  reasons: result.reasons
    .slice(0, longestExplanation)
    .map((reason) => ({ ...reason, words: reason.words.slice(0, 6) })),
  entities: result.entities
    .filter((entity) => keptEntities.has(entity.kind))
    .slice(0, longestExplanation)
    .map(({ kind, text, value }) => ({ kind, text, value })),
});

const classifyDraft = (draft: OpeningDraft, rules: ClassifyRules): void => {
  const result = classifyText(
    {
      subject: draft.subject,
      content: draft.content,
      channel: draft.channel,
      ...(draft.kind === undefined ? {} : { kindHint: draft.kind }),
      ...(draft.customer === null ? {} : { customerTier: draft.customer.tier }),
    },
    rules,
  );
  draft.kind = result.kind;
  draft.level ??= result.level;
  draft.sentiment ??= result.sentiment;
  if (draft.categoryKey === undefined && result.categoryKey !== undefined) draft.categoryKey = result.categoryKey;
  // What a colleague wrote down for a caller is never advertising, whatever words it holds.
  if (draft.createdBy === undefined && result.spamScore >= SPAM_THRESHOLD) draft.spam = true;
  draft.triage = { ...draft.triage, classify: triageOf(result) };
};

export const registerClassifyStage = (): void => {
  registerOpeningStage({
    name: 'classify',
    order: 10,
    run(drafts, app) {
      const rules = compiledRules(app);
      for (const draft of drafts) classifyDraft(draft, rules);
    },
  });
};
