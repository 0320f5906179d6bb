import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { TicketState } from '#modules/ticket/contract.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { dropCandidates, keepCandidates } from './archive.queries.ts';

const ended: readonly TicketState[] = ['closed', 'declined'];
export const isEnded = (state: TicketState): boolean => ended.includes(state);

/** Keeps the list of ended cases as it is true now, whatever order the events come in. */
export const watchEnded: Subscriber = {
  name: 'archive.watch_ended',
  events: [
    'ticket.closed',
    'ticket.declined',
    'ticket.reopened',
    'ticket.archived',
    'ticket.merged',
    'ticket.unmerged',
  ],
  async handle(_app, tx, events) {
    const tickets = await ticketsByIds(tx, [...new Set(events.map((event) => event.subjectId))]);
    const waiting = tickets.filter((ticket) => isEnded(ticket.state));
    await keepCandidates(
      tx,
      waiting.map((ticket) => ({ ticketId: ticket.id, endedAt: ticket.closedAt ?? ticket.updatedAt })),
    );
    await dropCandidates(
      tx,
      tickets.filter((ticket) => !isEnded(ticket.state)).map((ticket) => ticket.id),
    );
  },
};
