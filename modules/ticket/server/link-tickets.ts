import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { accessTicket, accessTicketForChange } from './ticket.access.ts';
import { ticketEvent } from './ticket.events.ts';
import { setLinkedTo, type TicketRow } from './ticket.queries.ts';

/** Says that a ticket repeats another; both stay, and both show it. */
export const linkTickets = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  toNumber: string,
): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.classify', undefined);
  const to = await accessTicket(tx, actor, toNumber, 'ticket.read');
  if (to.id === ticket.id || to.linkedTo === ticket.id) throw new Problem('ticket.link_circle', 422);
  if (ticket.linkedTo === to.id) return ticket;
  const at = app.clock.now();
  await setLinkedTo(tx, ticket.id, to.id, at);
  await emit(tx, [ticketEvent('ticket.linked', ticket.id, actor, at, { toId: to.id, toNumber: to.number })]);
  return { ...ticket, linkedTo: to.id, updatedAt: at, version: ticket.version + 1 };
};
