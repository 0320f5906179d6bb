import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/**
 * Tells the browsers of every process, after the commit, that something fleeting changed (who is looking). Unlike an
 * event it leaves no row: nobody needs it a minute later, and the timeline must not fill with it.
 */
export const sendSignal = async (tx: Tx, topic: string, ids: readonly string[]): Promise<void> => {
  await sql`select pg_notify('huiyin_signal', ${JSON.stringify({ topic, ids })})`.execute(tx);
};
