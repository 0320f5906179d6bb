import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonRows } from '#platform/server/database/json-rows.ts';
import type { CustomValue } from '../../contract/custom-fields.ts';

export type ValueRow = {
  ticket_id: string;
  slot: number;
  word: string;
  number: number | null;
  seq: number;
  department_id: string;
};

/** For any number of tickets at once. What a ticket names twice stands once; a field that was just dropped costs nobody a ticket. */
export const insertValueRows = async (tx: Tx, rows: readonly ValueRow[]): Promise<void> => {
  if (rows.length === 0) return;
  await sql`/* ahead */
    insert into ticket_field_value (ticket_id, slot, word, number, seq, department_id)
    select ticket_id, slot, word, number, seq, department_id from jsonb_to_recordset(${jsonRows(rows)}::jsonb) as row (
      ticket_id uuid, slot int, word text, number double precision, seq bigint, department_id uuid)
    where exists (select 1 from ticket_field where ticket_field.slot = row.slot)
    on conflict do nothing`.execute(tx);
};

export const deleteValueRows = async (
  tx: Tx,
  ticketIds: readonly string[],
  slots: readonly number[],
): Promise<void> => {
  await sql`delete from ticket_field_value
    where ticket_id = any (${[...ticketIds]}::uuid[]) and slot = any (${[...slots]}::int[])`.execute(tx);
};

export const valuesOfTicket = async (tx: Tx, ticketId: string): Promise<Record<string, unknown>> => {
  const found = await sql<{
    fields: Record<string, unknown>;
  }>`select fields from ticket where id = ${ticketId}`.execute(tx);
  return found.rows[0]?.fields ?? {};
};

export type ValuePatch = { readonly set: Readonly<Record<string, CustomValue>>; readonly drop: readonly string[] };

/** Merged in the row itself, so that what others wrote beside it stays. */
export const patchFields = async (tx: Tx, ticketId: string, patch: ValuePatch, at: Date): Promise<void> => {
  await sql`update ticket set fields = (fields - ${[...patch.drop]}::text[]) || ${JSON.stringify(patch.set)}::jsonb,
    updated_at = ${at}, version = version + 1 where id = ${ticketId}`.execute(tx);
};

export const countTicketsWith = async (tx: Tx, slot: number, cap: number): Promise<number> => {
  const found = await sql<{ count: number }>`select count(*)::int as count from (
    select distinct ticket_id from (select ticket_id from ticket_field_value where slot = ${slot} limit ${cap * 10}) as held
    limit ${cap}) as counted`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

/** Which of these words any ticket has; one probe of the index each. */
export const wordsInUse = async (tx: Tx, slot: number, words: readonly string[]): Promise<string[]> => {
  const found = await sql<{ word: string }>`select asked.word from unnest(${[...words]}::text[]) as asked (word)
    where exists (select 1 from ticket_field_value as value
      where value.slot = ${slot} and value.word = asked.word and value.number is null)`.execute(tx);
  return found.rows.map((row) => row.word);
};

export const insertWordings = async (
  tx: Tx,
  rows: readonly { id: string; ticketId: string; was: string | null; became: string | null }[],
): Promise<void> => {
  if (rows.length === 0) return;
  await sql`insert into ticket_field_wording (id, ticket_id, was, became)
    select id, "ticketId", was, became from jsonb_to_recordset(${jsonRows(rows)}::jsonb) as row (
      id uuid, "ticketId" uuid, was text, became text)`.execute(tx);
};

export type Wording = { id: string; was: string | null; became: string | null };

export const wordingsOf = async (tx: Tx, ids: readonly string[]): Promise<Wording[]> => {
  if (ids.length === 0) return [];
  const found =
    await sql<Wording>`select id, was, became from ticket_field_wording where id = any (${[...ids]}::uuid[])`.execute(
      tx,
    );
  return found.rows;
};

/** Tickets from a place in the order of arrival on that hold something under a key. */
export type Holder = { id: string; seq: number; departmentId: string; value: unknown };
export const holdersOf = async (tx: Tx, key: string, from: number, below: number): Promise<Holder[]> => {
  const found = await sql<Holder>`select id, seq, department_id as "departmentId", fields -> ${key} as value from ticket
    where seq >= ${from} and seq < ${below} and fields ? ${key}`.execute(tx);
  return found.rows;
};

export const newestSeq = async (tx: Tx): Promise<number> => {
  const found = await sql<{ seq: number }>`select seq from ticket order by seq desc limit 1`.execute(tx);
  return found.rows[0]?.seq ?? 0;
};
