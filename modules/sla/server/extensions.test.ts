import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listApprovals, readApproval } from '#modules/approval/contract.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { dropFlows } from '#test/approval-flows.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket, type TicketWish } from '#test/ticket-factory.ts';
import * as contract from '../contract.ts';
import { alarmsOfTicket } from './alarm.queries.ts';
import { fireDueClocks } from './index.ts';

const saturday = '2026-09-19T16:40:00+08:00';
const clock = fakeClock(saturday);
let it: TestApp;
let admin: Caller;
let agent: Caller;
let head: Caller;

const signIn = async (): Promise<void> => {
  admin = await it.as('admin');
  agent = await it.as('agent');
  head = await it.as('supervisor', it.departments.east);
};

const policyOf = (profileKey: string | null, categoryKey: string): object => ({
  ...{ name: categoryKey, kind: null, level: null, categoryKey, profileKey, enabled: true },
  ...{ firstReplyMinutes: 30, resolveMinutes: 60, warnFraction: 0.75 },
});

beforeAll(async () => {
  it = await startTestApp({ clock });
  await signIn();
  for (const [categoryKey, profileKey] of [
    ['bank', 'cn-bank-insurance'],
    ['iso', 'iso-10002'],
    ['gdpr', 'gdpr-request'],
    ['quick', null],
  ] as const) {
    const answer = await admin('POST', '/api/sla/policies', policyOf(profileKey, categoryKey));
    expect(answer.status, answer.text).toBe(201);
  }
});
afterAll(() => it.stop());

const leapTo = async (iso: string): Promise<void> => {
  clock.set(iso);
  await fireDueClocks(it.app);
  await signIn();
};
beforeEach(() => leapTo(saturday));

const open = (categoryKey: string, more: Partial<TicketWish> = {}) =>
  openTestTicket(it, { departmentId: it.departments.east, categoryKey, ...more });

const on = async (number: string, name: string, caller: Caller = admin): Promise<contract.ClockView> => {
  const { items } = contract.readClocks.reply.parse((await caller('GET', `/api/tickets/${number}/clocks`)).body);
  const found = items.find((one) => one.clock === name);
  if (!found) throw new Error(`no clock ${name}`);
  return found;
};

const reason = '需要向总行调取凭证';
const ask = (number: string, extensionId: string, caller: Caller = agent, name = 'decide') =>
  caller('POST', `/api/tickets/${number}/clocks/${name}/extensions`, { extensionId, reason });

const askWell = async (number: string, extensionId = 'complex', caller: Caller = agent): Promise<string> => {
  const answer = await ask(number, extensionId, caller);
  expect(answer.status, answer.text).toBe(200);
  const { extensions } = await on(number, 'decide');
  const requestId = extensions.findLast((one) => one.state === 'asked')?.requestId;
  if (!requestId) throw new Error('nobody was asked');
  return requestId;
};

const agree = (requestId: string, caller: Caller = head) =>
  caller('POST', `/api/approvals/${requestId}/approve`, { comment: '同意' });

const events = async (number: string): Promise<string> => (await admin('GET', `/api/tickets/${number}/thread`)).text;

