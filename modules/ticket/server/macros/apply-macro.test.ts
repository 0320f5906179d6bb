import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { dropFlows } from '#test/approval-flows.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { registerStepGuard, ticketsByIds } from '../index.ts';
import { ticketDetail, ticketRoutes, type Macro } from '../../contract.ts';
import { applyIt, macrosOf, tryMacro, writeMacro } from './macros.fixture.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
let apology: Macro;
// What a module above might ask for: a first-level ticket goes to the customer only after others agreed.
const held = new Set<string>();
registerStepGuard('macro-test', 999, (_tx, { ticket }) => Promise.resolve(held.has(ticket.id) ? 'wait' : 'go'));

beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  await dropFlows(admin, 'refusal');
  agent = await it.as('agent');
  for (const key of ['logistics', 'delay'])
    await admin('POST', '/api/categories', {
      key,
      name: key === 'delay' ? '物流延迟' : '物流',
      parentKey: key === 'delay' ? 'logistics' : null,
    });
  apology = await writeMacro(admin, {
    nameEn: 'Apologise',
    steps: [
      { type: 'classify', categoryKey: 'delay', level: 3 },
      { type: 'reply', body: '{{customerName}}，您好，{{number}} 今天给您结果。', bodyEn: 'Hello {{customerName}}.' },
      { type: 'note', body: '已致歉 {{number}}' },
      { type: 'step', action: 'answer' },
    ],
  });
});
afterAll(() => it.stop());

const open = (wish: object = {}) => openTestTicket(it, { departmentId: it.departments.east, ...wish });
/** Without links: the search for repeats goes its own way, behind the opening. */
const read = async (number: string) => {
  const { links: _links, ...ticket } = ticketDetail.parse((await admin('GET', `/api/tickets/${number}`)).body);
  return ticket;
};
const said = async (number: string) => {
  const { items } = ticketRoutes.thread.reply.parse((await admin('GET', `/api/tickets/${number}/thread`)).body);
  return items.flatMap((entry) => (entry.type === 'message' ? [entry] : []));
};

describe('the preview', () => {
  test('says old and new of each step and the words as they would go out, and writes nothing', async () => {
    const { number } = await open();
    const before = await read(number);
    const seen = await tryMacro(agent, number, { macroId: apology.id });
    expect(seen.lines.map((line) => [line.type, line.outcome])).toEqual([
      ['classify', 'done'],
      ['reply', 'done'],
      ['note', 'done'],
      ['step', 'done'],
    ]);
    expect(seen.lines[0]?.changes).toEqual([
      { field: 'categoryKey', from: null, to: 'delay' },
      { field: 'level', from: '2', to: '3' },
    ]);
    const shown = `${number.slice(0, 4)}-${number.slice(4)}`;
    expect(seen.lines[1]?.text).toBe(`王女士，您好，${shown} 今天给您结果。`);
    expect(seen.lines[3]?.changes).toEqual([{ field: 'state', from: 'verifying', to: 'awaiting' }]);
    expect(seen).toMatchObject({ refused: 0, changes: true, version: before.version });
    expect(await read(number)).toEqual(before);
    expect(await said(number)).toHaveLength(1);
    expect((await macrosOf(admin)).find((one) => one.id === apology.id)?.usedCount).toBe(0);
  });

  test('marks what cannot be taken back, and what is so already', async () => {
    const { number } = await open({ level: 3, categoryKey: 'delay' });
    const { lines } = await tryMacro(agent, number, { macroId: apology.id });
    expect(lines.map((line) => line.lasting)).toEqual([false, true, true, true]);
    expect(lines[0]).toMatchObject({ outcome: 'same', changes: [] });
  });

  test('says of a step that others must agree to that it waits', async () => {
    const ticket = await open();
    held.add(ticket.id);
    const { lines, changes } = await tryMacro(agent, ticket.number, { steps: [{ type: 'step', action: 'accept' }] });
    expect(lines[0]).toMatchObject({ outcome: 'waits', changes: [] });
    expect(changes).toBe(true);
  });

  test('names every step that is refused, with the reason in the reader’s language', async () => {
    const { number } = await open();
    const steps = [
      { type: 'step', action: 'close' },
      { type: 'step', action: 'archive' },
      { type: 'classify', level: 1 },
    ];
    const { lines, refused } = await tryMacro(agent, number, { steps });
    expect(refused).toBe(2);
    expect(lines.map((line) => line.code)).toEqual(['ticket.illegal_transition', 'ticket.macro_not_allowed', null]);
    expect(lines[1]?.message).toBe('您没有做这一步的权限');
    expect(lines[2]?.outcome).toBe('done');
  });

  test('whoever only reads is told so of each step, not that there is no ticket', async () => {
    const { number } = await open();
    const auditor = await it.as('auditor');
    const { lines } = await tryMacro(auditor, number, {
      steps: [
        { type: 'reply', body: '已收到' },
        { type: 'assign', departmentId: it.departments.west, reason: '西区的事' },
      ],
    });
    expect(lines.map((line) => line.code)).toEqual(['ticket.macro_not_allowed', 'ticket.macro_not_allowed']);
  });

  test('of a ticket out of reach there is none', async () => {
    const { number } = await open({ departmentId: it.departments.west });
    const answer = await agent('POST', '/api/macros/preview', { number, macroId: apology.id });
    expect(answer.status).toBe(404);
  });

  test('asks for a macro or for steps, never for both or neither', async () => {
    const { number } = await open();
    expect((await agent('POST', '/api/macros/preview', { number })).status).toBe(422);
    const both = { number, macroId: apology.id, steps: [{ type: 'claim' }] };
    expect((await agent('POST', '/api/macros/preview', both)).status).toBe(422);
  });
});

