import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { trainingSchema, type LearnedField, type TrainingOutcome, type TrainingView } from '../../contract.ts';

/** Two numbers that nobody else in this database locks by. */
const lockKey = { family: 7310, one: 1 };

/** Held until the transaction ends, however it ends: a process that is killed lets go of it with its connection. */
export const tryTrainingLock = async (tx: Tx): Promise<boolean> => {
  const found = await sql<{
    held: boolean;
  }>`select pg_try_advisory_xact_lock(${lockKey.family}::int, ${lockKey.one}::int) as held`.execute(tx);
  return found.rows[0]?.held === true;
};

/** Somebody in some process holds the lock now. */
export const isTraining = async (tx: Tx): Promise<boolean> => {
  const found = await sql`select 1 from pg_locks where locktype = 'advisory' and granted
    and database = (select oid from pg_database where datname = current_database())
    and classid = ${lockKey.family}::int::oid and objid = ${lockKey.one}::int::oid and objsubid = 2`.execute(tx);
  return found.rows.length > 0;
};

const instant = z.date().transform((at) => at.toISOString());
const trainingRow = z
  .object({
    ...trainingSchema.shape,
    createdAt: instant,
    startedAt: instant.nullable(),
    endedAt: instant.nullable(),
    cancelAsked: z.boolean(),
  })
  .transform((row): TrainingView & { cancelAsked: boolean } => row);
export type TrainingRow = z.infer<typeof trainingRow>;

const columns = sql`id, fields, state, part, outcome, cancel_asked as "cancelAsked", created_at as "createdAt",
  started_at as "startedAt", ended_at as "endedAt"`;

export const latestTraining = async (tx: Tx): Promise<TrainingRow | null> => {
  const found = await sql<unknown>`
    select ${columns} from classify_training order by created_at desc, id desc limit 1`.execute(tx);
  return trainingRow.nullable().parse(found.rows[0] ?? null);
};

export const insertTraining = async (
  tx: Tx,
  row: { id: string; fields: readonly LearnedField[]; askedBy: string | null; at: Date },
): Promise<void> => {
  await sql`insert into classify_training (id, fields, state, asked_by, created_at)
    values (${row.id}, ${[...row.fields]}::text[], 'waiting', ${row.askedBy}, ${row.at})`.execute(tx);
};

/** Under the lock: whatever still says running cannot be, its process is gone. False when it was cancelled meanwhile. */
export const beginTraining = async (tx: Tx, id: string, at: Date): Promise<boolean> => {
  await sql`update classify_training set state = 'interrupted', ended_at = ${at}
    where state = 'running' and id <> ${id}`.execute(tx);
  const done = await sql`update classify_training set state = 'running', started_at = ${at}, part = 0
    where id = ${id} and state = 'waiting'`.execute(tx);
  return done.numAffectedRows === 1n;
};

/** Notes how far it is; answers whether somebody asked to stop. */
export const noteTraining = async (tx: Tx, id: string, part: number): Promise<boolean> => {
  const found = await sql<{ stop: boolean }>`
    update classify_training set part = ${part} where id = ${id} and state = 'running' returning cancel_asked as stop`.execute(
    tx,
  );
  return found.rows[0]?.stop ?? true;
};

export const endTraining = async (
  tx: Tx,
  id: string,
  end: { state: 'done' | 'cancelled' | 'failed'; outcome: readonly TrainingOutcome[]; at: Date },
): Promise<void> => {
  await sql`update classify_training set state = ${end.state}, outcome = ${JSON.stringify(end.outcome)}::jsonb,
    part = ${end.state === 'done' ? sql`1` : sql`part`}, ended_at = ${end.at} where id = ${id}`.execute(tx);
};

/** One that waits is over at once, one that runs is told to stop. */
export const askCancel = async (tx: Tx, at: Date): Promise<void> => {
  await sql`update classify_training set cancel_asked = true,
    state = case state when 'waiting' then 'cancelled' else state end,
    ended_at = case state when 'waiting' then ${at}::timestamptz end
    where state in ('waiting', 'running')`.execute(tx);
};

export const interruptTraining = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update classify_training set state = 'interrupted', ended_at = ${at} where id = ${id} and state in ('waiting', 'running')`.execute(
    tx,
  );
};