describe('more time', () => {
  test('is a request of the flow for extensions: the head of the requester signs, then the clock moves', async () => {
    const { number } = await open('bank');
    const { dueAt } = await on(number, 'decide');
    const requestId = await askWell(number);
    const asked = (await on(number, 'decide')).extensions[0];
    expect(asked).toMatchObject({ state: 'asked', told: false });
    expect(asked?.askedBy).toContain('agent');
    expect((await on(number, 'decide')).dueAt).toBe(dueAt);
    const signed = await agree(requestId);
    expect(signed.status, signed.text).toBe(200);
    const after = await on(number, 'decide');
    // Thirty days from 19 September: Monday 19 October.
    expect(after.dueAt).toBe(new Date('2026-10-19T18:00:00+08:00').toISOString());
    expect(after.extensions[0]).toMatchObject({ state: 'granted', oldDueAt: dueAt, told: true, requestId });
    expect(after.extensions[0]?.decidedBy).toContain('supervisor');
    expect(await events(number)).toContain('sla.extended');
  });

  test('says to signers how many days, under which rules, from when to when', async () => {
    const { number, id } = await open('bank', { level: 1 });
    expect(id).not.toBe('');
    const requestId = await askWell(number);
    const view = readApproval.reply.parse((await head('GET', `/api/approvals/${requestId}`)).body);
    expect(view).toMatchObject({ kind: 'extension', reason });
    // From Thursday 8 October (holidays moved the fifteenth day) to Monday 19 October.
    expect(view.facts).toMatchObject({ days: 11, level: 1, profile: 'cn-bank-insurance' });
    const { items } = listApprovals.reply.parse((await head('GET', '/api/approvals?limit=100')).body);
    expect(items.map((one) => one.id)).toContain(requestId);
  });

  test('may not be had with the key for deadlines alone: the old way of a nod is gone', async () => {
    const { number } = await open('bank');
    await askWell(number);
    const { id } = (await on(number, 'decide')).extensions[0] ?? {};
    const old = await admin('POST', `/api/tickets/${number}/extensions/${id ?? ''}`, { granted: true });
    expect(old.status).toBe(404);
    expect((await on(number, 'decide')).extensions[0]).toMatchObject({ state: 'asked' });
  });

  test('the customer is told: reason, new date, and where to object', async () => {
    const { number } = await open('bank');
    await agree(await askWell(number));
    const outbox = (await admin('GET', '/api/outbox?limit=50')).text;
    const { newDueAt } = (await on(number, 'decide')).extensions[0] ?? {};
    expect(newDueAt).toBe(new Date('2026-10-19T18:00:00+08:00').toISOString());
    expect(outbox).toContain(reason);
    expect(outbox).toContain('2026-10-19 18:00');
    expect(outbox).toContain('核查、调解、仲裁、诉讼');
  });

  test('clauses that a profile writes itself stand as they are', async () => {
    const { number } = await open('gdpr');
    const answer = await ask(number, 'complexity', agent, 'answer');
    expect(answer.status, answer.text).toBe(200);
    await agree((await on(number, 'answer')).extensions[0]?.requestId ?? '');
    expect((await admin('GET', '/api/outbox?limit=50')).text).toContain('向监管机构投诉，或寻求司法救济');
    expect((await on(number, 'answer')).dueAt).toBe(new Date('2026-12-21T23:59:59+01:00').toISOString());
  });

  test('follows the order of the profile, and no more than it allows', async () => {
    const { number } = await open('bank');
    expect(await ask(number, 'special')).toMatchObject({ status: 409, body: { code: 'sla.extension_needs_earlier' } });
    await agree(await askWell(number, 'complex'));
    expect(await ask(number, 'complex')).toMatchObject({ status: 409, body: { code: 'sla.extension_used_up' } });
    expect((await on(number, 'decide', agent)).extendable.map((one) => one.id)).toEqual(['special']);
    await agree(await askWell(number, 'special'));
    // Sixty days in all, as the 办法 has it: Wednesday 18 November.
    expect((await on(number, 'decide')).dueAt).toBe(new Date('2026-11-18T18:00:00+08:00').toISOString());
    expect(await ask(number, 'special')).toMatchObject({ status: 409, body: { code: 'sla.extension_used_up' } });
    expect((await on(number, 'decide', agent)).extendable).toEqual([]);
    expect(await ask(number, 'another')).toMatchObject({ status: 404 });
  });

  test('shows before it is asked when it would be due, and why', async () => {
    const { number } = await open('bank');
    const [offer] = (await on(number, 'decide', agent)).extendable;
    expect(offer).toMatchObject({ id: 'complex', newDueAt: new Date('2026-10-19T18:00:00+08:00').toISOString() });
    expect(offer?.trace.map((line) => line.step)).toContain('extended');
    expect(offer?.trace.at(-1)).toMatchObject({ step: 'due', amount: 30 });
    expect(offer?.trace.at(-1)?.at).toBe('2026-10-19T18:00:00+08:00');
  });
});

