import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { findOrCreateCustomers } from '#modules/customer/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import * as contract from '../../contract.ts';
import { storyTexts } from './burst.fixture.ts';
import { runBatch } from './run-batch.job.ts';
import { watchBursts } from './watch-bursts.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let boss: Caller;
beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  boss = await it.as('supervisor');
});
afterAll(() => it.stop());

/** Customers with a phone each; the same index is the same person. */
const customersOf = (indexes: readonly number[]) =>
  it.app.db.write(everything, (tx) =>
    findOrCreateCustomers(
      tx,
      indexes.map((index) => ({ name: `客户${index}`, phone: `1380013${String(8000 + index)}`, at: clock.now() })),
    ),
  );

const say = async (texts: readonly string[], people: readonly number[], more: Partial<TicketWish> = {}) => {
  const customers = await customersOf(people);
  return openTestTickets(
    it,
    texts.map((content, index): TicketWish => ({
      departmentId: it.departments.east,
      content,
      subject: content.slice(0, 24),
      customer: customers[index] ?? null,
      contactName: `客户${people[index] ?? ''}`,
      ...more,
    })),
  );
};

const eventsOf = async (caller = boss, query = '') =>
  contract.listBatchEvents.reply.parse((await caller('GET', `/api/batch-events?${query}`)).body).items;
const childrenOf = async (id: string, caller = boss) =>
  contract.listBatchChildren.reply.parse((await caller('GET', `/api/batch-events/${id}/children?limit=200`)).body)
    .items;
const only = async () => {
  const events = await eventsOf(boss, 'state=open');
  expect(events).toHaveLength(1);
  const [event] = events;
  if (!event) throw new Error('no event');
  return event;
};
const indexes = (count: number, from = 0) => Array.from({ length: count }, (_, index) => index + from);

describe('a burst of similar tickets', () => {
  test('of nineteen among the day’s work opens nothing', async () => {
    await say(storyTexts.everyday, indexes(storyTexts.everyday.length, 500));
    await say(storyTexts.burst.slice(0, 19), indexes(19));
    expect(await watchBursts(it.app)).toBe(0);
    expect(await eventsOf()).toEqual([]);
  });

  test('of twenty opens exactly one event with them as children, though two processes look at once', async () => {
    await say(storyTexts.burst.slice(19, 20), [19]);
    await Promise.all([watchBursts(it.app), watchBursts(it.app)]);
    await watchBursts(it.app);
    const event = await only();
    expect(event).toMatchObject({ children: 20, cause: { found: 20, windowMinutes: 60 }, ticketState: 'new' });
    const subjects = (await childrenOf(event.id)).map((child) => child.subject);
    expect(subjects.toSorted()).toEqual(
      storyTexts.burst
        .slice(0, 20)
        .map((text) => text.slice(0, 24))
        .toSorted(),
    );
    const parent = ticketRoutes.read.reply.parse((await boss('GET', `/api/tickets/${event.number}`)).body);
    expect(parent.links.filter((link) => link.relation === 'child')).toHaveLength(20);
  });

  test('the twenty-first joins it, later ones too, and everyday tickets do not', async () => {
    await say(storyTexts.burst.slice(20, 21), [20]);
    expect(await watchBursts(it.app)).toBe(1);
    clock.advance({ hours: 3 });
    await say([...storyTexts.burst.slice(21, 22), ...storyTexts.everyday.slice(0, 3)], [21, 600, 601, 602]);
    expect(await watchBursts(it.app)).toBe(1);
    expect(await only()).toMatchObject({ children: 22 });
  });

  test('what a person takes out stays out, and what he puts in is a child', async () => {
    const event = await only();
    const [child] = await childrenOf(event.id);
    const url = `/api/batch-events/${event.id}/children`;
    expect((await boss('POST', `${url}/remove`, { number: child?.number })).body).toMatchObject({ children: 21 });
    await watchBursts(it.app);
    expect(await only()).toMatchObject({ children: 21 });
    const links = ticketRoutes.read.reply.parse((await boss('GET', `/api/tickets/${child?.number}`)).body).links;
    expect(links.filter((link) => link.relation === 'parent')).toEqual([]);
    const [fresh] = await say(['配送站的事我也遇到了，和他们说的一样'], [30]);
    const added = await boss('POST', url, { numbers: [fresh?.number, child?.number, child?.number, '00000000'] });
    expect(added.body).toMatchObject({ done: 2 });
    expect((await boss('POST', url, { numbers: [fresh?.number] })).body).toMatchObject({
      done: 0,
      results: [{ ok: false, code: 'collect.batch_taken' }],
    });
    expect(await only()).toMatchObject({ children: 23 });
  });

  test('is shown at each of its tickets, and to nobody who does not reach its parent', async () => {
    const event = await only();
    const [child] = await childrenOf(event.id);
    expect((await eventsOf(boss, `ticket=${child?.number}`)).map((one) => one.id)).toEqual([event.id]);
    expect((await eventsOf(boss, `ticket=${event.number}`)).map((one) => one.id)).toEqual([event.id]);
    const west = await it.as('agent', it.departments.west);
    expect(await eventsOf(west)).toEqual([]);
    expect((await west('GET', `/api/batch-events/${event.id}`)).status).toBe(404);
    expect((await west('POST', `/api/batch-events/${event.id}/children`, { numbers: ['1'] })).status).toBe(404);
    const open = contract.countBatchEvents.reply.parse((await boss('GET', '/api/batch-events/open')).body);
    expect(open).toMatchObject({ count: 1, newest: { id: event.id } });
    expect((await west('GET', '/api/batch-events/open')).body).toMatchObject({ count: 0, newest: null });
  });
});

