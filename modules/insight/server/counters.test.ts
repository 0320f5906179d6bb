import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fireDueClocks } from '#modules/sla/server/index.ts';
import { noteRating } from '#modules/ticket/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { fromTheStart } from '#platform/server/events/cursor.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import { eventsBehind } from '#platform/server/events/events.queries.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTickets } from '#test/ticket-factory.ts';
import { countersNow, expectTrueCounters, settleAll } from './direct-count.fixture.ts';
import { followTickets } from './follow-tickets.ts';
import { rebuildInsight } from './rebuild-insight.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let admin: Caller;
const opened: { id: string; number: string }[] = [];

beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const places = (): string[] => [it.departments.east, it.departments.eastTeam, it.departments.west, it.departments.root];
const pick = <Item>(items: readonly Item[], at: number): Item => {
  const found = items[at % items.length];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

const open = async (at: number): Promise<void> => {
  const wish = {
    departmentId: pick(places(), at),
    kind: pick(['complaint', 'inquiry', 'praise'] as const, at),
    channel: pick(['form', 'phone', 'email'] as const, at),
    spam: at % 11 === 0,
  };
  opened.push(...(await openTestTickets(it, [wish])));
};

const rate = async (id: string, score: number): Promise<void> => {
  await it.app.db.write(everything, async (tx) => {
    await noteRating(tx, id, score);
    await emit(tx, [{ name: 'survey.answered', subjectId: id, actor: systemActor, at: clock.now(), data: { score } }]);
  });
};

type Step = { what: number; which: number; how: number };

/** What the product allows is done, what it refuses is refused: the counters have to be right either way. */
const act = async ({ what, which, how }: Step): Promise<void> => {
  if (opened.length === 0 || what === 0) return open(how);
  const { id, number } = pick(opened, which);
  const step = (action: string) =>
    admin('POST', `/api/tickets/${number}/transitions`, { action, reason: '核实过', reply: '已处理' });
  const acts = [
    () => step('accept'),
    () => admin('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '正在为您查。' }),
    () => step('answer'),
    async () => {
      for (const action of ['accept', 'answer', 'close']) await step(action);
    },
    () => step('reopen'),
    () => step('decline'),
    () => step(pick(['quarantine', 'restore', 'archive'], how)),
    () => admin('POST', `/api/tickets/${number}/assign`, { departmentId: pick(places(), how), reason: '转派' }),
    () => admin('POST', `/api/tickets/${number}/classify`, { kind: pick(['complaint', 'praise', 'suggestion'], how) }),
    () => rate(id, 1 + (how % 5)),
    async () => {
      clock.advance({ minutes: (how * 37) % 2900 });
      await fireDueClocks(it.app);
      // The session does not outlast such a leap.
      admin = await it.as('admin');
    },
  ];
  await pick(acts, what - 1)();
};

const allEvents = async (): Promise<EventRow[]> => {
  const rows = await eventually(async () => {
    const { rows: found } = await it.app.db.read(everything, (tx) => eventsBehind(tx, fromTheStart, 100_000));
    const all = await it.app.db.read(everything, (tx) => sql`select 1 from event`.execute(tx));
    expect(found).toHaveLength(all.rows.length);
    return found;
  });
  return rows.filter((row) => followTickets.events.includes(row.name));
};

const deliver = (events: readonly EventRow[]): Promise<void> =>
  it.app.db.write(everything, (tx) => followTickets.handle(it.app, tx, events));

const shuffled = <Item>(items: readonly Item[], seed: number): Item[] =>
  items
    .map((item, index) => ({ item, rank: Math.sin(seed + index * 12.9898) * 43_758.5453 }))
    .toSorted((a, b) => (a.rank % 1) - (b.rank % 1))
    .map(({ item }) => item);

describe('counters of the board', () => {
  test('equal a direct count after any sequence of operations', async () => {
    const step = fc.record({ what: fc.nat(11), which: fc.nat(60), how: fc.nat(100) });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 35 }), async (steps) => {
        for (const one of steps) await act(one);
        await settleAll(it);
        await expectTrueCounters(it);
      }),
      { numRuns: 8, endOnFailure: true },
    );
    // Chance may leave something out that the figures are made of.
    for (const one of [0, 4, 4, 10, 11]) await act({ what: one, which: opened.length - 1, how: 72 });
    await settleAll(it);
    await expectTrueCounters(it);
    const counters = await countersNow(it);
    for (const measure of ['opened', 'open', 'overdue', 'replied', 'rated', 'closed', 'ended'])
      expect(
        Object.keys(counters).some((name) => name.endsWith(` ${measure}`)),
        measure,
      ).toBe(true);
  }, 90_000);

  test('batches replayed, reordered and side by side change nothing', async () => {
    const events = await allEvents();
    const before = await countersNow(it);
    for (const seed of [1, 2, 3]) {
      const mixed = shuffled([...events, ...events], seed);
      const batches = Array.from({ length: 6 }, (_, index) => mixed.filter((_event, at) => at % 6 === index));
      await Promise.all(batches.map(deliver));
    }
    expect(await countersNow(it)).toEqual(before);
    await expectTrueCounters(it);
  });

  test('batches of changes that arrive in the wrong order and at once end at the truth', async () => {
    for (let index = 0; index < 24; index += 1) await act({ what: index % 12, which: index * 7, how: index * 3 });
    const events = shuffled(await allEvents(), 7);
    await Promise.all([0, 1, 2, 3].map((part) => deliver(events.filter((_event, at) => at % 4 === part))));
    await settleAll(it);
    await expectTrueCounters(it);
  });

  test('a promise broken without an event is counted when the ticket is looked at again', async () => {
    await open(1);
    const last = opened.at(-1)?.id ?? '';
    await settleAll(it);
    await open(2);
    await deliver(await allEvents());
    await it.app.db.write(everything, (tx) => sql`update ticket set breached = true where id = ${last}`.execute(tx));
    await settleAll(it);
    await expectTrueCounters(it);
  });

  test('a rebuild heals whatever happened to facts and counters', async () => {
    await it.app.db.write(everything, async (tx) => {
      await sql`delete from insight_fact where ticket_id = ${opened[0]?.id ?? ''}`.execute(tx);
      await sql`update insight_cell set opened = opened + 5, open = 0`.execute(tx);
      await sql`update insight_fact set ticket_id = gen_random_uuid() where ticket_id = ${opened[1]?.id ?? ''}`.execute(
        tx,
      );
      await sql`delete from insight_hour`.execute(tx);
    });
    const seen: number[] = [];
    const done = await rebuildInsight(it.app, { batch: 3, onProgress: (count) => seen.push(count) });
    expect(done).toBeGreaterThanOrEqual(opened.length);
    expect(seen.length).toBeGreaterThan(1);
    await expectTrueCounters(it);
  });
});
