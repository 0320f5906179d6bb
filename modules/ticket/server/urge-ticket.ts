import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { accessTicketForChange, demandOpen } from './ticket.access.ts';
import { ticketEvent, type EventActor } from './ticket.events.ts';
import { addUrge, ticketById, type TicketRow } from './ticket.queries.ts';
import { minutesUntilUrge } from './ticket.rules.ts';

const urge = async (tx: Tx, app: App, actor: EventActor, ticket: TicketRow): Promise<number> => {
  demandOpen(ticket);
  const at = app.clock.now();
  const minutes = minutesUntilUrge(ticket.urgedAt, at);
  if (minutes > 0) throw new Problem('ticket.urged_lately', 429, { minutes, retryAfterSeconds: minutes * 60 });
  await addUrge(tx, ticket.id, at);
  const urgeCount = ticket.urgeCount + 1;
  await emit(tx, [ticketEvent('ticket.urged', ticket.id, actor, at, { urgeCount })]);
  return urgeCount;
};

/** Somebody who sees the ticket asks its handler to hurry; counted, and once in ten minutes. */
export const urgeTicket = async (tx: Tx, app: App, actor: Actor, number: string): Promise<number> =>
  urge(tx, app, actor, await accessTicketForChange(tx, actor, number, 'ticket.read', undefined));

/** The customer does so from the tracking page; who may come here has been decided by his link. */
export const urgeByCustomer = async (tx: Tx, app: App, ticketId: string): Promise<number> => {
  const ticket = await ticketById(tx, ticketId, true);
  if (!ticket) throw notFound('ticket');
  return urge(tx, app, { kind: 'customer', id: null, name: '' }, ticket);
};