describe('one notice for all', () => {
  const body = '您好 {{customerName}}，您的工单 {{number}} 反映的配送站积压已在处理，今晚八点前恢复配送。';
  const messagesOf = async (number: string): Promise<string[]> => {
    const thread = ticketRoutes.thread.reply.parse((await boss('GET', `/api/tickets/${number}/thread`)).body);
    return thread.items.flatMap((entry) => (entry.type === 'message' && entry.direction === 'out' ? [entry.body] : []));
  };

  test('is shown before it is sent: who gets what, who gets nothing and why', async () => {
    const event = await only();
    const [again, nobody] = [
      await say(['又是配送站积压'], [3]),
      await say(['配送站积压，匿名'], [0], { customer: null }),
    ];
    await boss('POST', `/api/batch-events/${event.id}/children`, {
      numbers: [...again, ...nobody].map((ticket) => ticket.number),
    });
    const preview = contract.previewBatchNotice.reply.parse(
      (await boss('POST', `/api/batch-events/${event.id}/notice/preview`, { body })).body,
    );
    expect(preview.send).toBe(23);
    expect(preview.skipped.toSorted((a, b) => a.reason.localeCompare(b.reason))).toEqual([
      { reason: 'no_customer', count: 1 },
      { reason: 'same_customer', count: 1 },
    ]);
    expect(preview.samples[0]?.text).toMatch(/^您好 客户\d+，您的工单 \d{4}-\d{4,6} 反映/);
    const wrong = await boss('POST', `/api/batch-events/${event.id}/notice/preview`, { body: '{{whatever}}' });
    expect(wrong.body).toMatchObject({ code: 'collect.batch_placeholder' });
  });

  test('is sent once to each customer, however often it is asked for and run', async () => {
    const event = await only();
    const runId = randomUUID();
    const send = () => boss('POST', `/api/batch-events/${event.id}/notice`, { runId, body });
    expect((await send()).body).toMatchObject({ state: 'running', total: 25, skipped: 2 });
    expect((await send()).status).toBe(202);
    await Promise.all([runBatch(it.app, runId), runBatch(it.app, runId)]);
    await runBatch(it.app, runId);
    const runs = contract.listBatchRuns.reply.parse(
      (await boss('GET', `/api/batch-events/${event.id}/runs`)).body,
    ).items;
    expect(runs).toMatchObject([{ id: runId, state: 'done', total: 25, done: 23, skipped: 2, failed: 0 }]);
    const children = await childrenOf(event.id);
    const counts = await Promise.all(children.map(async (child) => (await messagesOf(child.number)).length));
    expect(counts.filter((count) => count === 1)).toHaveLength(23);
    expect(counts.filter((count) => count > 1)).toEqual([]);
    const rows = contract.listBatchResults.reply.parse(
      (await boss('GET', `/api/batch-events/${event.id}/runs/${runId}/results?limit=200`)).body,
    ).items;
    expect(rows.filter((row) => row.state === 'done')).toHaveLength(23);
    expect(
      rows
        .filter((row) => row.state === 'skipped')
        .map((row) => row.code)
        .toSorted(),
    ).toEqual(['no_customer', 'same_customer']);
  });

  test('a handler without the parent in reach sends nothing', async () => {
    const event = await only();
    const west = await it.as('handler', it.departments.west);
    const answer = await west('POST', `/api/batch-events/${event.id}/notice`, { runId: randomUUID(), body });
    expect(answer.status).toBe(404);
  });
});

