import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Answer, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { dropFlows } from '#test/approval-flows.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { ticketDetail, threadEntry, type TicketDetail, type ThreadEntry } from '../contract.ts';
import { pageOf } from '#platform/contract/paging.ts';
import { problemSchema } from '#platform/contract/problem.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
});
afterAll(() => it.stop());

const detail = (answer: Answer): TicketDetail => {
  expect(answer.status, answer.text).toBeLessThan(300);
  return ticketDetail.parse(answer.body);
};
const code = (answer: Answer): string => problemSchema.parse(answer.body).code;
const thread = (answer: Answer): ThreadEntry[] => pageOf(threadEntry).parse(answer.body).items;
const open = (extra = {}) => openTestTicket(it, { departmentId: it.departments.east, ...extra });

describe('a ticket is handled', () => {
  test('from new to archived, each step stamped and told, closing only after an answer', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    const step = (action: string, more = {}) =>
      agent('POST', `/api/tickets/${number}/transitions`, { action, ...more });

    expect(code(await step('close', { reason: '客户说好了' }))).toBe('ticket.illegal_transition');
    expect(detail(await step('accept')).state).toBe('verifying');
    clock.advance({ minutes: 5 });
    expect(detail(await step('verify')).state).toBe('resolving');
    expect(code(await step('answer'))).toBe('ticket.needs_reply');
    expect(detail(await step('solve')).state).toBe('replying');
    clock.advance({ minutes: 5 });
    const replied = await agent('POST', `/api/tickets/${number}/messages`, {
      direction: 'out',
      body: '今天 16:00 从华东仓补发。',
      next: { action: 'answer' },
    });
    expect(replied.status, replied.text).toBe(201);
    expect(code(await step('close'))).toBe('ticket.needs_reason');
    const closed = detail(await step('close', { reason: '客户电话确认' }));
    expect(closed).toMatchObject({ state: 'closed', closeReason: '客户电话确认', needsAnswer: false });
    expect(closed.stages.map((stage) => [stage.stage, stage.state])).toEqual([
      ['accept', 'done'],
      ['verify', 'done'],
      ['resolve', 'done'],
      ['reply', 'done'],
      ['confirm', 'done'],
      ['archive', 'now'],
    ]);
    expect(closed.stages.slice(0, 5).every((stage) => stage.at !== null)).toBe(true);

    const supervisor = await it.as('supervisor');
    expect((await step('archive')).status).toBe(404);
    expect((await supervisor('POST', `/api/tickets/${number}/transitions`, { action: 'archive' })).status).toBe(200);
    const shown = detail(await supervisor('GET', `/api/tickets/${number.slice(0, 4)}-${number.slice(4)}`));
    expect(shown.state).toBe('archived');
    expect(shown.abilities.actions).toEqual([]);

    const entries = thread(await agent('GET', `/api/tickets/${number}/thread`));
    expect(entries.map((entry) => (entry.type === 'message' ? entry.direction : entry.name))).toEqual([
      'in',
      'ticket.opened',
      'ticket.accepted',
      'ticket.verified',
      'ticket.solved',
      'out',
      'ticket.answered',
      'ticket.closed',
      'ticket.archived',
    ]);
  });

  test('answering a new ticket accepts it; a reopening asks for a new answer and counts', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    const url = `/api/tickets/${number}`;
    expect((await agent('POST', `${url}/messages`, { direction: 'out', body: '已在查。' })).status).toBe(201);
    expect(detail(await agent('GET', url))).toMatchObject({ state: 'verifying', needsAnswer: false });
    await agent('POST', `${url}/transitions`, { action: 'answer' });
    const reopened = detail(await agent('POST', `${url}/transitions`, { action: 'reopen', reason: '还没解决' }));
    expect(reopened).toMatchObject({ state: 'resolving', reopenCount: 1, needsAnswer: true });
    expect(code(await agent('POST', `${url}/transitions`, { action: 'answer' }))).toBe('ticket.needs_reply');
  });

  test('declining writes to the customer and says why', async () => {
    await dropFlows(await it.as('admin'), 'refusal');
    const agent = await it.as('agent');
    const { number } = await open();
    const url = `/api/tickets/${number}`;
    expect(code(await agent('POST', `${url}/transitions`, { action: 'decline' }))).toBe('ticket.needs_reason');
    const declined = detail(
      await agent('POST', `${url}/transitions`, {
        action: 'decline',
        reason: '不属于我们的产品',
        reply: '抱歉，这台不是我们的产品。',
      }),
    );
    expect(declined.state).toBe('declined');
    const out = thread(await agent('GET', `${url}/thread`)).filter(
      (entry) => entry.type === 'message' && entry.direction === 'out',
    );
    expect(out).toMatchObject([{ body: '抱歉，这台不是我们的产品。' }]);
  });

  test('two writers never overwrite each other; a repeated request writes once', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    const url = `/api/tickets/${number}`;
    const { version } = detail(await agent('GET', url));
    const note = { direction: 'note', body: '已问仓库', version, clientKey: 'k1' };
    const first = await agent('POST', `${url}/messages`, note);
    expect(first.status).toBe(201);
    const again = await agent('POST', `${url}/messages`, note);
    expect(again.status).toBe(201);
    expect(code(await agent('POST', `${url}/messages`, { direction: 'out', body: '您好', version }))).toBe(
      'ticket.changed',
    );
    expect(code(await agent('POST', `${url}/transitions`, { action: 'accept', version }))).toBe('ticket.changed');
    expect(thread(await agent('GET', `${url}/thread`)).filter((entry) => entry.type === 'message')).toHaveLength(2);
  });

  test('the thread comes in pages that miss and repeat nothing', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    for (let index = 0; index < 12; index += 1) {
      clock.advance({ minutes: index % 3 === 0 ? 1 : 0 });
      await agent('POST', `/api/tickets/${number}/messages`, { direction: 'note', body: `备注 ${index}` });
    }
    const whole = thread(await agent('GET', `/api/tickets/${number}/thread?limit=200`));
    const read: ThreadEntry[][] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = pageOf(threadEntry).parse(
        (await agent('GET', `/api/tickets/${number}/thread?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`)).body,
      );
      read.unshift(page.items);
      cursor = page.nextCursor;
    }
    expect(read.flat().map((entry) => entry.id)).toEqual(whole.map((entry) => entry.id));
  });
});

