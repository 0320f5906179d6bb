import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { openInstance } from '#app/server/open-instance.ts';
import { rebuildInsight } from '#modules/insight/server/index.ts';
import { createDepartment, createPerson, findDepartments } from '#modules/staff/server/index.ts';
import { indexTickets } from '#modules/ticket/server/index.ts';
import { readConfig } from '#platform/server/config.ts';
import { everything } from '#platform/server/database/index.ts';
import { openBenchInstance, startProduct, stopProduct, type BenchInstance } from './instance.ts';
import { generateTickets, ticketIdsAfter, vacuum } from './million.queries.ts';
import { percentile } from './percentile.ts';

export type TimedRow = { what: string; tickets: number; requests: number; p50Ms: number; p95Ms: number; maxMs: number };
type Say = (line: string) => void;

const port = 3995;
const password = randomBytes(12).toString('hex');
const generateRows = 20_000;
const indexRows = 1000;
const ofAMillion = 1_000_000;

/** Fills the instance through the product's own indexing and counting; only the tickets themselves are generated in SQL. */
const load = async (instance: BenchInstance, tickets: number, counters: boolean, say: Say): Promise<void> => {
  const config = readConfig({
    HUIYIN_DATA: instance.dataDir,
    DATABASE_URL: instance.databaseUrl,
    LOG_LEVEL: 'error',
    HUIYIN_ROLE: 'web',
  });
  const { app, stop } = await openInstance(config, say, { idle: true });
  const at = app.clock.now();
  const places = await app.db.write(everything, async (tx) => {
    const root = (await findDepartments(tx))[0]?.id ?? '';
    const departments: string[] = [];
    for (let n = 0; n < 20; n += 1)
      departments.push((await createDepartment(tx, { name: `部门 ${n}`, parentId: root, at })).id);
    const people: string[] = [];
    for (const departmentId of departments)
      people.push(
        (
          await createPerson(tx, {
            username: `p-${departmentId}`,
            displayName: '坐席',
            roleKey: 'agent',
            departmentId,
            password: null,
            at,
          })
        ).id,
      );
    await createPerson(tx, {
      username: 'bench',
      displayName: 'bench',
      roleKey: 'supervisor',
      departmentId: root,
      password,
      at,
    });
    return { departments, people };
  });
  const offset = ofAMillion - tickets;
  for (let from = 1; from <= tickets; from += generateRows) {
    const to = Math.min(tickets, from + generateRows - 1);
    await app.db.write(
      everything,
      (tx) => generateTickets(tx, offset + from, offset + to, places.departments, places.people),
      600_000,
    );
    if (from % 100_000 < generateRows) say(`generated ${to} of ${tickets}`);
  }
  await vacuum(instance.databaseUrl);
  for (let seq = 0, done = 0; ;) {
    const rows = await app.db.read(everything, (tx) => ticketIdsAfter(tx, seq, indexRows));
    const last = rows.at(-1);
    if (!last) break;
    await app.db.write(
      everything,
      (tx) =>
        indexTickets(
          tx,
          rows.map((row) => row.id),
        ),
      600_000,
    );
    seq = last.seq;
    done += rows.length;
    if (done % 50_000 === 0) say(`indexed ${done} of ${tickets}`);
  }
  if (counters) {
    say('counting for the board');
    await rebuildInsight(app);
  }
  await vacuum(instance.databaseUrl);
  await stop();
};

const page = z.object({ items: z.array(z.unknown()), nextCursor: z.string().nullable() });

/** Asks one address many times over; milliseconds from request to the last byte of the answer. */
const time = async (token: string, urls: readonly string[]): Promise<number[]> => {
  const times: number[] = [];
  for (const url of urls) {
    const began = performance.now();
    const reply = await fetch(`http://127.0.0.1:${port}${url}`, { headers: { authorization: `Bearer ${token}` } });
    await reply.arrayBuffer();
    times.push(performance.now() - began);
    if (!reply.ok) throw new Error(`${url} answered ${reply.status}`);
  }
  return times;
};

const rowOf = (what: string, tickets: number, times: readonly number[]): TimedRow => ({
  what,
  tickets,
  requests: times.length,
  p50Ms: percentile(times, 0.5),
  p95Ms: percentile(times, 0.95),
  maxMs: percentile(times, 1),
});

