import type { Subscriber } from '#platform/server/module.ts';
import { refreshFacts } from './insight.queries.ts';

/** Looks by `insight.settle` after each event, a minute apart. */
const looks = 2;

/** Keeps the counters true: whatever happened to these tickets, count them as they are now. */
export const followTickets: Subscriber = {
  name: 'insight.follow_tickets',
  events: [
    'ticket.opened',
    'ticket.message_added',
    'ticket.accepted',
    'ticket.verified',
    'ticket.solved',
    'ticket.answered',
    'ticket.closed',
    'ticket.reopened',
    'ticket.declined',
    'ticket.archived',
    'ticket.restored',
    'ticket.quarantined',
    'ticket.merged',
    'ticket.unmerged',
    'ticket.assigned',
    'ticket.reclassified',
    'sla.breached',
    'survey.answered',
  ],
  handle: (_app, tx, events) =>
    refreshFacts(
      tx,
      events.map((event) => event.subjectId),
      looks,
    ),
};