describe('applying it', () => {
  test('does all of it at once and counts the use', async () => {
    const { number } = await open();
    const { version } = await tryMacro(agent, number, { macroId: apology.id });
    const done = await applyIt(agent, apology.id, { number, version });
    expect(done.ticket).toMatchObject({ state: 'awaiting', categoryKey: 'delay', level: 3 });
    const messages = await said(number);
    expect(messages.map((message) => message.direction)).toEqual(['in', 'out', 'note']);
    const used = (await macrosOf(admin)).find((one) => one.id === apology.id);
    expect(used?.usedCount).toBe(1);
    expect(used?.usedAt).not.toBeNull();
    const events = ticketRoutes.thread.reply.parse((await admin('GET', `/api/tickets/${number}/thread`)).body).items;
    expect(events.some((entry) => entry.type === 'event' && entry.name === 'ticket.macro_applied')).toBe(true);
  });

  test('sends the words as they were changed in the preview', async () => {
    const { number } = await open();
    await applyIt(agent, apology.id, { number, texts: { 1: '王女士，改过的话。' } });
    expect((await said(number))[1]?.body).toBe('王女士，改过的话。');
  });

  test('speaks to the customer in his language', async () => {
    const steps = [{ type: 'reply', body: '中文', bodyEn: 'English {{customerName}}' }];
    const made = await it.anyone('POST', '/api/public/feedback', {
      content: 'The parcel never came and nobody answers.',
      kind: 'complaint',
      contact: { name: 'Wang', email: 'wang@example.com' },
      locale: 'en',
    });
    const { number } = z.object({ number: z.string() }).parse(made.body);
    const { lines } = await tryMacro(admin, number, { steps });
    expect(['English Wang', '中文']).toContain(lines[0]?.text);
  });

  test('leaves out what the caller ticked off', async () => {
    const { number } = await open();
    const { lines, ticket } = await applyIt(agent, apology.id, { number, leaveOut: [1, 2, 3] });
    expect(lines.map((line) => line.outcome)).toEqual(['done', 'left', 'left', 'left']);
    expect(ticket?.state).toBe('new');
    expect(await said(number)).toHaveLength(1);
  });

  test('a refusal in the last step leaves nothing of the first', async () => {
    const macro = await writeMacro(admin, {
      steps: [
        { type: 'classify', level: 1 },
        { type: 'reply', body: '马上办' },
        { type: 'step', action: 'close', reason: '好了' },
      ],
    });
    const { number } = await open();
    const before = await read(number);
    const refused = await agent('POST', `/api/macros/${macro.id}/apply`, { number });
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'ticket.illegal_transition' });
    expect(await read(number)).toEqual(before);
    expect(await said(number)).toHaveLength(1);
    expect((await macrosOf(admin)).find((one) => one.id === macro.id)?.usedCount).toBe(0);
  });

  test('a ticket that changed since the preview is not touched', async () => {
    const { number } = await open();
    const { version } = await tryMacro(agent, number, { macroId: apology.id });
    await admin('POST', `/api/tickets/${number}/classify`, { level: 1, version });
    const late = await agent('POST', `/api/macros/${apology.id}/apply`, { number, version });
    expect(late.body).toMatchObject({ code: 'ticket.changed' });
    expect(await read(number)).toMatchObject({ level: 1, state: 'new' });
  });

  test('pressed twice at once it is done once', async () => {
    const { number } = await open();
    const { version } = await tryMacro(agent, number, { macroId: apology.id });
    const both = await Promise.all(
      [1, 2].map(() => agent('POST', `/api/macros/${apology.id}/apply`, { number, version })),
    );
    expect(both.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
    expect((await said(number)).filter((message) => message.direction === 'out')).toHaveLength(1);
  });

  test('a task goes to the department that is asked, with its deadline', async () => {
    const macro = await writeMacro(admin, {
      steps: [{ type: 'task', title: '查 {{number}} 的轨迹', departmentId: it.departments.west, withinHours: 8 }],
    });
    const { number } = await open();
    const seen = await tryMacro(agent, number, { macroId: macro.id });
    expect(seen.lines[0]?.place).toBe('华西客服组');
    const { ticket } = await applyIt(agent, macro.id, { number });
    const [task] = ticket?.tasks ?? [];
    expect(task?.department.name).toBe('华西客服组');
    expect(task?.titleKey).toContain(number.slice(0, 4));
    const hours = (Date.parse(task?.dueAt ?? '') - it.app.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(7.9);
    expect(hours).toBeLessThanOrEqual(8);
  });

  test('transferred out of sight it answers without the ticket, and nothing leads back', async () => {
    const macro = await writeMacro(admin, {
      steps: [
        { type: 'claim' },
        { type: 'follow' },
        { type: 'assign', departmentId: it.departments.west, reason: '西区的事' },
      ],
    });
    const { number, id } = await open();
    const done = await applyIt(agent, macro.id, { number });
    expect(done).toMatchObject({ ticket: null, back: null });
    const [row] = await it.app.db.read(everything, (tx) => ticketsByIds(tx, [id]));
    expect(row).toMatchObject({ departmentId: it.departments.west, ownerId: null });
  });
});

