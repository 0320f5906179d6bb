import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database.ts';
import { openLog } from '../log/index.ts';
import { Problem } from '../http/problem.ts';
import { openDatabase, everything, type Database, type Tx } from './index.ts';
import { createSetWriter, type SetWriter } from './set-writer.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
const sets: number[] = [];

const writeNumbers = async (tx: Tx, items: readonly number[]): Promise<number[]> => {
  sets.push(items.length);
  await sql`insert into set_writer_probe (n) select unnest(${[...items]}::int[])`.execute(tx);
  return items.map((item) => item * 2);
};

const open = (maxWaiting = 1000): SetWriter<number, number> =>
  createSetWriter({ connection: db.dedicated('probe'), maxRows: 8, maxWaiting, write: writeNumbers, patienceMs: 5000 });

const stored = async (): Promise<number[]> =>
  (
    await db.read(everything, (tx) => sql<{ n: number }>`select n from set_writer_probe order by n`.execute(tx))
  ).rows.map((row) => row.n);

beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, openLog('silent'));
  await db.write(everything, (tx) => sql`create table set_writer_probe (n int primary key check (n >= 0))`.execute(tx));
});

afterAll(async () => {
  await db.close();
  await database.drop();
});

describe('set writer', () => {
  test('answers each caller with his own answer, after the commit, in sets no larger than allowed', async () => {
    const writer = open();
    const answers = await Promise.all(Array.from({ length: 50 }, (_, n) => writer.submit(n)));
    expect(answers).toEqual(Array.from({ length: 50 }, (_, n) => n * 2));
    expect(await stored()).toHaveLength(50);
    expect(Math.max(...sets)).toBeLessThanOrEqual(8);
    expect(sets.length).toBeLessThan(50);
    await writer.close();
  });

  test('a row that violates something is refused alone; the others of its set are kept', async () => {
    const writer = open();
    const results = await Promise.allSettled([101, -1, 102, 5, 103].map((n) => writer.submit(n)));
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
    expect(await stored()).toEqual(expect.arrayContaining([101, 102, 103]));
    await writer.close();
  });

  test('refuses with 503 and Retry-After when too many wait', async () => {
    const writer = open(3);
    const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => writer.submit(200 + n)));
    const refused = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []));
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]).toBeInstanceOf(Problem);
    expect(refused[0]).toMatchObject({ status: 503, code: 'system.busy', data: { retryAfterSeconds: 2 } });
    await writer.close();
  });

  test('sends a set again when its connection is cut in the middle, and answers', async () => {
    let cut = false;
    const writer = createSetWriter<number, number>({
      connection: db.dedicated('cut'),
      maxRows: 8,
      maxWaiting: 10,
      patienceMs: 5000,
      async write(tx, items) {
        const answers = await writeNumbers(tx, items);
        if (!cut) {
          cut = true;
          await sql`select pg_terminate_backend(pg_backend_pid())`.execute(tx);
        }
        return answers;
      },
    });
    await expect(writer.submit(301)).resolves.toBe(602);
    expect(await stored()).toContain(301);
    await writer.close();
  });

  test('a statement sent ahead that fails undoes its set; nobody is told that it was kept', async () => {
    const writer = createSetWriter<number, number>({
      connection: db.dedicated('ahead'),
      maxRows: 8,
      maxWaiting: 10,
      async write(tx, items) {
        await sql`/* ahead */ insert into set_writer_probe (n) select unnest(${[...items]}::int[])`.execute(tx);
        await sql`select 1 where ${items.length}::int > 0`.execute(tx).catch(() => undefined);
        return items;
      },
    });
    const results = await Promise.allSettled([501, -7, 502].map((n) => writer.submit(n)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(await stored()).toEqual(expect.arrayContaining([501, 502]));
    expect(await stored()).not.toContain(-7);
    await writer.close();
  });

  test('takes nothing more once it is closed', async () => {
    const writer = open();
    await writer.close();
    await expect(writer.submit(400)).rejects.toMatchObject({ code: 'system.stopping' });
  });
});
