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

  test('what fails ahead of a statement that is waited for is told as what it is, and its row alone is refused', async () => {
    const writer = createSetWriter<number, number>({
      connection: db.dedicated('cause'),
      maxRows: 8,
      maxWaiting: 10,
      async write(tx, items) {
        await sql`/* ahead */ insert into set_writer_probe (n) select unnest(${[...items]}::int[])`.execute(tx);
        await sql`select 1 where ${items.length}::int > 0`.execute(tx);
        return items;
      },
    });
    const results = await Promise.allSettled([601, -8, 602].map((n) => writer.submit(n)));
    expect(results.map((result) => result.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(results[1]).toMatchObject({ reason: { code: '23514' } });
    expect(await stored()).toEqual(expect.arrayContaining([601, 602]));
    await writer.close();
  });

  test('a set that lost a race for a row looks once more before anybody is refused', async () => {
    let looks = 0;
    const writer = createSetWriter<number, number>({
      connection: db.dedicated('race'),
      maxRows: 8,
      maxWaiting: 10,
      async write(tx, items) {
        looks += 1;
        const known = await sql<{ n: number }>`
          select n from set_writer_probe where n = any (${[...items]}::int[])`.execute(tx);
        // Another process adds it between our look and our writing, the first time.
        if (looks === 1) await db.write(everything, (other) => writeNumbers(other, [701]));
        const fresh = items.filter((n) => !known.rows.some((row) => row.n === n));
        await sql`/* ahead */ insert into set_writer_probe (n) select unnest(${fresh}::int[])`.execute(tx);
        return items;
      },
    });
    expect(await Promise.all([701, 702].map((n) => writer.submit(n)))).toEqual([701, 702]);
    expect(looks).toBe(2);
    expect((await stored()).filter((n) => n === 701 || n === 702)).toEqual([701, 702]);
    await writer.close();
  });

  test('two sets are under way at once, never more, and what shares a key is never in both', async () => {
    const underWay = new Set<readonly number[]>();
    let most = 0;
    let shared = false;
    const second = Promise.withResolvers<undefined>();
    const writer = createSetWriter<number, number>({
      connection: db.dedicated('pair', 2),
      maxRows: 4,
      maxWaiting: 200,
      atOnce: 2,
      keysOf: (n) => [`remainder ${n % 5}`],
      async write(tx, items) {
        const keys = new Set(items.map((n) => n % 5));
        for (const other of underWay) shared ||= other.some((n) => keys.has(n % 5));
        underWay.add(items);
        most = Math.max(most, underWay.size);
        // The first set stays until another one has begun.
        if (underWay.size > 1) second.resolve(undefined);
        await second.promise;
        const answers = await writeNumbers(tx, items);
        underWay.delete(items);
        return answers;
      },
    });
    const numbers = Array.from({ length: 120 }, (_, n) => 1000 + n);
    expect(await Promise.all(numbers.map((n) => writer.submit(n)))).toEqual(numbers.map((n) => n * 2));
    expect(most).toBe(2);
    expect(shared).toBe(false);
    expect(await stored()).toEqual(expect.arrayContaining(numbers));
    await writer.close();
  });

  test('answers those who wait before it closes', async () => {
    const writer = open();
    const answers = Promise.all([801, 802, 803].map((n) => writer.submit(n)));
    await writer.close();
    expect(await answers).toEqual([1602, 1604, 1606]);
  });

  test('takes nothing more once it is closed', async () => {
    const writer = open();
    await writer.close();
    await expect(writer.submit(400)).rejects.toMatchObject({ code: 'system.stopping' });
  });
});
