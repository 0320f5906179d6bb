import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

/** Long ago: the sweep of uploads that no act named takes the files with its next run. */
const forgotten = new Date(0);

/** Who decided what and when stays on record; what they wrote, and the files they sent along, end. */
export const eraseRequestWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`select set_config('huiyin.erasing', 'on', true)`.execute(tx);
  await sql`update approval_request set title = '—', reason = '' where id = ${those}`.execute(tx);
  await sql`update approval_signer set comment = '' where request_id = ${those}`.execute(tx);
  await sql`update approval_act set comment = '' where request_id = ${those}`.execute(tx);
  await sql`update approval_file set request_id = null, name = '', created_at = ${forgotten}
    where request_id = ${those}`.execute(tx);
  await sql`select set_config('huiyin.erasing', '', true)`.execute(tx);
};
