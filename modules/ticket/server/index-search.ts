import type { Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { findFields } from './fields/field.queries.ts';
import { lockSearchRows, selectSearchSources, upsertSearchRows } from './search.queries.ts';
import { searchRow } from './search-words.ts';

const rowsAtOnce = 200;

/** Makes the search rows of tickets what they should be now. */
export const indexTickets = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const wanted = [...new Set(ids)];
  await lockSearchRows(tx);
  const fields = await findFields(tx);
  for (let from = 0; from < wanted.length; from += rowsAtOnce) {
    const sources = await selectSearchSources(tx, wanted.slice(from, from + rowsAtOnce));
    if (sources.length > 0)
      await upsertSearchRows(
        tx,
        sources.map((source) => searchRow(source, fields)),
      );
  }
};

/** Everything that changes words, department, owner or rough state. */
export const indexSearch: Subscriber = {
  name: 'ticket.index-search',
  events: [
    'ticket.opened',
    'ticket.message_added',
    'ticket.fields_changed',
    'ticket.assigned',
    'ticket.closed',
    'ticket.merged',
    'ticket.unmerged',
    'ticket.declined',
    'ticket.reopened',
    'ticket.archived',
    'ticket.restored',
    'ticket.quarantined',
  ],
  handle: (_app, tx, events) =>
    indexTickets(
      tx,
      events.map((event) => event.subjectId),
    ),
};