describe('without a yes', () => {
  test('a refusal leaves the clock alone and another may be asked for', async () => {
    const { number } = await open('bank');
    const { dueAt } = await on(number, 'decide');
    const requestId = await askWell(number);
    const body = { reason: '可以按期办结', to: { kind: 'end' } };
    expect((await head('POST', `/api/approvals/${requestId}/reject`, body)).status).toBe(200);
    const after = await on(number, 'decide');
    expect(after).toMatchObject({ dueAt, state: 'running' });
    expect(after.extensions[0]).toMatchObject({ state: 'refused', told: false });
    expect(await events(number)).toContain('sla.extension_refused');
    expect(await askWell(number)).not.toBe(requestId);
  });

  test('what the requester takes back moves nothing', async () => {
    const { number } = await open('bank');
    const { dueAt } = await on(number, 'decide');
    const requestId = await askWell(number);
    expect((await agent('POST', `/api/approvals/${requestId}/withdraw`, {})).status).toBe(200);
    expect((await on(number, 'decide')).extensions[0]).toMatchObject({ state: 'withdrawn' });
    expect((await on(number, 'decide')).dueAt).toBe(dueAt);
    expect(await agree(requestId)).toMatchObject({ status: 409 });
    expect((await on(number, 'decide')).dueAt).toBe(dueAt);
  });

  test('sent back it waits, and counts when it is asked again and signed', async () => {
    const { number } = await open('bank');
    const requestId = await askWell(number);
    const body = { reason: '写明要调取什么', to: { kind: 'start' } };
    expect((await head('POST', `/api/approvals/${requestId}/reject`, body)).status).toBe(200);
    expect((await on(number, 'decide')).extensions[0]).toMatchObject({ state: 'asked' });
    expect(await ask(number, 'complex')).toMatchObject({ body: { code: 'sla.extension_already_asked' } });
    expect((await agent('POST', `/api/approvals/${requestId}/resubmit`, { comment: '补充' })).status).toBe(200);
    expect((await agree(requestId)).status).toBe(200);
    expect((await on(number, 'decide')).extensions[0]).toMatchObject({ state: 'granted' });
  });

  test('who asks does not sign, whatever his office', async () => {
    const { number } = await open('bank');
    const requestId = await askWell(number, 'complex', head);
    expect((await agree(requestId, head)).status).toBe(409);
    expect((await on(number, 'decide')).extensions[0]).toMatchObject({ state: 'asked' });
  });

  const later = async (minutes: number): Promise<void> => {
    clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());
    await fireDueClocks(it.app);
  };
  const askQuick = async (): Promise<{ number: string; requestId: string }> => {
    const { number } = await open('quick');
    expect((await ask(number, 'once_more', agent, 'resolve')).status).toBe(200);
    return { number, requestId: (await on(number, 'resolve')).extensions[0]?.requestId ?? '' };
  };

  test('a promise broken meanwhile stays broken: what is agreed to then lapses, and nobody is told of a new date', async () => {
    const { number, requestId } = await askQuick();
    await later(61);
    const before = await on(number, 'resolve');
    expect(before.state).toBe('breached');
    expect((await agree(requestId)).status).toBe(200);
    const after = await on(number, 'resolve');
    expect(after).toMatchObject({ state: 'breached', dueAt: before.dueAt });
    expect(after.extensions[0]).toMatchObject({ state: 'lapsed', told: false });
    expect(await events(number)).toContain('sla.extension_lapsed');
    expect(await ask(number, 'once_more', agent, 'resolve')).toMatchObject({
      body: { code: 'sla.extension_too_late' },
    });
  });

  test('signed in the very second of the end it is too late; a minute before it is not', async () => {
    const late = await askQuick();
    const early = await askQuick();
    clock.set(new Date(clock.now().getTime() + 59 * 60_000).toISOString());
    expect((await agree(early.requestId)).status).toBe(200);
    expect((await on(early.number, 'resolve')).extensions[0]).toMatchObject({ state: 'granted' });
    clock.set(new Date(clock.now().getTime() + 60_000).toISOString());
    expect((await agree(late.requestId)).status).toBe(200);
    expect((await on(late.number, 'resolve')).extensions[0]).toMatchObject({ state: 'lapsed' });
  });

  test('while the clock stands still it may be asked for and agreed to, and counts when it runs again', async () => {
    const { number, requestId } = await askQuick();
    expect((await agent('POST', `/api/tickets/${number}/pause`, { reason: 'waiting_customer' })).status).toBe(200);
    await later(90);
    expect((await agree(requestId)).status).toBe(200);
    expect((await agent('POST', `/api/tickets/${number}/resume`)).status).toBe(200);
    const { startedAt, dueAt, state } = await on(number, 'resolve');
    // An hour, an hour more, and the ninety minutes in which it stood still.
    expect({ state, minutes: (Date.parse(dueAt) - Date.parse(startedAt)) / 60_000 }).toEqual({
      state: 'running',
      minutes: 210,
    });
  });

  test('a clock that does not run any more is not moved', async () => {
    const { number, requestId } = await askQuick();
    const { dueAt } = await on(number, 'resolve');
    await dropFlows(admin, 'refusal');
    const declined = await agent('POST', `/api/tickets/${number}/transitions`, {
      action: 'decline',
      reason: '重复反馈',
    });
    expect(declined.status, declined.text).toBe(200);
    await eventually(async () => expect((await on(number, 'resolve')).state).toBe('cancelled'), { timeoutMs: 25_000 });
    expect((await agree(requestId)).status).toBe(200);
    expect(await on(number, 'resolve')).toMatchObject({ state: 'cancelled', dueAt });
    expect((await on(number, 'resolve')).extensions[0]).toMatchObject({ state: 'lapsed' });
  });
});