describe('the end of an event', () => {
  test('ends the parent, and the children that are still open where wished, each row with its result', async () => {
    const event = await only();
    const [first] = await childrenOf(event.id);
    await boss('POST', `/api/tickets/${first?.number}/transitions`, { action: 'accept' });
    const runId = randomUUID();
    const close = { runId, reason: '配送站已恢复', reply: '配送站已恢复，您的包裹今晚送达。', children: true };
    const answer = await boss('POST', `/api/batch-events/${event.id}/close`, close);
    expect(answer.status, answer.text).toBe(202);
    expect(answer.body).toMatchObject({ event: { ticketState: 'closed' }, run: { kind: 'close', total: 25 } });
    await runBatch(it.app, runId);
    const states = (await childrenOf(event.id)).map((child) => child.state);
    expect(new Set(states)).toEqual(new Set(['closed']));
    await eventually(async () => {
      const parent = ticketRoutes.read.reply.parse((await boss('GET', `/api/tickets/${event.number}`)).body);
      expect(parent.state).toBe('closed');
    });
    const again = await boss('POST', `/api/batch-events/${event.id}/close`, { ...close, runId: randomUUID() });
    expect(again.body).toMatchObject({ run: { skipped: 25, total: 25 } });
  });
});

describe('by hand', () => {
  test('an event is opened over tickets within reach, and a taken one stays where it is', async () => {
    const mine = await say(['门店的门坏了进不去', '门店大门关不上'], [40, 41]);
    const [far] = await say(['别的部门的事情'], [42], { departmentId: it.departments.west });
    const east = await it.as('agent');
    const numbers = [...mine.map((ticket) => ticket.number), far?.number];
    const opened = await east('POST', '/api/batch-events', { label: '门店大门损坏', numbers });
    expect(opened.status, opened.text).toBe(201);
    expect(opened.body).toMatchObject({ label: '门店大门损坏', children: 2, cause: null });
    const again = await boss('POST', '/api/batch-events', { label: '再来一次', numbers: numbers.slice(0, 2) });
    expect(again.body).toMatchObject({ code: 'collect.batch_taken' });
  });

  test('who makes the rules says how many are a burst', async () => {
    const policy = { enabled: false, least: 30, windowMinutes: 30, leastUnusual: 10, factor: 4 };
    expect((await boss('PUT', '/api/batch-policy', policy)).body).toEqual(policy);
    expect((await (await it.as('agent'))('PUT', '/api/batch-policy', policy)).status).toBe(404);
    await say(storyTexts.burst, indexes(storyTexts.burst.length, 700));
    expect(await watchBursts(it.app)).toBe(0);
  });
});

test('twenty posts into an empty product open one event, by events alone', async () => {
  const fresh = await startTestApp();
  try {
    for (const [index, content] of storyTexts.burst.slice(0, 20).entries()) {
      const contact = { name: `顾客${index}`, phone: `1390013${String(8000 + index)}` };
      const answer = await fresh.anyone('POST', '/api/public/feedback', { content, kind: 'complaint', contact });
      expect(answer.status, answer.text).toBe(201);
    }
    const admin = await fresh.as('admin');
    await eventually(
      async () => {
        const [event, ...others] = await eventsOf(admin);
        expect(event).toMatchObject({ children: 20, state: 'open', cause: { found: 20 } });
        expect(others).toEqual([]);
      },
      { timeoutMs: 90_000 },
    );
  } finally {
    await fresh.stop();
  }
}, 120_000);
