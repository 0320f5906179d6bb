import {
  registerOpeningStage,
  registerTriageReader,
  ticketsInWords,
  type HeardText,
  type OpeningDraft,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { z } from 'zod';
import type { ClassifyInput } from './engine/classify.ts';
import { SPAM_THRESHOLD } from './engine/spam.ts';
import { learnedNow, namedCategory } from './learn/model-cache.ts';
import { wordsThatMoved } from './learn/moving-words.ts';
import { ruleGrounds } from './rule-cache.ts';
import { sortText, type Grounds, type Sorted } from './sort-text.ts';

/** Kept beside the ticket for its explanation; numbers of identity and bank cards are never copied there. */
const keptEntities = new Set(['order', 'tracking', 'amount', 'date', 'address', 'product']);
const longestExplanation = 12;

/** Only of the category a person is shown more than the best. */
const keptVerdicts = (models: Sorted['models']): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(models).map(([field, { suggestions, ...verdict }]) => [
      field,
      field === 'category' ? { ...verdict, suggestions } : verdict,
    ]),
  );

/** What is kept with the ticket: who decided, why, and what each model said. Shape: `triageSchema` in read-triage.ts. */
export const triageOf = ({ result, by, models, unsure }: Sorted): Record<string, unknown> => ({
  by,
  unsure,
  urgent: result.urgent,
  confidence: result.confidence,
  spamScore: result.spamScore,
  models: keptVerdicts(models),
  reasons: result.reasons
    .slice(0, longestExplanation)
    .map((reason) => ({ ...reason, words: reason.words.slice(0, 6) })),
  entities: result.entities
    .filter((entity) => keptEntities.has(entity.kind))
    .slice(0, longestExplanation)
    .map(({ kind, text, value }) => ({ kind, text, value })),
});

export const groundsOf = (app: App): Grounds => ({ ...ruleGrounds(app), learned: learnedNow(app) });

/** The company's zone: "yesterday" is what it was there. */
const timeZone = 'Asia/Shanghai';

const inputOf = (heard: HeardText, receivedAt: Date, customerTier?: string): ClassifyInput => ({
  received: { receivedAt, timeZone },
  subject: heard.subject,
  content: heard.content,
  channel: heard.channel,
  ...(heard.kind === undefined ? {} : { kindHint: heard.kind }),
  ...(customerTier === undefined ? {} : { customerTier }),
});

/** Sorting is the dearest part of opening a ticket and needs no database: it is done while the set before is being written. */
const ahead = new WeakMap<object, { grounds: Grounds; sorted: Sorted }>();

const isSame = (a: Grounds, b: Grounds): boolean => a.rules === b.rules && a.learned === b.learned;

/** When the words were written: of a row of history the day it speaks of. */
const writtenAt = (draft: OpeningDraft): Date =>
  draft.channel === 'import' && draft.occurredAt !== null ? draft.occurredAt : draft.at;

/** Looked at ahead, it was dated by the clock: of an old row that names days that would be wrong. */
const isDatedWrong = (draft: OpeningDraft, { result }: Sorted): boolean =>
  writtenAt(draft) !== draft.at && result.entities.some((entity) => entity.kind === 'date');

const sortedFor = (draft: OpeningDraft, grounds: Grounds): Sorted => {
  const tier = draft.customer?.tier;
  const prepared = draft.origin === undefined ? undefined : ahead.get(draft.origin);
  // Rules may ask for the customer's tier, which was not known yet; of an ordinary customer it decides nothing.
  if (
    prepared &&
    isSame(prepared.grounds, grounds) &&
    (tier === undefined || tier === 'standard') &&
    !isDatedWrong(draft, prepared.sorted)
  )
    return prepared.sorted;
  return sortText(inputOf(draft, writtenAt(draft), tier), grounds);
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

const withWords = async (tx: Tx, app: App, ticket: TicketRow): Promise<Record<string, unknown>> => {
  const kept = z.record(z.string(), z.unknown()).safeParse(ticket.triage['classify']).data;
  if (kept === undefined) return ticket.triage;
  const [content] = await ticketsInWords(tx, [ticket.id]);
  const words = await wordsThatMoved(tx, app, ticket, content?.content ?? '');
  return { ...ticket.triage, classify: { ...kept, words } };
};

export const registerClassifyStage = (): void => {
  registerTriageReader('classify', withWords);
  registerOpeningStage({
    name: 'classify',
    order: 10,
    prepare(origin, heard, app) {
      const grounds = groundsOf(app);
      ahead.set(origin, { grounds, sorted: sortText(inputOf(heard, app.clock.now()), grounds) });
    },
    run(drafts, app) {
      const grounds = groundsOf(app);
      for (const draft of drafts) classifyDraft(draft, grounds);
    },
  });
};
