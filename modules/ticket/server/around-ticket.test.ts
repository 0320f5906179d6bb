import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { findOrCreateCustomers } from '#modules/customer/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { publicTicket, ticketDetail, ticketRoutes } from '../contract.ts';
import { addMessage, addTasks, publicView, ticketsByIds, transitionTicket } from './index.ts';
import { urgeByCustomer } from './urge-ticket.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ clock });
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const open = (extra = {}) => openTestTicket(it, { departmentId: it.departments.east, ...extra });
const detail = async (number: string) => ticketDetail.parse((await agent('GET', `/api/tickets/${number}`)).body);

describe('bulk', () => {
  test('tells first, then does, row by row with reasons', async () => {
    const [one, two] = [await open(), await open()];
    await agent('POST', `/api/tickets/${two.number}/transitions`, { action: 'accept' });
    const body = { numbers: [one.number, two.number, '00000000'], action: { type: 'transition', action: 'accept' } };
    const parse = async (more: object) =>
      ticketRoutes.bulk.reply.parse((await agent('POST', '/api/tickets/bulk', { ...body, ...more })).body);
    const rehearsed = await parse({ dryRun: true });
    expect(rehearsed).toMatchObject({ done: 1, skipped: 2 });
    expect(rehearsed.results.map((row) => row.code)).toEqual([null, 'ticket.illegal_transition', 'not_found']);
    expect((await detail(one.number)).state).toBe('new');
    expect(await parse({})).toEqual(rehearsed);
    expect((await detail(one.number)).state).toBe('verifying');
    const names = (await it.app.db.read(everything, (tx) => eventsOf(tx, one.id, 0, 20))).map((event) => event.name);
    expect(names).toEqual(['ticket.opened', 'ticket.accepted']);
  });

  test('needs the right of the single operation', async () => {
    const handler = await it.as('handler');
    const { number } = await open();
    const answer = await handler('POST', '/api/tickets/bulk', {
      numbers: [number],
      action: { type: 'classify', level: 1 },
    });
    expect(answer.status).toBe(404);
  });
});

describe('drafts', () => {
  test('are kept per person, shown with the ticket, and gone once sent', async () => {
    const { number } = await open();
    const url = `/api/tickets/${number}/draft`;
    await agent('PUT', url, { mode: 'out', body: '实在抱歉' });
    expect((await detail(number)).draft).toMatchObject({ mode: 'out', body: '实在抱歉' });
    const colleague = await it.as('agent');
    expect((await colleague('GET', url)).body).toEqual({ draft: null });
    const before = (await detail(number)).version;
    await agent('PUT', url, { mode: 'out', body: '实在抱歉，今天补发' });
    expect((await detail(number)).version).toBe(before);
    await agent('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '实在抱歉，今天补发' });
    expect((await agent('GET', url)).body).toEqual({ draft: null });
  });
});

describe('tasks', () => {
  test('set once per key, seen by who has them, done once', async () => {
    const { id, number } = await open();
    const task = {
      ticketId: id,
      kind: 'low_score',
      titleKey: 'low_score',
      departmentId: it.departments.east,
      ownerId: agent.personId,
      dueAt: new Date('2026-09-24T02:00:00Z'),
      onceKey: `low:${id}`,
    };
    const added = await it.app.db.write(everything, async (tx) => [
      await addTasks(tx, it.app, [task]),
      await addTasks(tx, it.app, [task]),
    ]);
    expect(added.map((ids) => ids.length)).toEqual([1, 0]);
    const mine = ticketRoutes.tasks.reply.parse((await agent('GET', '/api/tasks?mine=true')).body);
    expect(mine.items).toMatchObject([
      { number, titleKey: 'low_score', dueAt: '2026-09-24T02:00:00.000Z', owner: { id: agent.personId } },
    ]);
    const taskId = mine.items[0]?.id ?? '';
    const west = await it.as('agent', it.departments.west);
    expect((await west('POST', `/api/tasks/${taskId}/done`)).status).toBe(404);
    const first = await agent('POST', `/api/tasks/${taskId}/done`);
    clock.advance({ minutes: 1 });
    expect((await agent('POST', `/api/tasks/${taskId}/done`)).body).toEqual(first.body);
    const names = (await it.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 20))).map((event) => event.name);
    expect(names.filter((name) => name.startsWith('ticket.task'))).toEqual(['ticket.task_added', 'ticket.task_done']);
  });

  test('a colleague is asked for something by hand', async () => {
    const { number } = await open();
    const answer = await agent('POST', `/api/tickets/${number}/tasks`, {
      title: '核查滞留原因',
      departmentId: it.departments.west,
      dueAt: '2026-09-24T02:00:00Z',
    });
    expect(answer.status, answer.text).toBe(201);
    expect(answer.body).toMatchObject({ kind: 'manual', titleKey: '核查滞留原因', department: { name: '华西客服组' } });
    const west = await it.as('agent', it.departments.west);
    expect((await west('GET', '/api/tasks')).text).toContain('核查滞留原因');
    expect((await west('GET', '/api/tasks?mine=true')).text).not.toContain('核查滞留原因');
  });
});

