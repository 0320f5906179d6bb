import { registerOpeningStage, type HeardText, type OpeningDraft } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { ClassifyInput } from './engine/classify.ts';
import { SPAM_THRESHOLD } from './engine/spam.ts';
import { learnedNow, namedCategory } from './learn/model-cache.ts';
import { ruleGrounds } from './rule-cache.ts';
import { sortText, type Grounds, type Sorted } from './sort-text.ts';

/** Kept beside the ticket for its explanation; numbers of identity and bank cards are never copied there. */
const keptEntities = new Set(['order', 'tracking', 'amount', 'date']);
const longestExplanation = 12;

/** What is kept with the ticket: who decided, why, and what each model said. Shape: `triageSchema` in read-triage.ts. */
export const triageOf = ({ result, by, models, words, unsure }: Sorted): Record<string, unknown> => ({
  by,
  unsure,
  confidence: result.confidence,
  spamScore: result.spamScore,
  models,
  words,
  reasons: result.reasons
    .slice(0, longestExplanation)
    .map((reason) => ({ ...reason, words: reason.words.slice(0, 6) })),
  entities: result.entities
    .filter((entity) => keptEntities.has(entity.kind))
    .slice(0, longestExplanation)
    .map(({ kind, text, value }) => ({ kind, text, value })),
});

export const groundsOf = (app: App): Grounds => ({ ...ruleGrounds(app), learned: learnedNow(app) });

const inputOf = (heard: HeardText, customerTier?: string): ClassifyInput => ({
  subject: heard.subject,
  content: heard.content,
  channel: heard.channel,
  ...(heard.kind === undefined ? {} : { kindHint: heard.kind }),
  ...(customerTier === undefined ? {} : { customerTier }),
});

/** Sorting is the dearest part of opening a ticket and needs no database: it is done while the set before is being written. */
const ahead = new WeakMap<object, { grounds: Grounds; sorted: Sorted }>();

const isSame = (a: Grounds, b: Grounds): boolean => a.rules === b.rules && a.learned === b.learned;

const sortedFor = (draft: OpeningDraft, grounds: Grounds): Sorted => {
  const tier = draft.customer?.tier;
  const prepared = draft.origin === undefined ? undefined : ahead.get(draft.origin);
  // Rules may ask for the customer's tier, which was not known yet; of an ordinary customer it decides nothing.
  if (prepared && isSame(prepared.grounds, grounds) && (tier === undefined || tier === 'standard'))
    return prepared.sorted;
  return sortText(inputOf(draft, tier), grounds);
};

const classifyDraft = (draft: OpeningDraft, grounds: Grounds): void => {
  const sorted = sortedFor(draft, grounds);
  const { result, unsure } = sorted;
  draft.kind = result.kind;
  draft.level ??= result.level;
  draft.sentiment ??= result.sentiment;
  // A file of feedback may say what it is about; who wrote that knew the case.
  const named = draft.categoryKey ?? namedCategory(grounds.learned.categories, draft.fields['category']);
  if (named !== undefined) draft.categoryKey = named;
  const given = named !== undefined;
  if (!given && result.categoryKey !== undefined) draft.categoryKey = result.categoryKey;
  draft.unsure = unsure && !given;
  if (sorted.departmentId !== undefined) draft.learnedDepartmentId = sorted.departmentId;
  // What a colleague wrote down for a caller is never advertising, whatever words it holds.
  if (draft.createdBy === undefined && (sorted.spam ?? result.spamScore >= SPAM_THRESHOLD)) draft.spam = true;
  const triage = triageOf(sorted);
  draft.triage = {
    ...draft.triage,
    classify: given ? { ...triage, unsure: false, by: { ...sorted.by, category: 'given' } } : triage,
  };
};

export const registerClassifyStage = (): void => {
  registerOpeningStage({
    name: 'classify',
    order: 10,
    prepare(origin, heard, app) {
      const grounds = groundsOf(app);
      ahead.set(origin, { grounds, sorted: sortText(inputOf(heard), grounds) });
    },
    run(drafts, app) {
      const grounds = groundsOf(app);
      for (const draft of drafts) classifyDraft(draft, grounds);
    },
  });
};
