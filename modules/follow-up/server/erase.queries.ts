import { sql } from 'kysely';
import { registerEraser } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** Scores and outcomes stay; what people said goes. */
const eraseFollowUpWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`update survey set comment = '' where ticket_id = ${those}`.execute(tx);
  await sql`update call_back_attempt set note = ''
    where call_back_id in (select id from call_back where ticket_id = ${those})`.execute(tx);
  await sql`update call_back set note = '' where ticket_id = ${those}`.execute(tx);
};

registerEraser('follow-up', eraseFollowUpWords);
