import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listApprovals } from '#modules/approval/contract.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { readWaitingStep } from '../../contract.ts';

let it: TestApp;
let agent: Caller;
let head: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  agent = await it.as('agent');
  head = await it.as('supervisor', it.departments.east);
});
afterAll(() => it.stop());

const open = (level: 1 | 2) => openTestTicket(it, { departmentId: it.departments.east, level });
const step = (number: string, action: string, more: object = {}) =>
  agent('POST', `/api/tickets/${number}/transitions`, { action, ...more });
const stateOf = async (number: string) =>
  ticketRoutes.read.reply.parse((await agent('GET', `/api/tickets/${number}`)).body).state;
const waiting = async (number: string) =>
  readWaitingStep.reply.parse((await agent('GET', `/api/tickets/${number}/waiting-step`)).body).step;
const decide = async (number: string, verb: 'approve' | 'reject') => {
  const list = listApprovals.reply.parse((await head('GET', '/api/approvals?box=waiting')).body);
  const found = list.items.find((one) => one.link === `/tickets/${number}`);
  const body = verb === 'approve' ? {} : { reason: '属于受理范围', to: { kind: 'end' } };
  const answer = await head('POST', `/api/approvals/${found?.id}/${verb}`, body);
  expect(answer.status, answer.text).toBe(200);
};
const customerHeard = async (number: string) => {
  const page = ticketRoutes.thread.reply.parse((await agent('GET', `/api/tickets/${number}/thread`)).body);
  return page.items.flatMap((entry) => (entry.type === 'message' && entry.direction === 'out' ? [entry.body] : []));
};
const upToConfirm = async (number: string) => {
  await step(number, 'accept');
  expect((await step(number, 'answer', { reply: '已处理' })).status).toBe(200);
};

describe('declining', () => {
  test('waits for the head; the customer hears of it when it is agreed, and from the system', async () => {
    const { number } = await open(2);
    const wish = { reason: '不属于我们的产品', reply: '抱歉，这台不是我们的产品。' };
    expect((await step(number, 'decline', wish)).status).toBe(200);
    expect(await stateOf(number)).toBe('new');
    expect(await customerHeard(number)).toEqual([]);
    expect(await waiting(number)).toMatchObject({ action: 'decline', state: 'waiting', reason: wish.reason });
    expect((await step(number, 'decline', wish)).body).toMatchObject({ code: 'resolve.step_waits' });
    await decide(number, 'approve');
    expect(await stateOf(number)).toBe('declined');
    expect(await customerHeard(number)).toEqual([wish.reply]);
    expect(await waiting(number)).toMatchObject({ state: 'taken' });
  });

  test('refused leaves the case where it is, and may be asked again', async () => {
    const { number } = await open(2);
    await step(number, 'decline', { reason: '重复' });
    await decide(number, 'reject');
    expect(await stateOf(number)).toBe('new');
    expect(await waiting(number)).toMatchObject({ state: 'refused' });
    expect((await step(number, 'decline', { reason: '确属重复' })).status).toBe(200);
    expect(await waiting(number)).toMatchObject({ state: 'waiting', reason: '确属重复' });
  });

  test('agreed too late lapses: the case went on, and the approval stands', async () => {
    const { number } = await open(2);
    await step(number, 'decline', { reason: '重复' });
    await upToConfirm(number);
    await decide(number, 'approve');
    expect(await stateOf(number)).toBe('awaiting');
    expect(await waiting(number)).toMatchObject({ state: 'lapsed' });
  });
});

describe('closing', () => {
  test('of the first level waits for the head, of the second does not', async () => {
    const [grave, light] = [await open(1), await open(2)];
    for (const { number } of [grave, light]) {
      await upToConfirm(number);
      expect((await step(number, 'close', { reason: '客户认可' })).status).toBe(200);
    }
    expect(await stateOf(light.number)).toBe('closed');
    expect(await stateOf(grave.number)).toBe('awaiting');
    await decide(grave.number, 'approve');
    const closed = ticketRoutes.read.reply.parse((await agent('GET', `/api/tickets/${grave.number}`)).body);
    expect(closed).toMatchObject({ state: 'closed', closeReason: '客户认可' });
  });
});
