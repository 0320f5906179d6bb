import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { askHelp, listHelp, readHelp, splitOff } from '../../contract.ts';

let it: TestApp;
let agent: Caller;
let west: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  agent = await it.as('agent');
  west = await it.as('handler', it.departments.west);
});
afterAll(() => it.stop());

const inHours = (hours: number): string => new Date(it.app.clock.now().getTime() + hours * 3_600_000).toISOString();
const open = () => openTestTicket(it, { departmentId: it.departments.east });
const ask = async (number: string, departmentIds: string[], title = '核对出库录像') => {
  const body = { title, question: '请调 9 月 18 日的录像', departmentIds, dueAt: inHours(8) };
  const answer = await agent('POST', `/api/tickets/${number}/help`, body);
  expect(answer.status, answer.text).toBe(201);
  return askHelp.reply.parse(answer.body).items;
};
const step = (number: string, action: string, more: object = {}) =>
  agent('POST', `/api/tickets/${number}/transitions`, { action, ...more });

describe('asking other departments', () => {
  test('gives each a task of its own, side by side, and the ticket keeps its owner and department', async () => {
    const { number } = await open();
    const items = await ask(number, [it.departments.west, it.departments.eastTeam]);
    expect(items.map((one) => one.department.id).toSorted()).toEqual(
      [it.departments.west, it.departments.eastTeam].toSorted(),
    );
    const mine = await west('GET', '/api/tasks');
    expect(mine.text).toContain('核对出库录像');
    const ticket = ticketRoutes.read.reply.parse((await agent('GET', `/api/tickets/${number}`)).body);
    expect(ticket.department.id).toBe(it.departments.east);
    expect(ticket.tasks).toHaveLength(2);
  });

  test('shows the helper what is asked and what the customer said first, not the ticket', async () => {
    const { number } = await open();
    const [help] = await ask(number, [it.departments.west]);
    expect((await west('GET', `/api/tickets/${number}`)).status).toBe(404);
    const page = readHelp.reply.parse((await west('GET', `/api/help/${help?.id}`)).body);
    expect(page).toMatchObject({ question: '请调 9 月 18 日的录像', subject: '除湿机三天没动', canAnswer: true });
    expect(page.said).toContain('嘉定分拨中心');
    const stranger = await it.as('agent', it.departments.eastTeam);
    expect((await stranger('GET', `/api/help/${help?.id}`)).status).toBe(404);
  });

  test('holds answering until every result is written, and names what is open', async () => {
    const { number } = await open();
    const items = await ask(number, [it.departments.west, it.departments.root]);
    await step(number, 'accept');
    const refused = await step(number, 'answer', { reply: '您好，已处理' });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'resolve.help_open', data: { count: 2 } });
    expect(refused.text).toContain('核对出库录像');
    for (const { id, department } of items) {
      const helper = department.id === it.departments.west ? west : await it.as('supervisor');
      expect((await helper('POST', `/api/help/${id}/result`, { result: '录像显示 14:20 装错车' })).status).toBe(200);
    }
    const list = listHelp.reply.parse((await agent('GET', `/api/tickets/${number}/help`)).body);
    expect(list).toMatchObject({ open: 0 });
    expect(list.items[0]?.result).toBe('录像显示 14:20 装错车');
    expect((await step(number, 'answer', { reply: '您好，已处理' })).status).toBe(200);
  });

  test('wants a result, not a tick, and takes it once', async () => {
    const { number } = await open();
    const [help] = await ask(number, [it.departments.west]);
    expect((await west('POST', `/api/tasks/${help?.id}/done`)).body).toMatchObject({
      code: 'ticket.task_needs_result',
    });
    expect((await west('POST', `/api/help/${help?.id}/result`, { result: '  ' })).status).toBe(422);
    expect((await west('POST', `/api/help/${help?.id}/result`, { result: '查过' })).status).toBe(200);
    expect((await west('POST', `/api/help/${help?.id}/result`, { result: '再查' })).body).toMatchObject({
      code: 'resolve.help_is_done',
    });
  });

  test('is refused for a past deadline, an unknown department, and a colleague without the ticket', async () => {
    const { number } = await open();
    const body = { title: '核对', departmentIds: [it.departments.west], dueAt: inHours(-1) };
    expect((await agent('POST', `/api/tickets/${number}/help`, body)).body).toMatchObject({
      code: 'resolve.due_is_past',
    });
    const nowhere = { ...body, dueAt: inHours(1), departmentIds: ['0a000000-0000-7000-8000-000000000000'] };
    expect((await agent('POST', `/api/tickets/${number}/help`, nowhere)).status).toBe(422);
    expect((await west('POST', `/api/tickets/${number}/help`, { ...body, dueAt: inHours(1) })).status).toBe(404);
  });
});

describe('splitting', () => {
  test('gives a second matter a number of its own; words of another ticket are refused', async () => {
    const one = await open();
    const other = await open();
    const thread = ticketRoutes.thread.reply.parse((await agent('GET', `/api/tickets/${one.number}/thread`)).body);
    const said = thread.items.find((entry) => entry.type === 'message');
    const body = { messageIds: [said?.id], subject: '另要一张发票' };
    const done = await agent('POST', `/api/tickets/${one.number}/split`, body);
    expect(done.status, done.text).toBe(201);
    const { number } = splitOff.reply.parse(done.body);
    expect(number).not.toBe(one.number);
    const admin = await it.as('admin');
    expect((await admin('GET', `/api/tickets/${number}`)).body).toMatchObject({ subject: '另要一张发票' });
    expect((await agent('POST', `/api/tickets/${other.number}/split`, body)).body).toMatchObject({
      code: 'ticket.split_not_said',
    });
  });
});
