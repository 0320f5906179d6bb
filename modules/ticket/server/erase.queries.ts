import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

/** Long ago: the sweep of uploads that nobody sent takes the file with its next run. */
const forgotten = new Date(0);

/** What people wrote, sent and were called; number, dates, codes and counts stay, because figures and links stand on them. */
export const eraseTicketWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`update ticket set subject = '—', customer_id = null, customer_name = '', close_reason = null,
    source_key = null, fields = '{}', triage = '{}', message_count = 0, version = version + 1
    where id = ${those}`.execute(tx);
  await sql`delete from ticket_message where ticket_id = ${those}`.execute(tx);
  await sql`update attachment set ticket_id = null, message_id = null, field_id = null, name = '', created_at = ${forgotten}
    where ticket_id = ${those}`.execute(tx);
  // Titles that the product gives are keys of texts; those that people wrote are words.
  await sql`update ticket_task set title_key = '—'
    where ticket_id = ${those} and (kind = 'manual' or title_key !~ '^[a-z_]+$')`.execute(tx);
  await sql`delete from ticket_search where ticket_id = ${those}`.execute(tx);
  await sql`delete from ticket_draft where ticket_id = ${those}`.execute(tx);
  await sql`delete from ticket_field_value where ticket_id = ${those}`.execute(tx);
  await sql`delete from ticket_field_wording where ticket_id = ${those}`.execute(tx);
};
