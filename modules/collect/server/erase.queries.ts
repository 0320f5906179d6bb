import { sql } from 'kysely';
import { registerEraser } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

const eraseCollectWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`delete from intake_fingerprint where ticket_id = ${those}`.execute(tx);
  await sql`update batch_run set body = '', reason = ''
    where event_id in (select id from batch_event where ticket_id = ${those})`.execute(tx);
  await sql`update batch_event set label = '—', words = '{}', places = '{}' where ticket_id = ${those}`.execute(tx);
};

registerEraser('collect', eraseCollectWords);
