import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { liveMessageSchema } from '#platform/contract/live.ts';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { presenceRoutes, ticketDetail } from '../../contract.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let first: TestApp;
let second: TestApp;
let han: Caller;
let wang: Caller;

beforeAll(async () => {
  first = await startTestApp({ clock });
  second = await startTestApp({ clock, databaseUrl: first.databaseUrl, role: 'web' });
  han = await first.as('agent');
  wang = await first.as('agent');
});
afterAll(async () => {
  await second.stop();
  await first.stop();
});

const open = () => openTestTicket(first, { departmentId: first.departments.east });
const url = (number: string) => `/api/tickets/${number}/presence`;
const beat = async (caller: Caller, number: string, state: string, more: { tab?: string; written?: number } = {}) => {
  const answer = await caller('POST', url(number), { tab: 'one', state, ...more });
  expect(answer.status, answer.text).toBe(200);
  return presenceRoutes.beat.reply.parse(answer.body).items;
};
const seenBy = async (caller: Caller, number: string) =>
  presenceRoutes.present.reply.parse((await caller('GET', url(number))).body).items;

/** Collects what the stream of an app says to somebody. */
const listen = async (app: TestApp, token: string | null) => {
  const stop = new AbortController();
  const heard: { topic: string; ids: string[] }[] = [];
  const headers = { authorization: `Bearer ${token}` };
  const reply = await fetch(`${app.url}/api/live`, { headers, signal: stop.signal });
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    for await (const chunk of reply.body ?? []) {
      for (const line of decoder.decode(chunk, { stream: true }).split('\n'))
        if (line.startsWith('data: ')) heard.push(liveMessageSchema.parse(JSON.parse(line.slice(6))));
    }
  };
  const reading = read().catch(() => undefined);
  return {
    about: (id: string) => heard.filter((message) => message.topic === 'presence' && message.ids.includes(id)).length,
    async close() {
      stop.abort();
      await reading;
    },
  };
};

describe('who is at a ticket', () => {
  test('colleagues see one another, nobody sees himself', async () => {
    const { number } = await open();
    expect(await beat(han, number, 'looking')).toEqual([]);
    expect(await beat(wang, number, 'writing', { written: 46 })).toMatchObject([
      { id: han.personId, state: 'looking', written: 0 },
    ]);
    expect(await seenBy(han, number)).toMatchObject([{ id: wang.personId, state: 'writing', written: 46 }]);
  });

  test('those who write stand first, those who turned away last', async () => {
    const { number } = await open();
    const [away, writing] = [await first.as('supervisor'), await first.as('supervisor')];
    await beat(away, number, 'away');
    await beat(wang, number, 'looking');
    await beat(writing, number, 'writing');
    expect((await seenBy(han, number)).map((person) => person.state)).toEqual(['writing', 'looking', 'away']);
  });

  test('of two tabs of one person the busier one counts, and closing it leaves the other', async () => {
    const { number } = await open();
    await beat(wang, number, 'away', { tab: 'left' });
    await beat(wang, number, 'writing', { tab: 'right', written: 3 });
    expect(await seenBy(han, number)).toMatchObject([{ state: 'writing' }]);
    await beat(wang, number, 'gone', { tab: 'right' });
    expect(await seenBy(han, number)).toMatchObject([{ state: 'away' }]);
    await beat(wang, number, 'gone', { tab: 'left' });
    expect(await seenBy(han, number)).toEqual([]);
  });

  test('who is not heard of for thirty seconds is gone; a beat keeps him', async () => {
    const { number } = await open();
    await beat(wang, number, 'looking');
    clock.advance({ minutes: 0.4 });
    expect(await seenBy(han, number)).toHaveLength(1);
    await beat(wang, number, 'looking');
    clock.advance({ minutes: 0.4 });
    expect(await seenBy(han, number)).toHaveLength(1);
    clock.advance({ minutes: 0.1 });
    expect(await seenBy(han, number)).toEqual([]);
  });

  test('“since” is when the state began, not the last beat', async () => {
    const { number } = await open();
    const began = clock.now().toISOString();
    await beat(wang, number, 'writing', { written: 1 });
    clock.advance({ minutes: 0.2 });
    await beat(wang, number, 'writing', { written: 9 });
    expect(await seenBy(han, number)).toMatchObject([{ since: began, written: 9 }]);
    await beat(wang, number, 'looking');
    expect((await seenBy(han, number))[0]?.since).toBe(clock.now().toISOString());
  });

  test('to look changes nothing: no version, no event, no draft', async () => {
    const { id, number } = await open();
    const read = async () => {
      const { version, updatedAt, draft } = ticketDetail.parse((await wang('GET', `/api/tickets/${number}`)).body);
      const events = await first.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 20));
      return { version, updatedAt, draft, own: events.filter((event) => event.actorId === wang.personId) };
    };
    const before = await read();
    await beat(wang, number, 'writing', { written: 5 });
    expect(await read()).toEqual(before);
  });

  test('out of reach it looks as if there were no such ticket, for looking and for being seen', async () => {
    const { number } = await open();
    const west = await first.as('handler', first.departments.west);
    await beat(wang, number, 'looking');
    expect((await west('GET', url(number))).status).toBe(404);
    expect((await west('POST', url(number), { tab: 'one', state: 'looking' })).status).toBe(404);
    expect((await seenBy(han, number)).map((person) => person.id)).toEqual([wang.personId]);
  });

  test('what is not a state, or a tab without a name, is refused', async () => {
    const { number } = await open();
    expect((await han('POST', url(number), { tab: 'one', state: 'sleeping' })).status).toBe(422);
    expect((await han('POST', url(number), { tab: '', state: 'looking' })).status).toBe(422);
    expect((await han('POST', url(number), { tab: 'one', state: 'writing', written: -1 })).status).toBe(422);
  });

  test('many beats of one tab at once leave one row', async () => {
    const { number } = await open();
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => beat(wang, number, n % 2 === 0 ? 'looking' : 'writing', { written: n })),
    );
    expect(await seenBy(han, number)).toHaveLength(1);
  });
});

describe('between two processes', () => {
  test('a change is told to the browsers of the other within its reach, a mere beat is not', async () => {
    const { id, number } = await open();
    const outsider = await first.as('handler', first.departments.west);
    const [inside, outside] = [await listen(second, han.token), await listen(second, outsider.token)];
    await beat(wang, number, 'looking');
    await eventually(() => expect(inside.about(id)).toBe(1));
    await beat(wang, number, 'looking');
    await beat(wang, number, 'writing', { written: 2 });
    await eventually(() => expect(inside.about(id)).toBe(2));
    await beat(wang, number, 'gone');
    await eventually(() => expect(inside.about(id)).toBe(3));
    expect(outside.about(id)).toBe(0);
    await inside.close();
    await outside.close();
  });
});