describe('at once', () => {
  test('of two who ask one does', async () => {
    const { number } = await open('bank');
    const other = await it.as('agent');
    const both = await Promise.all([ask(number, 'complex'), ask(number, 'complex', other)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect((await on(number, 'decide')).extensions).toHaveLength(1);
  });

  test('of a yes and a withdrawal one counts, and the clock agrees with it', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { number } = await open('bank');
      const { dueAt } = await on(number, 'decide');
      const requestId = await askWell(number);
      const both = await Promise.all([agree(requestId), agent('POST', `/api/approvals/${requestId}/withdraw`, {})]);
      expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
      const after = await on(number, 'decide');
      expect(after.dueAt === dueAt).toBe(after.extensions[0]?.state === 'withdrawn');
    }
  });

  test('of two heads who sign at once the clock moves once', async () => {
    const second = await it.as('supervisor', it.departments.east);
    const { number } = await open('bank');
    const requestId = await askWell(number);
    const both = await Promise.all([agree(requestId), agree(requestId, second)]);
    expect(both.map((one) => one.status).sort()).toEqual([200, 409]);
    expect((await on(number, 'decide')).dueAt).toBe(new Date('2026-10-19T18:00:00+08:00').toISOString());
  });
});

describe('a promise without a profile', () => {
  test('may be extended once by as much again, and its first reply not at all', async () => {
    const { number } = await open('none', { level: 2 });
    const before = await on(number, 'resolve', agent);
    expect((await on(number, 'first_reply', agent)).extendable).toEqual([]);
    const [offer] = before.extendable;
    expect(offer).toMatchObject({ id: 'once_more', length: 1440, needsApproval: true });
    expect((await ask(number, 'once_more', agent, 'resolve')).status).toBe(200);
    await agree((await on(number, 'resolve')).extensions[0]?.requestId ?? '');
    const after = await on(number, 'resolve', agent);
    expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBe(86_400_000);
    expect(after.extendable).toEqual([]);
    expect((await admin('GET', '/api/outbox?limit=50')).text).toContain('投诉负责人复核');
  });
});

describe('who is told', () => {
  test('the signers that it waits for them, the requester what came of it', async () => {
    const { number, id } = await open('bank');
    const requestId = await askWell(number);
    const told = (kind: string) =>
      it.app.db
        .read(everything, (tx) => alarmsOfTicket(tx, id))
        .then((rows) => rows.filter((row) => row.kind === kind).map((row) => row.personId));
    await eventually(async () => expect(await told('extension_asked')).toContain(head.personId));
    expect(await told('extension_asked')).not.toContain(agent.personId);
    expect((await agree(requestId)).status).toBe(200);
    await eventually(async () => expect(await told('extension_decided')).toEqual([agent.personId]));
  });
});

describe('a company without a flow for it', () => {
  test('extends at once, and the customer is told all the same', async () => {
    await dropFlows(admin, 'extension');
    const { number } = await open('bank');
    expect((await ask(number, 'complex')).status).toBe(200);
    const { extensions, dueAt } = await on(number, 'decide');
    expect(extensions[0]).toMatchObject({ state: 'granted', requestId: null, told: true });
    expect(dueAt).toBe(new Date('2026-10-19T18:00:00+08:00').toISOString());
  });
});
