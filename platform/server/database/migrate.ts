import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';

const folder = path.resolve(import.meta.dirname, '../../../migrations');
/** Any fixed number: all processes that migrate this database take the same advisory lock. */
const lockKey = 72_855_109;

export class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

type Step = { name: string; sql: string; checksum: string };

export const readMigrations = async (): Promise<Step[]> => {
  const names = (await readdir(folder)).filter((name) => /^\d{4}_[a-z_]+\.sql$/.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const text = await readFile(path.join(folder, name), 'utf8');
      return { name, sql: text, checksum: createHash('sha256').update(text).digest('hex') };
    }),
  );
};

const appliedRow = z.object({ name: z.string(), checksum: z.string() });

const checkHistory = (done: readonly z.infer<typeof appliedRow>[], steps: readonly Step[]): void => {
  for (const row of done) {
    const step = steps.find((one) => one.name === row.name);
    if (!step)
      throw new MigrationError(
        `The database holds migration ${row.name}, which this release does not know. Start a release at least as new as the one that made it.`,
      );
    if (step.checksum !== row.checksum)
      throw new MigrationError(
        `Migration ${row.name} was changed after it had been applied. Restore the released file.`,
      );
  }
};

/**
 * Brings a database of any released schema to this one: forward only, each step in a transaction of its own, under an
 * advisory lock so that several starting processes take turns. Never calls application code.
 */
export const migrate = async (
  url: string,
  options: { say?(line: string): void; upTo?: string } = {},
): Promise<{ applied: string[] }> => {
  const client = new pg.Client({ connectionString: url, application_name: 'huiyin-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(
      'create table if not exists migration (name text primary key, checksum text not null, applied_at timestamptz not null default now())',
    );
    const steps = await readMigrations();
    const done = z
      .array(appliedRow)
      .parse((await client.query('select name, checksum from migration order by name')).rows);
    checkHistory(done, steps);
    const known = new Set(done.map((row) => row.name));
    const applied: string[] = [];
    for (const step of steps) {
      if (known.has(step.name) || (options.upTo !== undefined && step.name > options.upTo)) continue;
      options.say?.(`migrate ${step.name}`);
      await client.query('begin');
      try {
        await client.query(step.sql);
        await client.query('insert into migration (name, checksum) values ($1, $2)', [step.name, step.checksum]);
        await client.query('commit');
      } catch (error) {
        await client.query('rollback');
        throw new MigrationError(
          `Migration ${step.name} failed and was undone: ${error instanceof Error ? error.message : String(error)}`,
          { cause: error },
        );
      }
      applied.push(step.name);
    }
    return { applied };
  } finally {
    await client.end();
  }
};