describe('taking it back', () => {
  test('restores category, level, owner and followers in one go', async () => {
    const macro = await writeMacro(admin, {
      steps: [{ type: 'claim' }, { type: 'follow' }, { type: 'classify', kind: 'inquiry', level: 1 }],
    });
    const { number } = await open();
    const before = await read(number);
    const { ticket, back } = await applyIt(agent, macro.id, { number });
    expect(ticket).toMatchObject({ kind: 'inquiry', level: 1, followed: true });
    expect(ticket?.owner).not.toBeNull();
    const undone = await agent('POST', '/api/macros/take-back', { number, back, reason: '撤回宏' });
    expect(undone.status, undone.text).toBe(200);
    const after = await read(number);
    expect(after).toMatchObject({ kind: before.kind, level: before.level, owner: null });
  });

  test('what was said stays said', async () => {
    const { number } = await open();
    const { back } = await applyIt(agent, apology.id, { number });
    expect(back).toEqual({ classify: { level: 2 }, unfollow: false });
    await agent('POST', '/api/macros/take-back', { number, back, reason: '撤回宏' });
    expect(await read(number)).toMatchObject({ level: 2, state: 'awaiting', categoryKey: 'delay' });
    expect(await said(number)).toHaveLength(3);
  });

  test('of nothing that changed there is nothing to take back', async () => {
    const macro = await writeMacro(admin, { steps: [{ type: 'note', body: '看过' }] });
    const { number } = await open();
    expect((await applyIt(agent, macro.id, { number })).back).toBeNull();
  });
});

