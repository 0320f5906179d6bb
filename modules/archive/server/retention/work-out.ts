import { retentionDemanded } from '#modules/sla/server/index.ts';
import { ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { keepUntilOf, monthsOf } from './retention.rules.ts';
import { dropRetention, putRetention, type Archived } from './retention.queries.ts';

const endOf = (ticket: TicketRow): Date => ticket.closedAt ?? ticket.archivedAt ?? ticket.updatedAt;

/** How long each of these is kept by the rules of now. */
export const workOut = async (tx: Tx, app: App, tickets: readonly TicketRow[]): Promise<Archived[]> => {
  const demanded = await retentionDemanded(
    tx,
    app,
    tickets.map((ticket) => ticket.id),
  );
  return tickets.map((ticket) => {
    const found = demanded.get(ticket.id);
    const months = monthsOf(found?.months);
    const endedAt = endOf(ticket);
    return {
      ticketId: ticket.id,
      number: ticket.number,
      endedAt,
      keepUntil: keepUntilOf(endedAt, months),
      months,
      rule: found !== undefined && found.months >= months ? found.rule : '',
    };
  });
};

/** Whatever order the events come in: an archived ticket stands in the list, one that came back does not. */
export const keepArchived: Subscriber = {
  name: 'archive.keep_archived',
  events: ['ticket.archived', 'ticket.reopened', 'ticket.unmerged', 'ticket.restored'],
  async handle(app, tx, events) {
    const tickets = await ticketsByIds(tx, [...new Set(events.map((event) => event.subjectId))]);
    const archived = tickets.filter((ticket) => ticket.state === 'archived');
    await putRetention(tx, await workOut(tx, app, archived));
    await dropRetention(
      tx,
      tickets.filter((ticket) => ticket.state !== 'archived').map((ticket) => ticket.id),
    );
  },
};
