import { findTickets, ticketCategories, ticketsInWords } from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { listTriage } from '../contract.ts';
import { wordsThatMoved } from './learn/moving-words.ts';
import { findOpinions } from './llm/llm.queries.ts';
import { opinionView } from './llm/second-opinion.ts';
import { readTriage } from './read-triage.ts';

/** What a person reads to decide; the whole text is one key away. */
const shownText = 1200;

/** The triage queue of a reader: what nobody is sure of, with the model's best guesses. */
export const triageQueue = (
  app: App,
  actor: Actor,
  page: { cursor?: string | undefined; limit: number },
): Promise<ReplyOf<typeof listTriage>> =>
  app.db.read(actor.reach, async (tx) => {
    const { items, nextCursor } = await findTickets(tx, actor, { unsure: true, sort: 'new' }, page);
    const ids = items.map((one) => one.id);
    const words = new Map((await ticketsInWords(tx, ids)).map((one) => [one.id, one.content]));
    const all = await ticketCategories(tx);
    const categories = new Map(all.map((one) => [one.key, one]));
    const opinions = new Map((await findOpinions(tx, ids)).map((one) => [one.ticketId, opinionView(one, all, actor)]));
    const nameOf = (key: string): string => {
      const found = categories.get(key);
      return found ? (actor.locale === 'en' && found.nameEn !== '' ? found.nameEn : found.name) : key;
    };
    const moving = new Map<string, readonly string[]>();
    for (const one of items) moving.set(one.id, await wordsThatMoved(tx, app, one, words.get(one.id) ?? ''));
    return {
      items: items.map((ticket) => {
        const triage = readTriage(ticket.triage);
        return {
          id: ticket.id,
          number: ticket.number,
          subject: ticket.subject,
          content: (words.get(ticket.id) ?? '').slice(0, shownText),
          kind: ticket.kind,
          level: ticket.level,
          channel: ticket.channel,
          customerName: ticket.customerName,
          categoryKey: ticket.categoryKey,
          version: ticket.version,
          createdAt: ticket.createdAt.toISOString(),
          // A category that was closed since is no longer to be had.
          suggestions: (triage.models.category?.suggestions ?? [])
            .filter((one) => categories.get(one.label)?.closed === false)
            .map((one) => ({ categoryKey: one.label, name: nameOf(one.label), confidence: one.confidence })),
          words: [...(moving.get(ticket.id) ?? [])],
          urgent: triage.urgent,
          opinion: opinions.get(ticket.id) ?? null,
        };
      }),
      nextCursor,
    };
  });
