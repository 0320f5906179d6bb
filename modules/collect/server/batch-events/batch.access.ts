import { peopleByIds } from '#modules/staff/server/index.ts';
import { accessTicket, canDoToTicket, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BatchEvent } from '../../contract/batch-events.ts';
import { eventById, type EventRow } from './batch.queries.ts';

/** Who reaches the parent ticket reaches the event; of the children he sees those he reaches. */
export type Accessed = { event: EventRow; parent: TicketRow };

export const accessBatch = async (tx: Tx, actor: Actor, id: string, permission: string): Promise<Accessed> => {
  const event = await eventById(tx, id);
  if (!event) throw notFound('batch');
  return { event, parent: await accessTicket(tx, actor, event.ticketId, permission) };
};

export const demandOpenBatch = ({ event }: Accessed): void => {
  if (event.state !== 'open') throw new Problem('collect.batch_closed', 409);
};

export const batchView = (actor: Actor, { event, parent }: Accessed, owner: string | null): BatchEvent => ({
  id: event.id,
  number: parent.number,
  label: event.label,
  words: event.words,
  places: event.places,
  state: event.state,
  ticketState: parent.state,
  owner: parent.ownerId === null ? null : { id: parent.ownerId, name: owner ?? '' },
  children: event.children,
  cause:
    event.found === 0
      ? null
      : { found: event.found, windowMinutes: event.windowMinutes, usual: Math.round(event.usual * 10) / 10 },
  openedAt: event.openedAt.toISOString(),
  closedAt: event.closedAt?.toISOString() ?? null,
  abilities: {
    change: canDoToTicket(actor, 'ticket.classify', parent) && event.state === 'open',
    notify: canDoToTicket(actor, 'ticket.reply', parent),
    close: canDoToTicket(actor, 'ticket.transition', parent),
  },
});

/** Events whose parents the transaction reaches, with the names of their owners. */
export const batchViews = async (tx: Tx, actor: Actor, events: readonly EventRow[]): Promise<BatchEvent[]> => {
  const parents = new Map(
    (
      await ticketsByIds(
        tx,
        events.map((event) => event.ticketId),
      )
    )
      .filter((ticket) => canDoToTicket(actor, 'ticket.read', ticket))
      .map((ticket) => [ticket.id, ticket]),
  );
  const ownerIds = [...parents.values()].flatMap((ticket) => (ticket.ownerId === null ? [] : [ticket.ownerId]));
  const names = new Map((await peopleByIds(tx, [...new Set(ownerIds)])).map((one) => [one.id, one.displayName]));
  return events.flatMap((event) => {
    const parent = parents.get(event.ticketId);
    return parent ? [batchView(actor, { event, parent }, names.get(parent.ownerId ?? '') ?? null)] : [];
  });
};
