import { sql } from 'kysely';
import { registerEraser } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';

/** Who passed it on to whom is counted and stays; why, in his words, goes. */
const eraseAssignWords = async (tx: Tx, ids: readonly string[]): Promise<void> => {
  await sql`update assign_move set reason = '' where ticket_id = any (${[...ids]}::uuid[])`.execute(tx);
};

registerEraser('assign', eraseAssignWords);