describe('what is gone in the meantime is refused in words', () => {
  test('a reply template that was deleted', async () => {
    const made = await admin('POST', '/api/templates', { title: '催物流', body: '{{customerName}}，已催促承运商。' });
    const template = z.object({ id: z.uuid() }).parse(made.body);
    const macro = await writeMacro(admin, { steps: [{ type: 'reply', templateId: template.id }] });
    const { number } = await open();
    expect((await tryMacro(agent, number, { macroId: macro.id })).lines[0]?.text).toBe('王女士，已催促承运商。');
    await admin('DELETE', `/api/templates/${template.id}`);
    const { lines } = await tryMacro(agent, number, { macroId: macro.id });
    expect(lines[0]).toMatchObject({ outcome: 'refused', code: 'ticket.macro_template_gone' });
    expect((await agent('POST', `/api/macros/${macro.id}/apply`, { number })).body).toMatchObject({
      code: 'ticket.macro_template_gone',
    });
  });

  test('a department that was closed, for a task and for a transfer', async () => {
    const made = await admin('POST', '/api/departments', { name: '临时组', parentId: it.departments.root });
    const { id } = z.object({ id: z.uuid() }).parse(made.body);
    const macro = await writeMacro(admin, {
      steps: [
        { type: 'task', title: '看一下', departmentId: id, withinHours: 2 },
        { type: 'assign', departmentId: id, reason: '归他们' },
      ],
    });
    const closed = await admin('PATCH', `/api/departments/${id}`, { closed: true });
    expect(closed.status, closed.text).toBe(200);
    const { number } = await open();
    const { lines } = await tryMacro(admin, number, { macroId: macro.id });
    expect(lines.map((line) => line.code)).toEqual(['ticket.unknown_department', 'ticket.unknown_department']);
  });

  test('a macro that was deleted while the preview stood open', async () => {
    const macro = await writeMacro(admin, { steps: [{ type: 'claim' }] });
    const { number } = await open();
    await tryMacro(agent, number, { macroId: macro.id });
    await admin('DELETE', `/api/macros/${macro.id}`);
    const late = await agent('POST', `/api/macros/${macro.id}/apply`, { number });
    expect(late.status).toBe(404);
    expect(late.body).toMatchObject({ code: 'ticket.macro_gone' });
  });
});

describe('many tickets', () => {
  const bulk = (by: Caller, numbers: string[], macroId: string, dryRun: boolean) =>
    by('POST', '/api/tickets/bulk', { numbers, action: { type: 'macro', macroId }, dryRun });

  test('each in a transaction of its own: a rehearsal tells, the run does, a failure names its row', async () => {
    const numbers = await Promise.all([open(), open(), open()].map(async (ticket) => (await ticket).number));
    const [first = '', second = '', third = ''] = numbers;
    await admin('POST', `/api/tickets/${second}/transitions`, { action: 'decline', reason: '不归我们管' });
    const dry = ticketRoutes.bulk.reply.parse((await bulk(agent, numbers, apology.id, true)).body);
    expect(dry).toMatchObject({ done: 2, skipped: 1 });
    expect(dry.results.find((row) => row.number === second)).toMatchObject({
      ok: false,
      code: 'ticket.illegal_transition',
    });
    expect((await read(first)).state).toBe('new');
    const run = ticketRoutes.bulk.reply.parse((await bulk(agent, numbers, apology.id, false)).body);
    expect(run).toMatchObject({ done: 2, skipped: 1 });
    expect((await read(first)).state).toBe('awaiting');
    expect((await read(third)).state).toBe('awaiting');
    expect((await read(second)).state).toBe('declined');
  });

  test('each customer is addressed by his own name', async () => {
    const one = await open({ contactName: '李先生' });
    const two = await open({ contactName: '陈女士' });
    await bulk(agent, [one.number, two.number], apology.id, false);
    expect((await said(one.number))[1]?.body).toContain('李先生');
    expect((await said(two.number))[1]?.body).toContain('陈女士');
  });
});