describe('a ticket changes hands', () => {
  test('of two who claim it at once one wins, the other learns who', async () => {
    const [one, two] = [await it.as('agent'), await it.as('agent')];
    const { number } = await open();
    const answers = await Promise.all(
      [one, two].map((agent) => agent('POST', `/api/tickets/${number}/assign`, { claim: true })),
    );
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    const lost = answers.find((answer) => answer.status === 409);
    const refusal = problemSchema.parse(lost?.body);
    expect(refusal.code).toBe('ticket.already_claimed');
    expect(refusal.data?.['ownerName']).toMatch(/^agent/);
  });

  test('a transfer out of sight needs a reason, is counted, and shows nothing more', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    const url = `/api/tickets/${number}/assign`;
    expect(code(await agent('POST', url, { departmentId: it.departments.west }))).toBe('ticket.needs_reason');
    const moved = await agent('POST', url, { departmentId: it.departments.west, reason: '客户在成都' });
    expect(moved.body).toEqual({ ticket: null });
    expect((await agent('GET', `/api/tickets/${number}`)).status).toBe(404);
    const west = await it.as('agent', it.departments.west);
    expect(detail(await west('GET', `/api/tickets/${number}`))).toMatchObject({
      transferCount: 1,
      owner: null,
      department: { name: '华西客服组' },
    });
  });

  test('what one owns stays in sight wherever it lies, in page and list', async () => {
    const agent = await it.as('agent');
    const { number } = await open({ departmentId: it.departments.west, ownerId: agent.personId });
    expect((await agent('GET', `/api/tickets/${number}`)).status).toBe(200);
    for (const query of ['mine=true', 'state=open', 'sort=new', 'sort=updated']) {
      expect((await agent('GET', `/api/tickets?${query}`)).text, query).toContain(number);
    }
    expect((await agent('GET', '/api/tickets?pool=true')).text).not.toContain(number);
  });

  test('urging is counted and throttled', async () => {
    const agent = await it.as('agent');
    const { number } = await open();
    expect((await agent('POST', `/api/tickets/${number}/urge`)).body).toEqual({ urgeCount: 1 });
    const refused = await agent('POST', `/api/tickets/${number}/urge`);
    expect(refused.status).toBe(429);
    expect(problemSchema.parse(refused.body).data).toMatchObject({ minutes: 10 });
    clock.advance({ minutes: 10 });
    expect((await agent('POST', `/api/tickets/${number}/urge`)).body).toEqual({ urgeCount: 2 });
  });

  test('a correction of the class is told field by field', async () => {
    const supervisor = await it.as('admin');
    await supervisor('POST', '/api/categories', { key: 'logistics.delay', name: '物流延迟', nameEn: 'Late delivery' });
    const { number } = await open({ kind: 'inquiry', level: 3 });
    const answer = detail(
      await supervisor('POST', `/api/tickets/${number}/classify`, {
        kind: 'complaint',
        categoryKey: 'logistics.delay',
        level: 2,
      }),
    );
    expect(answer).toMatchObject({
      kind: 'complaint',
      categoryKey: 'logistics.delay',
      categoryName: '物流延迟',
      level: 2,
    });
    expect(code(await supervisor('POST', `/api/tickets/${number}/classify`, { categoryKey: 'no.such' }))).toBe(
      'ticket.unknown_category',
    );
    const told = thread(await supervisor('GET', `/api/tickets/${number}/thread`)).filter(
      (entry) => entry.type === 'event' && entry.name === 'ticket.reclassified',
    );
    expect(told).toHaveLength(3);
  });
});
