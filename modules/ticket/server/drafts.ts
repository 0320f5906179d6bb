import type { App } from '#platform/server/app.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketDetail } from '../contract.ts';
import { deleteDraft, findDraft, keepDraft } from './draft.queries.ts';
import { accessTicket } from './ticket.access.ts';

/** Drafts belong to one person and one ticket; saving one is no change of the ticket. */
const personOf = (actor: Actor): string => {
  if (actor.id === null) throw notFound('ticket');
  return actor.id;
};

export const readDraft = (app: App, actor: Actor, number: string): Promise<{ draft: TicketDetail['draft'] }> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.note');
    const draft = await findDraft(tx, ticket.id, personOf(actor));
    return { draft: draft && { mode: draft.mode, body: draft.body, savedAt: draft.savedAt.toISOString() } };
  });

export const saveDraft = (
  app: App,
  actor: Actor,
  number: string,
  given: { mode: 'out' | 'note'; body: string },
): Promise<{ savedAt: string }> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.note');
    const savedAt = app.clock.now();
    if (given.body.trim() === '') await deleteDraft(tx, ticket.id, personOf(actor));
    else await keepDraft(tx, ticket.id, personOf(actor), { ...given, savedAt });
    return { savedAt: savedAt.toISOString() };
  });

export const dropDraft = (app: App, actor: Actor, number: string): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.note');
    await deleteDraft(tx, ticket.id, personOf(actor));
  });
