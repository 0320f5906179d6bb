import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketFilter, TicketListRow } from '../contract.ts';
import { selectList } from './list.queries.ts';
import { planList, readCursor, writeCursor } from './list-plan.ts';
import { asksWords, searchTickets } from './search-tickets.ts';
import { listedFields, listRow, readNames } from './ticket-view.ts';
import type { TicketRow } from './ticket.queries.ts';

export type Page<Item> = { items: Item[]; nextCursor: string | null };

/** A page of the tickets an actor reaches, by filter or by words. */
export const findTickets = async (
  tx: Tx,
  actor: Actor,
  filter: TicketFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<TicketRow>> => {
  const plan = await planList(tx, actor, filter);
  const query = filter.query?.trim() ?? '';
  if (query !== '' || asksWords(plan)) return searchTickets(tx, actor, query, plan, page);
  const rows = await selectList(tx, { ...plan, after: readCursor(page.cursor, plan.sort), limit: page.limit + 1 });
  const items = rows.slice(0, page.limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > page.limit && last ? writeCursor(plan.sort, last.key, last.seq) : null };
};

/** The same as it goes over the wire. Words are looked up in the pool of searches, so that they never hold up a list. */
export const listTickets = async (
  app: App,
  actor: Actor,
  filter: TicketFilter,
  page: { cursor?: string | undefined; limit: number },
): Promise<Page<TicketListRow>> => {
  const searches =
    (filter.query?.trim() ?? '') !== '' || filter.fields?.some((one) => one.contains !== undefined) === true;
  const read = searches ? app.db.search : app.db.read;
  return read(actor.reach, async (tx) => {
    const { items, nextCursor } = await findTickets(tx, actor, filter, page);
    const names = await readNames(tx, app, actor.locale, items);
    const columns = await listedFields(tx, actor);
    return { items: items.map((row) => listRow(row, names, columns)), nextCursor };
  });
};
