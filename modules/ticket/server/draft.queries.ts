import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type DraftRow = { mode: 'out' | 'note'; body: string; savedAt: Date };

export const findDraft = async (tx: Tx, ticketId: string, personId: string): Promise<DraftRow | null> => {
  const found = await sql<DraftRow>`select mode, body, saved_at as "savedAt" from ticket_draft
    where ticket_id = ${ticketId} and person_id = ${personId}`.execute(tx);
  return found.rows[0] ?? null;
};

export const keepDraft = async (tx: Tx, ticketId: string, personId: string, draft: DraftRow): Promise<void> => {
  await sql`insert into ticket_draft (ticket_id, person_id, mode, body, saved_at)
    values (${ticketId}, ${personId}, ${draft.mode}, ${draft.body}, ${draft.savedAt})
    on conflict (ticket_id, person_id) do update set mode = excluded.mode, body = excluded.body, saved_at = excluded.saved_at`.execute(
    tx,
  );
};

export const deleteDraft = async (tx: Tx, ticketId: string, personId: string): Promise<void> => {
  await sql`delete from ticket_draft where ticket_id = ${ticketId} and person_id = ${personId}`.execute(tx);
};
