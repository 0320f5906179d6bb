import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pageOf } from '#platform/contract/paging.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import { ticketCounts, ticketRow, type TicketListRow } from '../contract.ts';
import { indexTickets } from './index-search.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let admin: Caller;
let east: Caller;

/** Sixty tickets over two departments, in every mix of kind, level, owner and state. */
beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  admin = await it.as('admin');
  east = await it.as('agent');
  const owner = east.personId ?? '';
  const many = Array.from({ length: 60 }, (_, index): TicketWish => ({
    departmentId: [it.departments.east, it.departments.eastTeam, it.departments.west][index % 3] ?? it.departments.east,
    ...(index % 5 === 0 ? { ownerId: owner } : {}),
    kind: (['complaint', 'inquiry', 'praise'] as const)[index % 3] ?? 'complaint',
    level: ([1, 2, 3] as const)[index % 3] ?? 2,
    channel: index % 2 === 0 ? 'form' : 'phone',
    at: new Date(clock.now().getTime() - index * 7 * 60_000),
    content: index % 4 === 0 ? `第 ${index} 单：要求退款，快递太慢` : `第 ${index} 单：安装师傅很好`,
    subject: `第 ${index} 单`,
  }));
  const opened = await openTestTickets(it, many);
  const step = async (index: number, action: string, more = {}) =>
    admin('POST', `/api/tickets/${opened[index]?.number ?? ''}/transitions`, { action, ...more });
  for (const index of [3, 4, 5, 6, 7, 8]) await step(index, 'accept');
  for (const index of [6, 7, 8]) await step(index, 'answer', { reply: '已处理' });
  for (const index of [7, 8]) await step(index, 'close', { reason: '客户确认' });
  await step(8, 'archive');
  await it.app.db.write(everything, (tx) =>
    indexTickets(
      tx,
      opened.map((ticket) => ticket.id),
    ),
  );
});
afterAll(() => it.stop());