const words = [
  '退款',
  '快递',
  '漏水',
  '制冷',
  '发票',
  '师傅',
  '门锁',
  '烫手',
  '态度',
  '差价',
  '焦味',
  '订单',
  '配件',
  '饕餮',
  '嘉定',
  '浦东',
  '消协',
  '老人',
  '换货',
  '核实',
];

/** Follows a list page by page; every page is timed. */
const walk = async (token: string, query: string, pages: number): Promise<number[]> => {
  const times: number[] = [];
  let cursor: string | null = null;
  for (let n = 0; n < pages; n += 1) {
    const began: number = performance.now();
    const suffix: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const reply = await fetch(`http://127.0.0.1:${port}/api/tickets?limit=50&${query}${suffix}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = page.parse(await reply.json());
    times.push(performance.now() - began);
    cursor = body.nextCursor;
    if (cursor === null) break;
  }
  return times;
};

const signIn = async (): Promise<string> => {
  const reply = await fetch(`http://127.0.0.1:${port}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'bench', password }),
  });
  return z.object({ token: z.string() }).parse(await reply.json()).token;
};

/** The answers that a ticket's page waits for first, asked at once as the page does; tickets of all ages. */
const openTickets = async (token: string): Promise<number[]> => {
  const times: number[] = [];
  const list = z.object({ items: z.array(z.object({ number: z.string() })), nextCursor: z.string().nullable() });
  let cursor = '';
  for (let n = 0; n < 50; n += 1) {
    const reply = await fetch(`http://127.0.0.1:${port}/api/tickets?limit=50&sort=updated&state=all${cursor}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = list.parse(await reply.json());
    for (const { number } of body.items.slice(0, 4)) {
      const began = performance.now();
      await Promise.all(
        ['', '/thread', '/clocks', '/follow-up', '/help', '/compensation'].map((part) =>
          time(token, [`/api/tickets/${number}${part}`]),
        ),
      );
      times.push(performance.now() - began);
    }
    if (body.nextCursor === null) break;
    cursor = `&cursor=${encodeURIComponent(body.nextCursor)}`;
  }
  return times;
};

const rounds = 5;

const searchRows = async (token: string, tickets: number): Promise<TimedRow[]> => {
  const queries = Array.from({ length: rounds }, () => words)
    .flat()
    .map((word) => `/api/tickets?limit=50&query=${encodeURIComponent(word)}`);
  await time(token, queries.slice(0, words.length));
  const rows = [rowOf('search, two characters', tickets, await time(token, queries))];
  for (const query of [
    'sort=new',
    'sort=updated',
    'sort=due&state=new,resolving',
    'state=archived&sort=new',
    'category=refund.slow&sort=new',
  ]) {
    rows.push(rowOf(`list pages, ${query}`, tickets, await walk(token, query, 60)));
  }
  rows.push(rowOf('ticket page, its first six answers together', tickets, await openTickets(token)));
  rows.push(
    rowOf(
      'counts beside the tabs',
      tickets,
      await time(
        token,
        Array.from({ length: 30 }, () => '/api/tickets/counts'),
      ),
    ),
  );
  return rows;
};

const boardRows = async (token: string, tickets: number): Promise<TimedRow[]> => {
  const rows: TimedRow[] = [];
  for (const url of [
    '/api/board/summary?range=30d',
    '/api/board/trend?range=30d&by=category',
    '/api/board/departments',
    '/api/board/heat',
    '/api/board/csat?range=90d',
  ]) {
    rows.push(
      rowOf(
        url,
        tickets,
        await time(
          token,
          Array.from({ length: 20 }, () => url),
        ),
      ),
    );
  }
  return rows;
};

export const benchMillion = async (kind: 'search' | 'board', tickets: number, say: Say): Promise<TimedRow[]> => {
  const instance = await openBenchInstance(say);
  try {
    await load(instance, tickets, kind === 'board', say);
    const product = await startProduct(instance, port, 'web');
    try {
      const token = await signIn();
      return kind === 'search' ? await searchRows(token, tickets) : await boardRows(token, tickets);
    } finally {
      await stopProduct(product);
    }
  } finally {
    await instance.stop();
  }
};
