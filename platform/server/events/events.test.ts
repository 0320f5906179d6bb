import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database.ts';
import { everything, openDatabase, type Database } from '../database/index.ts';
import { openLog } from '../log/index.ts';
import { systemActor } from '../session/actor.ts';
import { advance } from './cursor.ts';
import { emit } from './emit.ts';
import type { NewEvent } from './event.ts';
import {
  adoptEvents,
  claimDelivery,
  dispatchLag,
  eventsBehind,
  eventsOf,
  latestCursor,
  moveCursor,
  takeCursor,
} from './events.queries.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
const others: { drop(): Promise<void> }[] = [];
const at = new Date('2026-09-19T08:40:00Z');

/** Somebody who hears from now on. */
const startReader = async () => {
  let cursor = await db.read(everything, latestCursor);
  return {
    async read(): Promise<string[]> {
      const sight = await db.read(everything, (tx) => eventsBehind(tx, cursor, 100));
      cursor = advance(cursor, sight, sight.rows.length < 100);
      return sight.rows.map((row) => row.subjectId);
    },
  };
};

const otherDatabase = async (): Promise<string> => {
  const other = await testDatabase();
  others.push(other);
  return other.url;
};

const event = (subjectId: string, n: number): NewEvent => ({
  name: 'probe.happened',
  subjectId,
  actor: systemActor,
  at,
  data: { n },
});

beforeAll(async () => {
  database = await testDatabase();
  db = openDatabase(database.url, openLog('silent'));
});

afterAll(async () => {
  await db.close();
  await Promise.all([database, ...others].map((one) => one.drop()));
});

describe('events', () => {
  test('an event is written with the transaction or not at all', async () => {
    const kept = randomUUID();
    const lost = randomUUID();
    await db.write(everything, (tx) => emit(tx, [event(kept, 1), event(kept, 2)]));
    await expect(
      db.write(everything, async (tx) => {
        await emit(tx, [event(lost, 1)]);
        throw new Error('undo');
      }),
    ).rejects.toThrow('undo');
    const read = await db.read(everything, async (tx) => [
      await eventsOf(tx, kept, 0, 10),
      await eventsOf(tx, lost, 0, 10),
    ]);
    expect(read[0]?.map((row) => row.data)).toEqual([{ n: 1 }, { n: 2 }]);
    expect(read[0]?.[0]).toMatchObject({ name: 'probe.happened', actorKind: 'system', at });
    expect(read[1]).toEqual([]);
  });

  test('a reader neither waits for a transaction that runs long nor steps over it', async () => {
    const [slow, quick] = [randomUUID(), randomUUID()];
    const reader = await startReader();
    await db.write(everything, async (tx) => {
      await emit(tx, [event(slow, 1)]);
      // Commits after the slow one began and before it ends.
      await db.write(everything, (other) => emit(other, [event(quick, 1)]));
      expect(await reader.read()).toEqual([quick]);
      expect(await reader.read()).toEqual([]);
    });
    expect(await reader.read()).toEqual([slow]);
    expect(await reader.read()).toEqual([]);
  });

  test('a transaction that writes in another database of the server holds nothing back', async () => {
    const elsewhere = openDatabase(await otherDatabase(), openLog('silent'));
    const subject = randomUUID();
    await elsewhere.write(everything, async (tx) => {
      await emit(tx, [event(randomUUID(), 1)]);
      const reader = await startReader();
      await db.write(everything, (own) => emit(own, [event(subject, 1)]));
      expect(await reader.read()).toEqual([subject]);
    });
    await elsewhere.close();
  });

  test('writers that commit out of order are all read, each event once, by two readers that share a cursor', async () => {
    const written: string[] = [];
    const seen: string[] = [];
    let writing = true;
    const write = async (seed: number): Promise<void> => {
      for (let turn = 0; turn < 25; turn += 1) {
        const ids = Array.from({ length: 1 + ((seed * turn) % 4) }, () => randomUUID());
        const undone = (seed + turn) % 7 === 0;
        const done = db.write(everything, async (tx) => {
          for (const id of ids) {
            await emit(tx, [event(id, turn)]);
            await sql`select pg_sleep(${((seed * 7 + turn * 3) % 5) / 1000})`.execute(tx);
          }
          if (undone) throw new Error('undo');
        });
        if (undone) await expect(done).rejects.toThrow('undo');
        else written.push(...(await done.then(() => ids)));
      }
    };
    const take = (limit: number): Promise<number> =>
      db.write(everything, async (tx) => {
        const cursor = await takeCursor(tx, 'dispatch');
        if (!cursor) return -1;
        const sight = await eventsBehind(tx, cursor, limit);
        await moveCursor(tx, 'dispatch', cursor, advance(cursor, sight, sight.rows.length < limit), at);
        seen.push(...sight.rows.map((row) => row.subjectId));
        return sight.rows.length;
      });
    const readAll = async (limit: number): Promise<void> => {
      while ((await take(limit)) !== 0 || writing);
    };
    while ((await take(1000)) !== 0);
    seen.length = 0;
    const readers = [readAll(3), readAll(50)];
    await Promise.all([1, 2, 3, 4, 5, 6].map(write));
    writing = false;
    await Promise.all(readers);
    expect(seen.toSorted()).toEqual(written.toSorted());
    expect(await db.read(everything, (tx) => dispatchLag(tx, 'dispatch', new Date('2030-01-01T00:00:00Z')))).toBe(0);
  });

  test('an event of a transaction that ran long counts as late until it is read', async () => {
    const lag = () => db.read(everything, (tx) => dispatchLag(tx, 'dispatch', new Date(at.getTime() + 90_000)));
    const take = () =>
      db.write(everything, async (tx) => {
        const cursor = await takeCursor(tx, 'dispatch');
        if (!cursor) throw new Error('the cursor is taken');
        const sight = await eventsBehind(tx, cursor, 100);
        await moveCursor(tx, 'dispatch', cursor, advance(cursor, sight, true), at);
      });
    await db.write(everything, async (tx) => {
      await emit(tx, [event(randomUUID(), 1)]);
      await db.write(everything, (other) => emit(other, [event(randomUUID(), 1)]));
      await take();
      expect(await lag()).toBe(0);
    });
    expect(await lag()).toBe(90);
    await take();
    expect(await lag()).toBe(0);
  });

  test('a delivery is claimed once, together with what the subscriber writes', async () => {
    const claim = () => db.write(everything, (tx) => claimDelivery(tx, 'probe.listen', 'batch-1', at));
    await expect(
      db.write(everything, async (tx) => {
        await claimDelivery(tx, 'probe.listen', 'batch-1', at);
        throw new Error('handler failed');
      }),
    ).rejects.toThrow('handler failed');
    expect(await claim()).toBe(true);
    expect(await claim()).toBe(false);
  });

  test('emitting nothing writes nothing', async () => {
    const before = await db.read(everything, (tx) =>
      sql<{ n: number }>`select count(*)::int as n from event`.execute(tx),
    );
    await db.write(everything, (tx) => emit(tx, []));
    const after = await db.read(everything, (tx) =>
      sql<{ n: number }>`select count(*)::int as n from event`.execute(tx),
    );
    expect(after.rows).toEqual(before.rows);
  });
});

