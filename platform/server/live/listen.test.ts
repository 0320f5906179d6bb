import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '#test/database.ts';
import { runSql } from '#test/database.queries.ts';
import { eventually } from '#test/eventually.ts';
import { openLog } from '../log/index.ts';
import { listenTo } from './listen.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

const listeners = async (): Promise<number> =>
  (
    await runSql(
      database.url,
      "select pid from pg_stat_activity where application_name = 'huiyin-live' and datname = current_database()",
    )
  ).length;

test('comes back after its connection was cut, says so, and hears again', async () => {
  const heard: string[] = [];
  let connected = 0;
  const listener = listenTo(database.url, openLog('silent'), {
    onNotify: (channel, payload) => heard.push(`${channel} ${payload}`),
    onConnect: () => (connected += 1),
  });
  await eventually(() => expect(connected).toBe(1));
  await runSql(database.url, "notify huiyin_signal, 'one'");
  await eventually(() => expect(heard).toEqual(['huiyin_signal one']));
  await runSql(
    database.url,
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'huiyin-live' and datname = current_database()",
  );
  await eventually(() => expect(connected).toBe(2));
  await runSql(database.url, 'notify huiyin_event');
  await eventually(() => expect(heard).toEqual(['huiyin_signal one', 'huiyin_event ']));
  await listener.stop();
  await eventually(async () => expect(await listeners()).toBe(0));
});

test('stopped while it still connects, it leaves no connection behind', async () => {
  let connected = 0;
  const listener = listenTo(database.url, openLog('silent'), {
    onNotify: () => undefined,
    onConnect: () => (connected += 1),
  });
  await listener.stop();
  // Long enough to be connected on the busiest machine: another client has come and gone meanwhile, twice.
  await runSql(database.url, 'select pg_sleep(0.2)');
  await eventually(async () => expect(await listeners()).toBe(0));
  expect(connected).toBe(0);
});
