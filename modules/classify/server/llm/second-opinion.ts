import { ticketCategories, ticketsByIds, ticketsInWords, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { sendSignal } from '#platform/server/live/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { LlmOpinion } from '../../contract/llm.ts';
import { askPurpose, maskerFor } from './ask-purpose.ts';
import { findOpinions, storeOpinion, type OpinionRow } from './llm.queries.ts';
import { asData, opinionShape, prompts } from './prompts.ts';

/** More would not be read by the model either. */
const mostCategories = 300;
const longestText = 6000;
const longestReason = 400;

export type Category = Awaited<ReturnType<typeof ticketCategories>>[number];

const openOnes = (categories: readonly Category[]): Category[] =>
  categories.filter((one) => !one.closed).slice(0, mostCategories);

const listOf = (categories: readonly Category[]): string => {
  const names = new Map(categories.map((one) => [one.key, one.name]));
  return categories
    .map((one) => {
      const parent = one.parentKey === null ? undefined : names.get(one.parentKey);
      return `- ${one.key} = ${parent === undefined ? one.name : `${parent} / ${one.name}`}`;
    })
    .join('\n');
};

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);

/** Asks and keeps the answer; null when nothing usable came (the log says why). */
export const opinionOn = async (app: App, ticket: TicketRow, personId: string | null, signal?: AbortSignal) => {
  const { words, categories } = await app.db.read(everything, async (tx) => ({
    words: (await ticketsInWords(tx, [ticket.id]))[0]?.content ?? '',
    categories: openOnes(await ticketCategories(tx)),
  }));
  const masker = maskerFor(app, [ticket.customerName]);
  const text = masker.mask(`${ticket.subject}\n${words.slice(0, longestText)}`);
  const schema = opinionShape(categories.map((one) => one.key));
  const user = `Categories:\n${listOf(categories)}\n\n${asData('ticket', text)}`;
  const place = { ticketId: ticket.id, personId, masked: masker.count, ...(signal ? { signal } : {}) };
  const end = await askPurpose(app, { purpose: 'second_opinion', user, schema, ...place });
  if (end.value === null) return { end, opinion: null };
  const { categoryKey, confidence, reason, ...rest } = end.value;
  const opinion: OpinionRow = {
    ...rest,
    ticketId: ticket.id,
    categoryKey: categoryKey === 'none' ? null : categoryKey,
    confidence: clamp(confidence),
    reason: reason.slice(0, longestReason),
    model: end.model,
    at: app.clock.now(),
  };
  await app.db.write(everything, async (tx) => {
    await storeOpinion(tx, opinion, prompts.second_opinion.version);
    // No event: the ticket's own story is what people and rules did, not what a machine thinks of it.
    await sendSignal(tx, 'opinion', [ticket.id]);
  });
  return { end, opinion };
};

/** An opinion names a category only as long as it may be chosen. */
export const opinionView = (opinion: OpinionRow, categories: readonly Category[], actor: Actor): LlmOpinion => {
  const found = categories.find((one) => one.key === opinion.categoryKey && !one.closed);
  const name = found ? (actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name) : '';
  const { ticketId: _ticketId, at, ...rest } = opinion;
  return { ...rest, categoryKey: found?.key ?? null, name, at: at.toISOString() };
};

/** After opening, by a job: only while nobody has decided yet, and once. */
export const opinionLater = async (app: App, ticketId: string): Promise<void> => {
  const ticket = await app.db.read(everything, async (tx) => {
    const [found] = await ticketsByIds(tx, [ticketId]);
    const isThere = (await findOpinions(tx, [ticketId])).length > 0;
    return found && found.unsure && found.state !== 'spam' && !isThere ? found : null;
  });
  if (ticket) await opinionOn(app, ticket, null);
};
