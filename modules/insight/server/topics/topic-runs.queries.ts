import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type RunRow = {
  id: string;
  state: 'waiting' | 'running' | 'done' | 'failed';
  periodFrom: Date;
  periodUntil: Date;
  progress: number;
  tickets: number;
  topics: number;
  problem: string;
  startedAt: Date;
  finishedAt: Date | null;
};

const columns = sql`id, state, period_from as "periodFrom", period_until as "periodUntil", progress, tickets, topics, problem,
  started_at as "startedAt", finished_at as "finishedAt"`;

export const latestRun = async (tx: Tx): Promise<RunRow | null> => {
  const found =
    await sql<RunRow>`select ${columns} from insight_topic_run order by started_at desc, id desc limit 1`.execute(tx);
  return found.rows[0] ?? null;
};

export const runById = async (tx: Tx, id: string): Promise<RunRow | null> => {
  const found = await sql<RunRow>`select ${columns} from insight_topic_run where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

/** False when one is under way, here or in another process. */
export const insertRun = async (
  tx: Tx,
  run: { id: string; from: Date; until: Date; startedBy: string | null; at: Date },
): Promise<boolean> => {
  const done = await sql`insert into insight_topic_run (id, state, period_from, period_until, started_by, started_at)
    values (${run.id}, 'waiting', ${run.from}, ${run.until}, ${run.startedBy}, ${run.at}) on conflict do nothing`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
};

/** A run of which nothing was heard for so long died with its process. */
export const failStaleRuns = async (tx: Tx, before: Date, at: Date): Promise<void> => {
  await sql`update insight_topic_run set state = 'failed', problem = 'insight.run_lost', finished_at = ${at}
    where state in ('waiting', 'running') and started_at < ${before}`.execute(tx);
};

/** False when it has been ended meanwhile: somebody cancelled it. */
export const noteRun = async (tx: Tx, id: string, progress: number, tickets: number): Promise<boolean> => {
  const done = await sql`update insight_topic_run set state = 'running', progress = ${progress}, tickets = ${tickets}
    where id = ${id} and state in ('waiting', 'running')`.execute(tx);
  return done.numAffectedRows === 1n;
};

/** The run under way is over at once; whoever works on it hears of it when he next notes how far he is. */
export const cancelRun = async (tx: Tx, at: Date): Promise<string | null> => {
  const found = await sql<{
    id: string;
  }>`update insight_topic_run set state = 'failed', problem = 'insight.run_cancelled',
    finished_at = ${at} where state in ('waiting', 'running') returning id`.execute(tx);
  return found.rows[0]?.id ?? null;
};

export const endRun = async (
  tx: Tx,
  id: string,
  end: { state: 'done' | 'failed'; tickets: number; topics: number; problem: string; at: Date },
): Promise<boolean> => {
  const done =
    await sql`update insight_topic_run set state = ${end.state}, progress = 1, tickets = ${end.tickets}, topics = ${end.topics},
    problem = ${end.problem}, finished_at = ${end.at} where id = ${id} and state in ('waiting', 'running')`.execute(tx);
  return done.numAffectedRows === 1n;
};
