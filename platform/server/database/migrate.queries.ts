import type pg from 'pg';
import { z } from 'zod';

const appliedRow = z.object({ name: z.string(), checksum: z.string() });
export type AppliedRow = z.infer<typeof appliedRow>;

/** Any fixed number: all processes that migrate this database take the same advisory lock, held until they disconnect. */
const lockKey = 72_855_109;

export const takeTurn = async (client: pg.Client): Promise<void> => {
  await client.query('select pg_advisory_lock($1)', [lockKey]);
  await client.query(
    'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
  );
};

export const readApplied = async (client: pg.Client): Promise<AppliedRow[]> =>
  z.array(appliedRow).parse((await client.query('select name, checksum from migration order by name')).rows);

/** A step and the note that it was taken, or neither. */
export const applyStep = async (
  client: pg.Client,
  step: { name: string; sql: string; checksum: string },
): Promise<void> => {
  await client.query('begin');
  try {
    await client.query(step.sql);
    await client.query('insert into migration (name, checksum) values ($1, $2)', [step.name, step.checksum]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
};
