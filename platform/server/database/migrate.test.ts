import { afterEach, describe, expect, test } from 'vitest';
import { emptyDatabase } from '#test/database.ts';
import { migrate, MigrationError, readMigrations } from './migrate.ts';
import { runSql } from '#test/database.queries.ts';

const databases: { drop(): Promise<void> }[] = [];

const fresh = async (): Promise<string> => {
  const database = await emptyDatabase();
  databases.push(database);
  return database.url;
};

afterEach(async () => {
  for (const database of databases.splice(0)) await database.drop();
});

describe('migrations', () => {
  test('bring an empty database to this release, once', async () => {
    const url = await fresh();
    const steps = (await readMigrations()).map((step) => step.name);
    expect((await migrate(url)).applied).toEqual(steps);
    expect((await migrate(url)).applied).toEqual([]);
  });

  test('several processes that start at once take turns', async () => {
    const url = await fresh();
    const results = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(results.filter((result) => result.applied.length > 0)).toHaveLength(1);
  });

  test.each([3, 6, 9])('go on from a database that stands at step %i', async (count) => {
    const url = await fresh();
    const steps = (await readMigrations()).map((step) => step.name);
    const upTo = steps[count - 1] ?? '';
    expect((await migrate(url, { upTo })).applied).toEqual(steps.slice(0, count));
    expect((await migrate(url)).applied).toEqual(steps.slice(count));
  });

  test('refuse a step that was changed after it had been applied', async () => {
    const url = await fresh();
    await migrate(url);
    await runSql(url, `update migration set checksum = 'other' where name like '0001%'`);
    await expect(migrate(url)).rejects.toThrow(MigrationError);
    await expect(migrate(url)).rejects.toThrow(/changed after it had been applied/);
  });

  test('refuse a database of a newer release, and say what to do', async () => {
    const url = await fresh();
    await migrate(url);
    await runSql(url, `insert into migration (name, checksum) values ('9999_future.sql', 'x')`);
    await expect(migrate(url)).rejects.toThrow(/Start a release at least as new/);
  });

  test('every table that belongs to a ticket’s reach is behind row-level security', async () => {
    const url = await fresh();
    await migrate(url);
    const rows = await runSql(
      url,
      `select relname from pg_class where relrowsecurity and relforcerowsecurity order by relname`,
    );
    expect(rows.map((row) => row['relname'])).toEqual(expect.arrayContaining(['ticket', 'ticket_message']));
  });
});
