import { registerOpeningStage, type HeardText, type OpeningDraft } from '#modules/ticket/server/index.ts';
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

const sort = (heard: HeardText, rules: ClassifyRules, customerTier?: string): Classification =>
  classifyText(
    {
      subject: heard.subject,
      content: heard.content,
      channel: heard.channel,
      ...(heard.kind === undefined ? {} : { kindHint: heard.kind }),
      ...(customerTier === undefined ? {} : { customerTier }),
    },
    rules,
  );

/** Sorting is the dearest part of opening a ticket and needs no database: it is done while the set before is being written. */
const ahead = new WeakMap<object, { rules: ClassifyRules; result: Classification }>();

const resultFor = (draft: OpeningDraft, rules: ClassifyRules): Classification => {
  const tier = draft.customer?.tier;
  const prepared = draft.origin === undefined ? undefined : ahead.get(draft.origin);
  // Rules may ask for the customer's tier, which was not known yet; of an ordinary customer it decides nothing.
  if (prepared?.rules === rules && (tier === undefined || tier === 'standard')) return prepared.result;
  return sort(draft, rules, tier);
};

const classifyDraft = (draft: OpeningDraft, rules: ClassifyRules): void => {
  const result = resultFor(draft, rules);
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
    prepare(origin, heard, app) {
      const rules = compiledRules(app);
      ahead.set(origin, { rules, result: sort(heard, rules) });
    },
    run(drafts, app) {
      const rules = compiledRules(app);
      for (const draft of drafts) classifyDraft(draft, rules);
    },
  });
};
