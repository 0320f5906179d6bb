import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '#test/database.ts';
import { openLog } from '../log/index.ts';
import { isLostConnection, isTimeLimit } from './faults.ts';
import { everything, openDatabase, type Database, type Tx } from './index.ts';

let database: TestDatabase;
let db: Database;

beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, openLog('silent'));
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

const setting = async (tx: Tx, name: string): Promise<string> =>
  (await sql<{ value: string }>`select current_setting(${name}, true) as value`.execute(tx)).rows[0]?.value ?? '';

const sleep = (tx: Tx, seconds: number) => sql`select pg_sleep(${seconds})`.execute(tx);

const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('a transaction', () => {
  test.each(['read', 'write', 'search'] as const)(
    '%s ends a statement at its limit, and the next one is well',
    async (how) => {
      expect(isTimeLimit(await faultOf(db[how](everything, (tx) => sleep(tx, 5), 40)))).toBe(true);
      expect(await db[how](everything, (tx) => setting(tx, 'statement_timeout'), 1234)).toBe('1234ms');
    },
  );

  test.each(['read', 'search'] as const)('%s writes nothing', async (how) => {
    const fault = await faultOf(db[how](everything, (tx) => sql`create table never (n int)`.execute(tx)));
    expect(fault).toMatchObject({ code: '25006' });
  });

  test('leaves nothing of who it was to the next on its connection', async () => {
    const own = { kind: 'units', units: ['a', 'b'], person: 'p' } as const;
    const who = async (tx: Tx): Promise<string[]> =>
      Promise.all(['huiyin.reach', 'huiyin.units', 'huiyin.person'].map((name) => setting(tx, name)));
    expect(await db.read(own, who)).toEqual(['units', '{a,b}', 'p']);
    expect(await db.read(everything, who)).toEqual(['all', '{}', '']);
    expect(await db.read({ kind: 'own', person: 'q' }, who)).toEqual(['own', '{}', 'q']);
  });

  test('that stands still is ended by the server, so that it does not keep its locks', async () => {
    const limit = (tx: Tx) => setting(tx, 'idle_in_transaction_session_timeout');
    const sets = db.dedicated('probe');
    expect([await db.read(everything, limit), await sets.write(limit)]).toEqual(['5min', '5min']);
    await sets.close();
  });
});

describe('a connection that is cut', () => {
  test('is told as lost, under a read and under a write, and the next call has another', async () => {
    const cut = (tx: Tx) => sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
    for (const how of ['read', 'write'] as const) {
      expect(isLostConnection(await faultOf(db[how](everything, cut)))).toBe(true);
      expect(await db[how](everything, (tx) => setting(tx, 'huiyin.reach'))).toBe('all');
    }
  });

  test('while all of them wait in the pool, costs nobody his next request', async () => {
    await Promise.all(Array.from({ length: 6 }, () => db.read(everything, (tx) => sleep(tx, 0.01))));
    await db.search(everything, (tx) =>
      sql`select count(pg_terminate_backend(pid)) from pg_stat_activity
        where datname = current_database() and application_name = 'huiyin-main'`.execute(tx),
    );
    const after = await Promise.allSettled(
      Array.from({ length: 20 }, () => db.read(everything, (tx) => setting(tx, 'huiyin.reach'))),
    );
    const refused = after.flatMap((one) => (one.status === 'rejected' ? [isLostConnection(one.reason)] : []));
    // Who is handed a connection in the instant of its end may be told so; all others never hear of it.
    expect(refused.every(Boolean)).toBe(true);
    expect(await db.read(everything, (tx) => setting(tx, 'huiyin.reach'))).toBe('all');
  });
});

test('slow searches take no connection from the counter', async () => {
  const order: string[] = [];
  const searches = Array.from({ length: 6 }, () =>
    db.search(everything, (tx) => sleep(tx, 0.25)).then(() => order.push('search')),
  );
  await db.read(everything, (tx) => setting(tx, 'huiyin.reach'));
  order.push('read');
  await Promise.all(searches);
  expect(order[0]).toBe('read');
});