describe('what the customer sees', () => {
  test('is his words and ours, never a note, a level, a rule or another case', async () => {
    const other = await open({ subject: '别人的事' });
    const { id, number } = await open({ triage: { classify: { ruleName: '秘密规则' } } });
    await agent('POST', `/api/tickets/${number}/messages`, { direction: 'note', body: '内部：面单找不到了' });
    await agent('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '今天补发' });
    await it.as('admin').then((admin) => admin('POST', `/api/tickets/${number}/links`, { number: other.number }));
    const view = publicTicket.parse(await it.app.db.read(everything, (tx) => publicView(tx, it.app, id)));
    expect(view.messages.map((message) => [message.from, message.body])).toEqual([
      ['customer', '快递到嘉定分拨中心之后三天没动，家里等着用。'],
      ['company', '今天补发'],
    ]);
    const text = JSON.stringify(view);
    for (const secret of ['内部', '秘密规则', other.number, '别人的事', 'level', 'triage', 'department'])
      expect(text).not.toContain(secret);
  });

  test('may speak again, reopen and urge, without any permission of staff', async () => {
    const { id, number } = await open();
    await agent('POST', `/api/tickets/${number}/messages`, {
      direction: 'out',
      body: '好了',
      next: { action: 'answer' },
    });
    const customer = { ...systemActor, kind: 'customer' as const, name: '' };
    await it.app.db.write(everything, async (tx) => {
      await transitionTicket(tx, it.app, customer, id, 'reopen', {});
      const [ticket] = await ticketsByIds(tx, [id]);
      if (ticket) await addMessage(tx, it.app, customer, ticket, { direction: 'in', body: '还是没到' });
      expect(await urgeByCustomer(tx, it.app, id)).toBe(1);
    });
    expect(await detail(number)).toMatchObject({ state: 'resolving', reopenCount: 1, urgeCount: 1, needsAnswer: true });
    const thread = ticketRoutes.thread.reply.parse((await agent('GET', `/api/tickets/${number}/thread`)).body);
    expect(thread.items.find((entry) => entry.type === 'message' && entry.body === '还是没到')).toMatchObject({
      authorKind: 'customer',
      authorName: '王女士',
    });
  });
});

describe('categories', () => {
  test('form a tree without circles; only those who manage rules change it', async () => {
    const admin = await it.as('admin');
    const put = (key: string, parentKey: string | null, closed = false) =>
      admin('PUT', `/api/categories/${key}`, { name: key, parentKey, closed });
    expect((await agent('POST', '/api/categories', { key: 'x', name: 'x' })).status).toBe(404);
    await admin('POST', '/api/categories', { key: 'a', name: '甲' });
    await admin('POST', '/api/categories', { key: 'a.b', name: '乙', parentKey: 'a' });
    const again = await admin('POST', '/api/categories', { key: 'a', name: '又甲' });
    expect(again.body).toMatchObject({ code: 'ticket.category_exists', detail: '分类 a 已经有了' });
    expect((await put('a', 'a.b')).body).toMatchObject({ code: 'ticket.category_circle' });
    expect((await put('a', 'nope')).body).toMatchObject({ code: 'ticket.unknown_category' });
    const { number } = await open({ categoryKey: 'a.b' });
    expect((await agent('GET', '/api/tickets?category=a')).text).toContain(number);
    expect((await put('a.b', 'a', true)).body).toMatchObject({ closed: true });
    expect(
      (await admin('POST', `/api/tickets/${(await open()).number}/classify`, { categoryKey: 'a.b' })).body,
    ).toMatchObject({ code: 'ticket.unknown_category' });
  });
});

describe('as events arrive', () => {
  test('a case back from quarantine is on the clock', async () => {
    const { number } = await open({ spam: true });
    await agent('POST', `/api/tickets/${number}/transitions`, { action: 'restore' });
    await eventually(async () => expect((await detail(number)).nextDueAt).not.toBeNull());
    await agent('POST', `/api/tickets/${number}/transitions`, { action: 'quarantine' });
    await eventually(async () => expect((await detail(number)).nextDueAt).toBeNull());
  });

  test('the search row follows words, department and state', async () => {
    const { number } = await open({ content: '独角兽牌净水器' });
    const finds = async (caller: Caller, query: string) =>
      (await caller('GET', `/api/tickets?query=${query}`)).text.includes(number);
    await eventually(async () => expect(await finds(agent, '独角兽')).toBe(true));
    await agent('POST', `/api/tickets/${number}/messages`, { direction: 'note', body: '滤芯型号凤凰' });
    await eventually(async () => expect(await finds(agent, '凤凰')).toBe(true));
    await agent('POST', `/api/tickets/${number}/assign`, { departmentId: it.departments.west, reason: '在成都' });
    const west = await it.as('agent', it.departments.west);
    await eventually(async () => expect(await finds(west, '凤凰')).toBe(true));
    expect(await finds(agent, '凤凰')).toBe(false);
  });

  test('live updates name only what the watcher may open', async () => {
    const { id } = await open();
    const { ticketModule } = await import('./index.ts');
    const [topic] = ticketModule.live ?? [];
    const seenBy = (reach: Parameters<typeof it.app.db.read>[0], permissions: string[]) =>
      topic?.visible(it.app, { ...systemActor, kind: 'user', reach, permissions: new Set(permissions) }, [id]);
    expect(await seenBy({ kind: 'units', units: [it.departments.east], person: id }, ['ticket.read'])).toEqual([id]);
    expect(await seenBy({ kind: 'units', units: [it.departments.west], person: id }, ['ticket.read'])).toEqual([]);
    expect(await seenBy({ kind: 'all' }, [])).toEqual([]);
  });
});

test('every route that takes a ticket refuses a number with a wrong check digit like one that does not exist', async () => {
  const { number } = await open();
  const wrong = `${number.slice(0, 7)}${(Number(number[7]) + 1) % 10}`;
  const problem = z.object({ code: z.literal('not_found') });
  expect(problem.safeParse((await agent('GET', `/api/tickets/${wrong}`)).body).success).toBe(true);
});

test('a customer who is renamed or rises is so on his tickets, and found by the new name', async () => {
  const given = { name: '麦穗', phone: '13800007788', at: clock.now() };
  const [customer] = await it.app.db.write(everything, (tx) => findOrCreateCustomers(tx, [given]));
  const { number } = await open({ customer });
  const other = await open();
  const body = { name: '麦穗穗', tier: 'gold', version: 1 };
  const changed = await agent('PATCH', `/api/customers/${customer?.id}`, body);
  expect(changed.status, changed.text).toBe(200);
  await eventually(async () =>
    expect((await detail(number)).customer).toEqual({ id: customer?.id, name: '麦穗穗', tier: 'gold' }),
  );
  const found = await agent('GET', `/api/tickets?query=${encodeURIComponent('麦穗穗')}`);
  expect(found.text).toContain(number);
  expect((await detail(other.number)).customer.name).not.toBe('麦穗穗');
});
