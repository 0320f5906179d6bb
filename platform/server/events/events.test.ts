import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase } from '#test/database.ts';
import { eventually } from '#test/eventually.ts';
import { everything, openDatabase, type Database } from '../database/index.ts';
import { openLog } from '../log/index.ts';
import { systemActor } from '../session/actor.ts';
import { emit } from './emit.ts';
import type { NewEvent } from './event.ts';
import { claimDelivery, eventsAfter, eventsOf } from './events.queries.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let db: Database;
const at = new Date('2026-09-19T08:40:00Z');
const start = { xid: '0', id: 0 };

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
  await database.drop();
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

  test('a reader never steps over an event whose transaction commits later', async () => {
    const slow = randomUUID();
    const quick = randomUUID();
    const seen = async () =>
      (await db.read(everything, (tx) => eventsAfter(tx, start, 1000))).map((row) => row.subjectId);
    await db.write(everything, async (tx) => {
      await emit(tx, [event(slow, 1)]);
      // Committed after the slow one began and before it ends: it has to wait for it.
      await db.write(everything, (other) => emit(other, [event(quick, 1)]));
      const between = await seen();
      expect(between).not.toContain(quick);
      expect(between).not.toContain(slow);
    });
    // A transaction of another test on the same server may hold both back for some milliseconds more.
    await eventually(async () => {
      const after = await seen();
      expect(after).toContain(slow);
      expect(after.indexOf(slow)).toBeLessThan(after.indexOf(quick));
    });
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
