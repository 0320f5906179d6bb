import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { conditionsOf, type ListConditions } from './list.queries.ts';
import { ticketColumns, type TicketRow } from './ticket.queries.ts';
import type { TicketState } from '../contract.ts';

/** What one row of the index is made of. */
export type SearchSource = {
  id: string;
  seq: number;
  number: string;
  subject: string;
  customerName: string;
  state: TicketState;
  departmentId: string;
  ownerId: string | null;
  fields: Record<string, unknown>;
  text: string;
};

const textCap = 20_000;

export const selectSearchSources = async (tx: Tx, ids: readonly string[]): Promise<SearchSource[]> => {
  const found = await sql<SearchSource>`
    select ticket.id, ticket.seq, ticket.number, ticket.subject, ticket.customer_name as "customerName", ticket.state,
      ticket.department_id as "departmentId", ticket.owner_id as "ownerId", ticket.fields, coalesce(said.text, '') as text
    from ticket left join lateral (
      select left(string_agg(left(body, ${textCap}), E'\n' order by created_at, id), ${textCap}) as text
      from (select body, created_at, id from ticket_message where ticket_id = ticket.id order by created_at, id limit 500) as message) as said on true
    where ticket.id = any (${[...ids]}::uuid[])`.execute(tx);
  return found.rows;
};

/** One writer at a time: two that overlap could leave the older of two readings. Held until the end of the transaction. */
export const lockSearchRows = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('ticket_search'))`.execute(tx);
};

export type SearchRow = { ticket_id: string; seq: number; words: string[]; body: string };

export const upsertSearchRows = async (tx: Tx, rows: readonly SearchRow[]): Promise<void> => {
  await sql`
    insert into ticket_search (ticket_id, seq, words, body)
    select ticket_id, seq, array_to_tsvector(array(select jsonb_array_elements_text(words))), body
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (ticket_id uuid, seq bigint, words jsonb, body text)
    on conflict (ticket_id) do update set words = excluded.words, body = excluded.body
    where (ticket_search.words, ticket_search.body) is distinct from (excluded.words, excluded.body)`.execute(tx);
};

export const newestSearchSeq = async (tx: Tx): Promise<number> => {
  const found = await sql<{ seq: number }>`select seq from ticket_search order by seq desc limit 1`.execute(tx);
  return found.rows[0]?.seq ?? 0;
};

/** Statistics know nothing of rare words; a search never gains from walking the whole table. */
export const forbidTableWalk = async (tx: Tx): Promise<void> => {
  await sql`select set_config('enable_seqscan', 'off', true)`.execute(tx);
};

export type SearchWindow = { from: number; below: number };

export type Hit = { id: string; seq: number };

/** Hits of the index within a window of arrivals, newest first. Materialised, or the planner walks the window row by row. */
export const hitsByIndex = async (
  tx: Tx,
  tsquery: string,
  like: readonly string[],
  window: SearchWindow,
  limit: number,
): Promise<Hit[]> => {
  const found = await sql<Hit>`
    with hit as materialized (
      select ticket_id as id, seq from ticket_search
      where words @@ ${tsquery}::tsquery ${sql.join(
        like.map((pattern) => sql`and body like ${pattern}`),
        sql` `,
      )})
    select id, seq from hit where seq >= ${window.from} and seq < ${window.below} order by seq desc limit ${limit}`.execute(
    tx,
  );
  return found.rows;
};

/** The same by reading a window of arrivals, for what the index cannot narrow down (one character, only signs). */
export const hitsByReading = async (
  tx: Tx,
  like: readonly string[],
  window: SearchWindow,
  limit: number,
): Promise<Hit[]> => {
  const found = await sql<Hit>`
    select ticket_id as id, seq from ticket_search
    where seq >= ${window.from} and seq < ${window.below} ${sql.join(
      like.map((pattern) => sql`and body like ${pattern}`),
      sql` `,
    )}
    order by seq desc limit ${limit}`.execute(tx);
  return found.rows;
};

export type HitFilter = {
  states: readonly TicketState[];
  conditions: ListConditions;
  departments: readonly string[] | null;
  owner?: string | undefined;
  unowned?: boolean | undefined;
  customer?: string | undefined;
  followedBy?: string | undefined;
};

/** Of these hits the tickets that exist within reach and pass the filter, newest first. Row-level security decides here. */
export const ticketsOfHits = async (tx: Tx, ids: readonly string[], filter: HitFilter): Promise<TicketRow[]> => {
  if (ids.length === 0) return [];
  const all = [
    sql`ticket.id = any (${[...ids]}::uuid[])`,
    sql`ticket.state = any (${[...filter.states]}::text[])`,
    ...conditionsOf(filter.conditions),
  ];
  if (filter.departments !== null) all.push(sql`ticket.department_id = any (${[...filter.departments]}::uuid[])`);
  if (filter.owner !== undefined) all.push(sql`ticket.owner_id = ${filter.owner}`);
  if (filter.unowned === true) all.push(sql`ticket.owner_id is null`);
  if (filter.customer !== undefined) all.push(sql`ticket.customer_id = ${filter.customer}`);
  if (filter.followedBy !== undefined)
    all.push(
      sql`exists (select 1 from ticket_follow where ticket_id = ticket.id and person_id = ${filter.followedBy})`,
    );
  const found =
    await sql<TicketRow>`select ${ticketColumns} from ticket where ${sql.join(all, sql` and `)} order by ticket.seq desc`.execute(
      tx,
    );
  return found.rows;
};
