import { sql, type Transaction } from 'kysely';
import type { Reach } from './reach.ts';
import type { Schema } from './schema.ts';

/** Tells PostgreSQL who reads, for the rest of the transaction: its row-level security policies ask these settings. */
export const enterReach = (tx: Transaction<Schema>, reach: Reach, timeLimitMs: number): Promise<unknown> =>
  sql`select set_config('huiyin.reach', ${reach.kind}, true),
             set_config('huiyin.units', ${reach.kind === 'units' ? `{${reach.units.join(',')}}` : '{}'}, true),
             set_config('huiyin.person', ${reach.kind === 'all' ? '' : reach.person}, true),
             set_config('statement_timeout', ${String(timeLimitMs)}, true)`.execute(tx);
