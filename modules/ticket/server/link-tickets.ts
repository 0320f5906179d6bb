import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { LinkKind } from '../contract.ts';
import { deleteLinks, hasChildren, insertLinks, parentIds, type LinkKey } from './link.queries.ts';
import { accessTicket, accessTicketForChange } from './ticket.access.ts';
import { ticketEvent, type EventActor } from './ticket.events.ts';
import { selectTickets, setLinkedTo, ticketById, type TicketRow } from './ticket.queries.ts';

export type WishedLink = { ticketId: string; otherId: string; kind: LinkKind; score?: number };

/** Tells of links at the ticket that was linked; of a child its parent would say nothing new two hundred times. */
const tellOf = async (
  tx: Tx,
  app: App,
  actor: EventActor,
  name: 'ticket.linked' | 'ticket.unlinked',
  keys: readonly LinkKey[],
): Promise<void> => {
  const numbers = new Map(
    (
      await selectTickets(
        tx,
        keys.map((key) => key.otherId),
      )
    ).map((row) => [row.id, row.number]),
  );
  const at = app.clock.now();
  await emit(
    tx,
    keys.map((key) =>
      ticketEvent(name, key.ticketId, actor, at, {
        toId: key.otherId,
        toNumber: numbers.get(key.otherId) ?? '',
        relation: key.kind,
      }),
    ),
  );
};

/** `related` knows no direction: the smaller id stands first, so that the same link cannot be made twice. */
const keyOf = ({ ticketId, otherId, kind }: WishedLink): LinkKey =>
  kind === 'related' && otherId < ticketId
    ? { ticketId: otherId, otherId: ticketId, kind }
    : { ticketId, otherId, kind };

/**
 * Links many tickets at once, without asking who may: for callers that have decided that. What is linked already stays
 * as it is and is told of once; returns what is new.
 */
export const addLinks = async (
  tx: Tx,
  app: App,
  actor: EventActor,
  links: readonly WishedLink[],
): Promise<LinkKey[]> => {
  if (links.length === 0) return [];
  const at = app.clock.now();
  const made = await insertLinks(
    tx,
    links.map((link) => ({ ...keyOf(link), score: link.score ?? null, madeBy: actor.id, at })),
  );
  await tellOf(tx, app, actor, 'ticket.linked', made);
  return made;
};

/** Takes links between two tickets away, whatever they were; also for callers that have decided who may. */
export const dropLinks = async (
  tx: Tx,
  app: App,
  actor: EventActor,
  ticketId: string,
  otherId: string,
): Promise<LinkKey[]> => {
  const gone = await deleteLinks(tx, ticketId, otherId);
  await tellOf(tx, app, actor, 'ticket.unlinked', gone);
  return gone;
};

/** One level only: a child has no children, and a parent lies under nobody. */
const demandFlat = async (tx: Tx, childId: string, parentId: string): Promise<void> => {
  const parents = await parentIds(tx, [childId, parentId]);
  const other = parents.get(childId);
  if (parents.has(parentId) || (other !== undefined && other !== parentId) || (await hasChildren(tx, childId)))
    throw new Problem('ticket.link_nested', 422);
};

const linkRepeat = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, to: TicketRow): Promise<TicketRow> => {
  if (to.linkedTo === ticket.id) throw new Problem('ticket.link_circle', 422);
  if (ticket.linkedTo === to.id) return ticket;
  const at = app.clock.now();
  await setLinkedTo(tx, ticket.id, to.id, at);
  await emit(tx, [ticketEvent('ticket.linked', ticket.id, actor, at, { toId: to.id, toNumber: to.number })]);
  return { ...ticket, linkedTo: to.id, updatedAt: at, version: ticket.version + 1 };
};

/** Says what a ticket has to do with another, by default that it repeats it; both stay, and both show it. */
export const linkTickets = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  toNumber: string,
  kind: LinkKind = 'duplicate',
): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.classify', undefined);
  const to = await accessTicket(tx, actor, toNumber, 'ticket.read');
  if (to.id === ticket.id) throw new Problem('ticket.link_circle', 422);
  if (kind === 'duplicate') return linkRepeat(tx, app, actor, ticket, to);
  if (kind === 'child') await demandFlat(tx, ticket.id, to.id);
  await addLinks(tx, app, actor, [{ ticketId: ticket.id, otherId: to.id, kind }]);
  return ticket;
};

/** Takes away whatever links two tickets, also what a machine proposed. */
export const unlinkTickets = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  otherNumber: string,
): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.classify', undefined);
  const other = await accessTicket(tx, actor, otherNumber, 'ticket.read');
  const gone = await dropLinks(tx, app, actor, ticket.id, other.id);
  const [repeat, original] = ticket.linkedTo === other.id ? [ticket, other] : [other, ticket];
  if (repeat.linkedTo === original.id) {
    const at = app.clock.now();
    await setLinkedTo(tx, repeat.id, null, at);
    const data = { toId: original.id, toNumber: original.number };
    await emit(tx, [ticketEvent('ticket.unlinked', repeat.id, actor, at, data)]);
  } else if (gone.length === 0) throw notFound('ticket');
  return (await ticketById(tx, ticket.id)) ?? ticket;
};
