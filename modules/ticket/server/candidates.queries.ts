import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Hit } from './search.queries.ts';

export type WordShares = { rows: number; words: string[]; shares: number[] };

/** How many rows the index of words has, and in which share of them the commonest words stand, as PostgreSQL last counted. */
export const selectWordShares = async (tx: Tx): Promise<WordShares> => {
  const found = await sql<WordShares>`
    select greatest(class.reltuples, 0)::float8 as rows, coalesce(stats.most_common_elems::text::text[], '{}') as words,
      coalesce(stats.most_common_elem_freqs[1:cardinality(stats.most_common_elems::text::text[])]::float8[], '{}') as shares
    from pg_class as class left join pg_stats as stats
      on stats.schemaname = current_schema() and stats.tablename = 'ticket_search' and stats.attname = 'words'
    where class.oid = 'ticket_search'::regclass`.execute(tx);
  return found.rows[0] ?? { rows: 0, words: [], shares: [] };
};

/** Tickets that hold the most of some words, by `tsquery`; `ranked` holds the words alone, without the marks of reach. */
export const hitsByOverlap = async (tx: Tx, tsquery: string, ranked: string, limit: number): Promise<Hit[]> => {
  const found = await sql<Hit>`
    with hit as materialized (
      select ticket_id as id, seq, ts_rank(words, ${ranked}::tsquery) as rank from ticket_search where words @@ ${tsquery}::tsquery)
    select id, seq from hit order by rank desc, seq desc limit ${limit}`.execute(tx);
  return found.rows;
};

export type LastAnswer = { ticketId: string; body: string; at: Date; authorName: string; channel: string };

/** The last thing that customers were told before their case was closed; one answer for each ticket that has one. */
export const lastAnswers = async (tx: Tx, ids: readonly string[]): Promise<LastAnswer[]> => {
  const found = await sql<LastAnswer>`
    select ticket.id as "ticketId", said.body, said.created_at as at, said.author_name as "authorName", said.channel
    from ticket cross join lateral (
      select body, created_at, author_name, channel from ticket_message
      where ticket_id = ticket.id and direction = 'out' and created_at <= coalesce(ticket.closed_at, 'infinity')
      order by created_at desc, id desc limit 1) as said
    where ticket.id = any (${[...ids]}::uuid[])`.execute(tx);
  return found.rows;
};
