import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketRoutes } from '../contract.ts';
import { insertAttachments, type AttachmentRow } from './attachment.queries.ts';
import { insertMessage } from './message.queries.ts';

const messages = 5000;
/** Twelve to each of the last messages: the page that is opened first carries them all. */
const pictures = 300;
const perMessage = 12;

let it: TestApp;
let agent: Caller;
let number: string;

const pictureOf = (ticketId: string, messageId: string, at: Date): AttachmentRow => ({
  id: newId(at),
  ticketId,
  messageId,
  sha256: '0'.repeat(64),
  name: '现场照片.jpg',
  mime: 'image/jpeg',
  kind: 'image',
  bytes: 480_000,
  scanned: 'clean',
  createdAt: at,
});

beforeAll(async () => {
  // Nothing works beside the requests whose statements are counted.
  it = await startTestApp({ role: 'web' });
  agent = await it.as('agent');
  const ticket = await openTestTicket(it, { departmentId: it.departments.east });
  number = ticket.number;
  const began = it.app.clock.now().getTime();
  await it.app.db.write(everything, async (tx) => {
    for (let n = 0; n < messages; n += 1) {
      const createdAt = new Date(began + n * 1000);
      const id = newId(createdAt);
      await insertMessage(tx, {
        id,
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
      if (n < messages - pictures / perMessage) continue;
      const shown = Array.from({ length: perMessage }, () => pictureOf(ticket.id, id, createdAt));
      await insertAttachments(tx, shown);
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

/** What one request asks of the database: how many statements, and how many rows come back. */
const asked = async (request: () => Promise<unknown>): Promise<{ statements: number; rows: number }> => {
  const told = { statements: 0, rows: 0 };
  const original = pg.Client.prototype.query;
  const spy = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function query(
    this: pg.Client,
    ...given: unknown[]
  ) {
    told.statements += 1;
    const answer: unknown = Reflect.apply(original, this, given);
    void Promise.resolve(answer).then(
      (result) => {
        if (result instanceof pg.Result) told.rows += result.rows.length;
      },
      () => undefined,
    );
    return answer;
  });
  try {
    await request();
  } finally {
    spy.mockRestore();
  }
  return told;
};

test('opening it asks for one page and its pictures, however long the thread is', async () => {
  const whole = await page(null);
  expect(whole.items.flatMap((entry) => (entry.type === 'message' ? entry.attachments : []))).toHaveLength(pictures);
  const short = await openTestTicket(it, { departmentId: it.departments.east });
  const long = await asked(() => page(null));
  const brief = await asked(() => agent('GET', `/api/tickets/${short.number}/thread?limit=60`));
  console.log(
    `${messages} messages, ${pictures} pictures: ${long.statements} statements, ${long.rows} rows; of one message ${brief.statements}`,
  );
  expect(long.statements).toBeGreaterThan(3);
  expect(long.statements).toBeLessThanOrEqual(brief.statements + 1);
  // A page and one row more of messages and of events, the pictures, who asks and what he may.
  expect(long.rows).toBeLessThanOrEqual(2 * 61 + pictures + 20);
  const detail = await asked(() => agent('GET', `/api/tickets/${number}`));
  expect(detail.rows).toBeLessThan(60);
  expect(JSON.stringify(whole).length).toBeLessThan(200_000);
});