const page = async (caller: Caller, query: string) => {
  const answer = await caller('GET', `/api/tickets?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return pageOf(ticketRow).parse(answer.body);
};

const allPages = async (caller: Caller, query: string, limit: number): Promise<TicketListRow[]> => {
  const rows: TicketListRow[] = [];
  let cursor: string | null = null;
  for (let turns = 0; turns < 200; turns += 1) {
    const found = await page(caller, `${query}&limit=${limit}${cursor === null ? '' : `&cursor=${cursor}`}`);
    rows.push(...found.items);
    cursor = found.nextCursor;
    if (cursor === null) return rows;
  }
  throw new Error('the pages do not end');
};

const number = (row: TicketListRow): string => row.number;

describe('pages', () => {
  const queries = [
    'sort=new',
    'sort=due',
    'sort=updated',
    'state=open',
    'state=closed,archived',
    'mine=true',
    'pool=true',
    'kind=complaint&sort=new',
    'level=1,2',
    'channel=phone&sort=updated',
    'query=退款',
    'query=退',
    'query=师傅 很好',
    'breached=false',
  ];

  test.each(queries)('%s: pages of 7 hold what one page of 200 holds, in the same order', async (query) => {
    for (const caller of [admin, east]) {
      const whole = await page(caller, `${query}&limit=200`);
      expect(whole.nextCursor).toBeNull();
      expect((await allPages(caller, query, 7)).map(number)).toEqual(whole.items.map(number));
      expect(new Set(whole.items.map(number)).size).toBe(whole.items.length);
    }
  });

  test('a cursor of another order, or a made-up one, is refused', async () => {
    const { nextCursor } = await page(admin, 'sort=new&limit=5');
    for (const cursor of [nextCursor ?? '', 'abc', Buffer.from('{"s":"due","k":"x","q":1}').toString('base64url')]) {
      expect((await admin('GET', `/api/tickets?sort=due&cursor=${cursor}`)).body).toMatchObject({
        code: 'ticket.bad_cursor',
      });
    }
  });

  test('what cannot be a filter is refused with its place', async () => {
    for (const query of [
      'state=open,nonsense',
      'level=9',
      'department=east',
      'limit=0',
      'limit=1000',
      'sort=random',
      'dueBefore=yesterday',
    ]) {
      expect([(await admin('GET', `/api/tickets?${query}`)).status, query]).toEqual([422, query]);
    }
  });
});

describe('filters', () => {
  const expectAll = async (query: string, holds: (row: TicketListRow) => boolean, atLeast = 1) => {
    const { items } = await page(admin, `${query}&limit=200`);
    expect(items.length, query).toBeGreaterThanOrEqual(atLeast);
    expect(
      items.filter((row) => !holds(row)),
      query,
    ).toEqual([]);
  };

  test('each holds for every row', async () => {
    await expectAll('kind=praise', (row) => row.kind === 'praise', 20);
    await expectAll('level=1,2&sort=new', (row) => row.level < 3, 40);
    await expectAll('channel=phone&sort=new', (row) => row.channel === 'phone', 30);
    await expectAll(`owner=${east.personId ?? ''}`, (row) => row.owner?.id === east.personId, 12);
    await expectAll(`department=${it.departments.east}`, (row) => row.department.id !== it.departments.west, 40);
    await expectAll('state=open', (row) => !['closed', 'archived', 'declined', 'spam'].includes(row.state), 58);
    await expectAll('state=verifying', (row) => row.state === 'verifying', 3);
    await expectAll('state=archived', (row) => row.state === 'archived', 1);
    await expectAll('pool=true', (row) => row.owner === null, 40);
    await expectAll('query=快递', (row) => Number(/\d+/.exec(row.subject)?.[0]) % 4 === 0, 15);
    await expectAll('query=快递&kind=complaint&state=open', (row) => row.kind === 'complaint', 4);
    await expectAll(
      `dueBefore=${new Date(clock.now().getTime() + 3_600_000).toISOString()}`,
      (row) => row.nextDueAt !== null,
      1,
    );
  });

  test('order: by deadline with the undated last, by arrival, by change', async () => {
    const due = (await page(admin, 'state=open&limit=200')).items.map((row) => row.nextDueAt ?? '9999');
    expect(due).toEqual([...due].sort());
    const updated = (await page(admin, 'sort=updated&limit=200')).items.map((row) => row.updatedAt);
    expect(updated).toEqual([...updated].sort().reverse());
  });

  test('followed ones, and a saved view with something changed', async () => {
    const [first, second] = (await page(east, 'sort=new')).items;
    await east('POST', `/api/tickets/${first?.number ?? ''}/follow`, { followed: true });
    expect((await page(east, 'followed=true&state=all')).items.map(number)).toEqual([first?.number]);
    const view = await east('POST', '/api/views', { name: '我的', query: { kind: [second?.kind], state: ['open'] } });
    expect(view.status, view.text).toBe(201);
    const id = /"id":"([^"]+)"/.exec(view.text)?.[1] ?? '';
    expect((await page(east, `view=${id}&limit=200`)).items.every((row) => row.kind === second?.kind)).toBe(true);
    expect((await admin('GET', `/api/tickets?view=${id}`)).status).toBe(404);
    expect((await admin('DELETE', `/api/views/${id}`)).status).toBe(404);
    expect((await east('DELETE', `/api/views/${id}`)).status).toBe(204);
  });

  test('counts agree with lists', async () => {
    const counts = ticketCounts.parse((await east('GET', '/api/tickets/counts')).body);
    expect(counts.open.count).toBe((await page(east, 'state=open&limit=200')).items.length);
    expect(counts.mine.count).toBe((await page(east, 'mine=true&state=open&limit=200')).items.length);
    expect(counts.pool.count).toBe((await page(east, 'pool=true&limit=200')).items.length);
    expect(counts.followed.count).toBe(1);
  });

  test('what was handed on twice is passed around, once is not', async () => {
    const [once, twice] = (await page(admin, `state=open&department=${it.departments.west}&limit=2`)).items;
    if (!once || !twice) throw new Error('west has too few');
    const handOn = (number: string, departmentId: string) =>
      admin('POST', `/api/tickets/${number}/assign`, { departmentId, reason: '不归我们' });
    for (const { number } of [once, twice]) await handOn(number, it.departments.east);
    await handOn(twice.number, it.departments.west);
    const found = (await page(admin, 'state=open&transfers=2')).items.map((row) => row.number);
    expect(found).toEqual([twice.number]);
    expect((await page(admin, 'state=open&transfers=1&sort=new')).items.length).toBeGreaterThan(1);
    const counts = ticketCounts.parse((await admin('GET', '/api/tickets/counts')).body);
    expect(counts.bounced).toEqual({ count: 1, capped: false });
  });
});

describe('search', () => {
  test('finds by number in any spelling, and shows it first', async () => {
    const [row] = (await page(east, 'sort=new')).items;
    const digits = row?.number ?? '';
    for (const query of [digits, `${digits.slice(0, 4)}-${digits.slice(4)}`, `%23${digits}`]) {
      expect((await page(east, `query=${query}`)).items[0]?.number, query).toBe(digits);
    }
  });

  test('finds what was said later, also by one character and across words; signs alone find nothing', async () => {
    const [row] = (await page(east, 'sort=new')).items;
    await east('POST', `/api/tickets/${row?.number ?? ''}/messages`, {
      direction: 'note',
      body: '麒麟牌除湿机 SN-20260919A，100%是电路板',
    });
    await it.app.db.write(everything, (tx) => indexTickets(tx, [row?.id ?? '']));
    for (const query of ['麒麟', '麒', '除湿机 麒麟', 'sn-20260919a', '919a', '100%25是', '电路板']) {
      expect((await page(east, `query=${query}`)).items.map(number), query).toEqual([row?.number]);
    }
    for (const query of ['麒麟退', '%25%25', '___', "';drop table ticket"])
      expect((await page(east, `query=${query}`)).items, query).toEqual([]);
  });

  test('newest first', async () => {
    const created = (await page(admin, 'query=退款&limit=200')).items;
    expect(created.length).toBe(15);
    const seen = created.map((row) => Number(/\d+/.exec(row.subject)?.[0]));
    expect(seen).toEqual([...seen].sort((a, b) => b - a));
  });
});
