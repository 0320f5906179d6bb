import { sql } from 'kysely';
import { registerEraser } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** Corrections are codes and stay; what a helper was told and answered goes. */
const eraseClassifyWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  const those = sql`any (${[...ids]}::uuid[])`;
  await sql`delete from classify_llm_opinion where ticket_id = ${those}`.execute(tx);
  await sql`delete from classify_llm_ask where ticket_id = ${those}`.execute(tx);
  await sql`update classify_llm_call set request = null, answer = null
    where request is not null and ticket_id = ${those}`.execute(tx);
};

registerEraser('classify', eraseClassifyWords);
