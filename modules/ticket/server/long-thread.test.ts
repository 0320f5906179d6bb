import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketRoutes } from '../contract.ts';
import { insertMessage } from './message.queries.ts';

const messages = 5000;

let it: TestApp;
let agent: Caller;
let number: string;

beforeAll(async () => {
  it = await startTestApp();
  agent = await it.as('agent');
  const ticket = await openTestTicket(it, { departmentId: it.departments.east });
  number = ticket.number;
  const began = it.app.clock.now().getTime();
  await it.app.db.write(everything, async (tx) => {
    for (let n = 0; n < messages; n += 1) {
      const createdAt = new Date(began + n * 1000);
      await insertMessage(tx, {
        id: newId(createdAt),
        ticketId: ticket.id,
        direction: n % 3 === 0 ? 'in' : n % 3 === 1 ? 'out' : 'note',
        authorKind: n % 3 === 0 ? 'customer' : 'person',
        authorId: null,
        authorName: '王女士',
        body: `第 ${n} 句：除湿机还是没有送到，请再查一次。`,
        channel: 'wechat',
        createdAt,
        clientKey: null,
      });
    }
  });
});
afterAll(() => it.stop());

const page = async (cursor: string | null) => {
  const url = `/api/tickets/${number}/thread?limit=60${cursor === null ? '' : `&cursor=${cursor}`}`;
  return ticketRoutes.thread.reply.parse((await agent('GET', url)).body);
};

test('a thread of five thousand messages opens as quickly as a short one', async () => {
  await page(null);
  const took: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const began = performance.now();
    await Promise.all([agent('GET', `/api/tickets/${number}`), page(null)]);
    took.push(performance.now() - began);
  }
  const p95 = took.toSorted((a, b) => a - b)[14] ?? Infinity;
  console.log(`ticket and the newest page of ${messages} messages: slowest of ${took.length} ${Math.round(p95)} ms`);
  expect(p95).toBeLessThan(500);
});

test('paged to its beginning it holds each message once, in order', async () => {
  const bodies: string[][] = [];
  let cursor: string | null = null;
  do {
    const { items, nextCursor } = await page(cursor);
    bodies.unshift(items.flatMap((entry) => (entry.type === 'message' ? [entry.body] : [])));
    cursor = nextCursor;
  } while (cursor !== null);
  const said = bodies.flat().filter((body) => body.startsWith('第 '));
  expect(said).toEqual(Array.from({ length: messages }, (_, n) => `第 ${n} 句：除湿机还是没有送到，请再查一次。`));
});
