import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { ticketColumns, type TicketRow } from './ticket.queries.ts';

/** A ticket with the customer's first words: what a classifier learns from. */
export type TicketInWords = TicketRow & { content: string };

const inWords = (chosen: RawBuilder<unknown>): RawBuilder<TicketInWords> => sql<TicketInWords>`
  select ${ticketColumns}, coalesce(first.body, '') as content
  from (${chosen}) as ticket
  left join lateral (select body from ticket_message where ticket_id = ticket.id order by created_at, id limit 1) as first on true
  order by ticket.seq desc`;

/** Those that a person has answered, closed or put into quarantine, and those that came with a category of their own
 * source (an import): the newest first, from before `beforeSeq` on. */
export const answeredTickets = async (tx: Tx, beforeSeq: number | null, limit: number): Promise<TicketInWords[]> => {
  const before = beforeSeq === null ? sql`true` : sql`seq < ${beforeSeq}`;
  const found = await inWords(sql`select * from ticket
    where ${before} and (state in ('closed', 'archived', 'awaiting', 'spam') or fields ? 'category')
    order by seq desc limit ${limit}`).execute(tx);
  return found.rows;
};

export const ticketsInWords = async (tx: Tx, ids: readonly string[]): Promise<TicketInWords[]> => {
  if (ids.length === 0) return [];
  const found = await inWords(sql`select * from ticket where id = any (${[...ids]}::uuid[])`).execute(tx);
  return found.rows;
};