describe('events of a dump', () => {
  test('of a server that had counted further are adopted: the unread are read once, new ones are not taken for read', async () => {
    const restored = openDatabase(await otherDatabase(), openLog('silent'));
    const [read, late, unread, early, fresh] = Array.from({ length: 5 }, () => randomUUID());
    const ids = [read, late, unread].map((id) => id ?? '');
    await restored.write(everything, async (tx) => {
      await emit(
        tx,
        ids.map((id) => event(id, 1)),
      );
      await sql`update event set xid = (case subject_id when ${read} then '4000000001' when ${late} then '4000000000'
        else '4000000009' end)::xid8`.execute(tx);
      await sql`update event_cursor set xid = '4000000001', event_id = 9 where name = 'dispatch'`.execute(tx);
      await sql`insert into event_cursor (name, xid) values ('dispatch/4000000000', '4000000000')`.execute(tx);
    });
    // Written here before anybody dispatches, by a process that only answers requests.
    await restored.write(everything, (tx) => emit(tx, [event(early ?? '', 1)]));
    const adopt = () => restored.write(everything, (tx) => adoptEvents(tx, 'dispatch', at));
    const seen: string[] = [];
    const take = async (): Promise<void> => {
      await restored.write(everything, async (tx) => {
        const cursor = await takeCursor(tx, 'dispatch');
        if (!cursor) throw new Error('the cursor is taken');
        const sight = await eventsBehind(tx, cursor, 100);
        await moveCursor(tx, 'dispatch', cursor, advance(cursor, sight, true), at);
        seen.push(...sight.rows.map((row) => row.subjectId));
      });
    };
    expect(await adopt()).toBe(true);
    await take();
    await restored.write(everything, (tx) => emit(tx, [event(fresh ?? '', 1)]));
    await take();
    expect(seen.toSorted()).toEqual([late, unread, early, fresh].map((id) => id ?? '').toSorted());
    expect(await adopt()).toBe(false);
    await restored.close();
  });
});
