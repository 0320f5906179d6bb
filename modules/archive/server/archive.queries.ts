import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type Ended = { ticketId: string; endedAt: Date };

export const keepCandidates = async (tx: Tx, many: readonly Ended[]): Promise<void> => {
  if (many.length === 0) return;
  const given = JSON.stringify(many.map((one) => ({ id: one.ticketId, at: one.endedAt.toISOString() })));
  await sql`
    insert into archive_candidate (ticket_id, ended_at)
    select id, at from jsonb_to_recordset(${given}::jsonb) as row (id uuid, at timestamptz)
    on conflict (ticket_id) do update set ended_at = excluded.ended_at`.execute(tx);
};

export const dropCandidates = async (tx: Tx, ticketIds: readonly string[]): Promise<void> => {
  if (ticketIds.length === 0) return;
  await sql`delete from archive_candidate where ticket_id = any (${[...ticketIds]}::uuid[])`.execute(tx);
};

/** The longest ended ones; locked, so that two workers do not take the same. */
export const takeCandidates = async (tx: Tx, endedBefore: Date, limit: number): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select ticket_id as id from archive_candidate where ended_at <= ${endedBefore}
    order by ended_at, ticket_id limit ${limit} for update skip locked`.execute(tx);
  return found.rows.map((row) => row.id);
};
