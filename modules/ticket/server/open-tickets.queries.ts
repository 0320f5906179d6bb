import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonRows } from '#platform/server/database/json-rows.ts';

/** Next places in the order of arrival. Taken one by one and not in blocks: a process that sits on a block for a week
 * would file its next ticket a week back in every list; 64 calls of nextval cost less than a tenth of a millisecond. */
export const takeSeqs = async (tx: Tx, count: number): Promise<number[]> => {
  const found = await sql<{
    seq: number;
  }>`select nextval('ticket_number_seq') as seq from generate_series(1, ${count}::int)`.execute(tx);
  return found.rows.map((row) => row.seq);
};

export type NewTicketRow = {
  id: string;
  seq: number;
  number: string;
  kind: string;
  category_key: string | null;
  level: number;
  sentiment: number;
  channel: string;
  subject: string;
  state: string;
  region: string;
  outlet_id: string | null;
  customer_id: string | null;
  customer_name: string;
  customer_tier: string;
  department_id: string;
  owner_id: string | null;
  created_by: string | null;
  occurred_at: string | null;
  at: string;
  next_due_at: string | null;
  next_clock: string | null;
  linked_to: string | null;
  unsure: boolean;
  locale: string;
  source_key: string | null;
  fields: Record<string, unknown>;
  triage: Record<string, unknown>;
  message_id: string;
  content: string;
  author_name: string;
};

/** Tickets and their first messages in one statement for any number of them. Needs the reach `all`: in the same
 * statement the policy of ticket_message could not see the new tickets. */
export const insertTickets = async (tx: Tx, rows: readonly NewTicketRow[]): Promise<void> => {
  await sql`/* ahead */
    with row as materialized (
      select * from jsonb_to_recordset(${jsonRows(rows)}::jsonb) as row (
        id uuid, seq bigint, number text, kind text, category_key text, level smallint, sentiment smallint, channel text,
        subject text, state text, region text, outlet_id uuid, customer_id uuid, customer_name text, customer_tier text,
        department_id uuid, owner_id uuid, created_by uuid, occurred_at timestamptz, at timestamptz,
        next_due_at timestamptz, next_clock text, linked_to uuid, unsure boolean, locale text, source_key text, fields jsonb, triage jsonb,
        message_id uuid, content text, author_name text)),
    opened as (
      insert into ticket (id, seq, number, kind, category_key, level, sentiment, channel, subject, state, region, outlet_id,
        customer_id, customer_name, customer_tier, department_id, owner_id, created_by, occurred_at, created_at, updated_at,
        next_due_at, next_clock, message_count, linked_to, unsure, locale, source_key, fields, triage)
      select id, seq, number, kind, category_key, level, sentiment, channel, subject, state, region, outlet_id,
        customer_id, customer_name, customer_tier, department_id, owner_id, created_by, occurred_at, at, at,
        next_due_at, next_clock, 1, linked_to, unsure, locale, source_key, fields, triage
      from row)
    insert into ticket_message (id, ticket_id, direction, author_kind, author_name, body, channel, created_at)
    select message_id, id, 'in', 'customer', author_name, content, channel, at from row`.execute(tx);
};
