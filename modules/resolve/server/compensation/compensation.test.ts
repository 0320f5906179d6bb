import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listApprovals } from '#modules/approval/contract.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { listCompensation } from '../../contract.ts';

let it: TestApp;
let agent: Caller;
let head: Caller;
let chief: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  agent = await it.as('agent');
  head = await it.as('supervisor', it.departments.east);
  chief = await it.as('supervisor');
});
afterAll(() => it.stop());

const open = () => openTestTicket(it, { departmentId: it.departments.east });
const read = async (number: string) =>
  listCompensation.reply.parse((await agent('GET', `/api/tickets/${number}/compensation`)).body);
const add = async (number: string, amountCents: number, more: object = {}) => {
  const body = { kind: 'refund', amountCents, payee: '王女士', ...more };
  const answer = await agent('POST', `/api/tickets/${number}/compensation`, body);
  expect(answer.status, answer.text).toBe(201);
  const line = listCompensation.reply.parse(answer.body).items.at(-1);
  if (!line) throw new Error('no line');
  return line.id;
};
const submit = (id: string) => agent('POST', `/api/compensation/${id}/submit`, { reason: '货损属实' });
const requestOf = async (signer: Caller, subjectId: string) => {
  const list = listApprovals.reply.parse((await signer('GET', '/api/approvals?box=waiting')).body);
  const found = list.items.find((one) => one.subjectId === subjectId);
  if (!found) throw new Error('nobody is asked');
  return found;
};
const sign = async (signer: Caller, subjectId: string, verb: 'approve' | 'reject') => {
  const { id } = await requestOf(signer, subjectId);
  const body = verb === 'approve' ? {} : { reason: '金额过高', to: { kind: 'end' } };
  const answer = await signer('POST', `/api/approvals/${id}/${verb}`, body);
  expect(answer.status, answer.text).toBe(200);
};

describe('compensation', () => {
  test('below the limit is granted at once, then paid by who may', async () => {
    const { number } = await open();
    const id = await add(number, 15_000);
    expect((await submit(id)).status).toBe(200);
    expect((await read(number)).totals).toEqual([
      { currency: 'CNY', pendingCents: 0, grantedCents: 15_000, paidCents: 0 },
    ]);
    expect((await agent('POST', `/api/compensation/${id}/paid`, {})).status).toBe(404);
    expect((await head('POST', `/api/compensation/${id}/paid`, { reference: 'TK-77' })).status).toBe(200);
    expect((await head('POST', `/api/compensation/${id}/paid`, {})).body).toMatchObject({
      code: 'resolve.line_is_fixed',
    });
    const after = await read(number);
    expect(after.items[0]).toMatchObject({ state: 'paid', paidReference: 'TK-77' });
    expect(after.totals[0]?.paidCents).toBe(15_000);
  });

  test('above it waits for the head, cannot be changed meanwhile, and follows the decision', async () => {
    const { number } = await open();
    const id = await add(number, 30_000);
    await submit(id);
    expect((await read(number)).items[0]?.state).toBe('pending');
    const change = { kind: 'refund', amountCents: 90_000 };
    expect((await agent('PUT', `/api/compensation/${id}`, change)).body).toMatchObject({
      code: 'resolve.line_is_fixed',
    });
    expect((await agent('DELETE', `/api/compensation/${id}`)).status).toBe(409);
    await sign(head, id, 'approve');
    expect((await read(number)).items[0]).toMatchObject({ state: 'approved', amountCents: 30_000 });
  });

  test('over the second limit needs both heads; refused, it may be changed and asked again', async () => {
    const { number } = await open();
    const id = await add(number, 80_000);
    await submit(id);
    await sign(head, id, 'approve');
    expect((await read(number)).items[0]?.state).toBe('pending');
    await sign(chief, id, 'reject');
    expect((await read(number)).items[0]?.state).toBe('rejected');
    expect((await agent('PUT', `/api/compensation/${id}`, { kind: 'refund', amountCents: 9_000 })).status).toBe(200);
    await submit(id);
    expect((await read(number)).items[0]).toMatchObject({ state: 'approved', amountCents: 9_000 });
  });

  test('in slices meets the limit of the sum, per currency', async () => {
    const { number } = await open();
    const [one, two, foreign] = [
      await add(number, 15_000),
      await add(number, 15_000),
      await add(number, 15_000, { currency: 'USD' }),
    ];
    for (const id of [one, two, foreign]) await submit(id);
    const states = new Map((await read(number)).items.map((line) => [line.id, line.state]));
    expect([states.get(one), states.get(two), states.get(foreign)]).toEqual(['approved', 'pending', 'approved']);
    expect((await requestOf(head, two)).facts).toMatchObject({ amount: 300, line: 150 });
  });

  test('that is pending holds closing; asked twice at once it is asked once', async () => {
    const { number } = await open();
    const id = await add(number, 40_000);
    const answers = await Promise.all([submit(id), submit(id)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    const step = (action: string, more: object) =>
      agent('POST', `/api/tickets/${number}/transitions`, { action, ...more });
    await step('accept', {});
    await step('answer', { reply: '您好，赔付正在审批' });
    expect((await step('close', { reason: '客户认可' })).body).toMatchObject({ code: 'resolve.compensation_pending' });
    await sign(head, id, 'approve');
    expect((await step('close', { reason: '客户认可' })).status).toBe(200);
  });

  test('is whole cents above nothing, and out of reach for another department', async () => {
    const { number } = await open();
    for (const amountCents of [0, -5, 10.5, 1e15]) {
      const body = { kind: 'refund', amountCents };
      expect((await agent('POST', `/api/tickets/${number}/compensation`, body)).status).toBe(422);
    }
    const west = await it.as('agent', it.departments.west);
    expect((await west('GET', `/api/tickets/${number}/compensation`)).status).toBe(404);
    const id = await add(number, 100);
    expect((await west('DELETE', `/api/compensation/${id}`)).status).toBe(404);
  });
});
