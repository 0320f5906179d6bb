import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { migrate } from '#platform/server/database/migrate.ts';
import { fakeClock } from './clock.ts';
import { testDatabase, type TestDatabase } from './database.ts';
import { eventually } from './eventually.ts';

const made: TestDatabase[] = [];
const make = async (): Promise<TestDatabase> => {
  const database = await testDatabase();
  made.push(database);
  return database;
};
afterAll(() => Promise.all(made.map((database) => database.drop())));

const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

test('every test database is migrated, its own, and opened by a role that row-level security binds', async () => {
  const [one, two] = await Promise.all([make(), make()]);
  expect((await migrate(one.url)).applied).toEqual([]);
  expect(
    await query(one.url, 'select rolsuper or rolbypassrls as free from pg_roles where rolname = current_user'),
  ).toEqual([{ free: false }]);
  await query(one.url, 'create table only_here (id int)');
  await expect(query(two.url, 'select * from only_here')).rejects.toThrow(/does not exist/);
});

test('a dropped database is gone although somebody is still connected', async () => {
  const database = await testDatabase();
  const client = new pg.Client({ connectionString: database.url });
  const ended = new Promise((resolve) => client.on('error', resolve));
  await client.connect();
  await database.drop();
  await ended;
  await expect(query(database.url, 'select 1')).rejects.toThrow(/does not exist/);
});

test('the fake clock stands still until it is moved', () => {
  const clock = fakeClock('2026-03-01T08:00:00+08:00');
  clock.now().setFullYear(1999);
  clock.advance({ days: 1, hours: 2, minutes: 30 });
  expect(clock.now().toISOString()).toBe('2026-03-02T02:30:00.000Z');
  clock.set('2026-01-01T00:00:00Z');
  expect(clock.now().toISOString()).toBe('2026-01-01T00:00:00.000Z');
  expect(() => fakeClock('tomorrow')).toThrow('tomorrow');
});

test('eventually answers the first success, and throws the last failure', async () => {
  let tries = 0;
  const value = await eventually(() => {
    tries += 1;
    if (tries < 3) throw new Error(`try ${tries}`);
    return tries;
  });
  expect(value).toBe(3);
  const never = eventually(() => Promise.reject(new Error(`try ${(tries += 1)}`)), { timeoutMs: 50 });
  await expect(never).rejects.toThrow(/try [5-9]/);
});
