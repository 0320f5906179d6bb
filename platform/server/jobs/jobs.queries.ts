import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

export type FailedJobRow = {
  id: string;
  queue: string;
  state: 'failed' | 'retry';
  attempts: number;
  failedAt: Date | null;
  output: unknown;
};

/** pg-boss keeps its jobs in its own schema; the page of dead letters reads it directly because its API pages by queue only. */
export const failedJobs = async (tx: Tx, limit: number): Promise<FailedJobRow[]> => {
  const found = await sql<FailedJobRow>`
    select id::text as id, name as queue, state::text as state, retry_count as attempts, completed_on as "failedAt", output
    from pgboss.job where state in ('failed', 'retry') and name not like '\_\_pgboss%'
    order by created_on desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** pg-boss clears failed jobs away like done ones; a failed one waits for a person, who may be on holiday. */
export const keepFailedJobs = async (tx: Tx, days: number): Promise<void> => {
  await sql`
    update pgboss.job set deletion_seconds = ${days * 86_400}
    where state = 'failed' and deletion_seconds < ${days * 86_400}`.execute(tx);
};

export type QueueRow = { name: string; waiting: number; active: number; failed: number };

export const queueCounts = async (tx: Tx): Promise<QueueRow[]> => {
  const found = await sql<QueueRow>`
    select name, count(*) filter (where state in ('created', 'retry'))::int as waiting,
           count(*) filter (where state = 'active')::int as active,
           count(*) filter (where state = 'failed')::int as failed
    from pgboss.job where state <> 'completed' and name not like '\_\_pgboss%' group by name order by name`.execute(tx);
  return found.rows;
};
