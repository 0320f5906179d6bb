import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { applyStep, readApplied, takeTurn, type AppliedRow } from './migrate.queries.ts';

const folder = path.resolve(import.meta.dirname, '../../../migrations');

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

const checkHistory = (done: readonly AppliedRow[], steps: readonly Step[]): void => {
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
    await takeTurn(client);
    const steps = await readMigrations();
    const done = await readApplied(client);
    checkHistory(done, steps);
    const known = new Set(done.map((row) => row.name));
    const applied: string[] = [];
    for (const step of steps) {
      if (known.has(step.name) || (options.upTo !== undefined && step.name > options.upTo)) continue;
      options.say?.(`migrate ${step.name}`);
      await applyStep(client, step).catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new MigrationError(`Migration ${step.name} failed and was undone: ${why}`, { cause: error });
      });
      applied.push(step.name);
    }
    return { applied };
  } finally {
    await client.end();
  }
};
