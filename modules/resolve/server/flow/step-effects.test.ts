import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createFlow, listApprovals } from '#modules/approval/contract.ts';
import { createTemplate } from '#modules/knowledge/contract.ts';
import { listAlarms } from '#modules/sla/contract.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock, type FakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { readFlowRun } from '../../contract/flow.ts';
import { finish, makeSpec, makeWay, plainSteps, published, replyOf, retireAll, runAt } from './flow.fixture.ts';
import { tellLateSteps } from './late-steps.job.ts';
import { visitOf } from './run.queries.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
let head: Caller;
let clock: FakeClock;
const live: string[] = [];
/** A session ends over night. */
const signInAnew = async (): Promise<void> => {
  admin = await it.as('admin');
  agent = await it.as('agent');
};
const later = async (iso: string): Promise<void> => {
  clock.set(iso);
  await signInAnew();
};
beforeAll(async () => {
  // A Monday morning before a week of work.
  clock = fakeClock('2026-11-23T09:00:00+08:00');
  it = await startTestApp({ clock });
  await signInAnew();
  head = await it.as('supervisor', it.departments.east);
});
afterEach(() => retireAll(admin, live.splice(0)));
afterAll(() => it.stop());

const inForce = async (...given: Parameters<typeof makeSpec>) => {
  const flow = await published(admin, makeSpec(...given));
  live.push(flow.id);
  return flow;
};
const open = (more: object = {}) => openTestTicket(it, { departmentId: it.departments.east, ...more });
const read = async (by: Caller, number: string) =>
  ticketRoutes.read.reply.parse((await by('GET', `/api/tickets/${number}`)).body);
const namesOf = async (ticketId: string) =>
  (await it.app.db.read(everything, (tx) => eventsOf(tx, ticketId, 0, 100))).map((event) => event.name);
const thread = async (number: string) =>
  ticketRoutes.thread.reply.parse((await admin('GET', `/api/tickets/${number}/thread`)).body).items;

describe('on entering', () => {
  test('a note is written, a task set, a template kept as a draft, and the ticket handed over, each once', async () => {
    const words = { title: '已受理', body: '{{customerName}}您好，{{number}} 已在办。' };
    const template = createTemplate.reply.parse((await admin('POST', '/api/templates', words)).body);
    await inForce(
      plainSteps({
        accept: {
          onEnter: [
            { kind: 'assign', departmentId: it.departments.eastTeam },
            { kind: 'note', text: '先看保修期' },
            { kind: 'task', title: '查仓库', departmentId: null, minutes: 60 },
            { kind: 'draft', templateId: template.id },
          ],
        },
      }),
    );
    const { number, id } = await open({ ownerId: agent.personId ?? '' });
    const run = await runAt(admin, number, 'accept');
    expect(run.step.faults).toEqual([]);
    const ticket = await read(admin, number);
    expect(ticket).toMatchObject({ department: { id: it.departments.eastTeam }, owner: null, transferCount: 0 });
    const notes = (await thread(number)).flatMap((entry) =>
      entry.type === 'message' && entry.direction === 'note' ? [entry.body] : [],
    );
    expect(notes).toEqual(['先看保修期']);
    expect((await namesOf(id)).filter((name) => name === 'ticket.task_added').length).toBe(1);
    const draft = await agent('GET', `/api/tickets/${number}/draft`);
    expect(draft.text).toContain('王女士您好');
    expect(draft.text).not.toContain('{{');
    expect((await thread(number)).filter((entry) => entry.type === 'message' && entry.direction === 'out')).toEqual([]);
  });

  test('what cannot be done is told at the step and stops nothing', async () => {
    const template = createTemplate.reply.parse(
      (await admin('POST', '/api/templates', { title: '临时', body: '您好' })).body,
    );
    await inForce(plainSteps({ verify: { onEnter: [{ kind: 'draft', templateId: template.id }] } }));
    const [owned, pool] = [await open({ ownerId: agent.personId ?? '' }), await open()];
    const { visit } = await runAt(agent, owned.number, 'accept');
    await runAt(agent, pool.number, 'accept');
    const first = await finish(agent, pool.number, visit, 'to_verify');
    expect(readFlowRun.reply.parse(first.body).run?.step.faults).toEqual(['nobody_to_draft']);
    expect((await admin('DELETE', `/api/templates/${template.id}`)).status).toBe(204);
    const done = await finish(agent, owned.number, visit, 'to_verify');
    expect(readFlowRun.reply.parse(done.body).run?.step.faults).toEqual(['template_gone']);
  });
});

describe('an approval before leaving', () => {
  const asksHead = async (topic: string) => {
    const flow = {
      kind: 'flow_step',
      name: `事项 ${topic}`,
      conditions: [{ fact: 'topic', is: 'eq', value: topic }],
      levels: [{ name: '负责人', rule: { kind: 'any' }, signers: [{ kind: 'manager', of: 'subject', steps: 1 }] }],
    };
    const answer = await admin('POST', '/api/approval-flows', flow);
    expect(answer.status, answer.text).toBe(201);
    return createFlow.reply.parse(answer.body);
  };
  const decide = async (number: string, verb: 'approve' | 'reject') => {
    const items = listApprovals.reply.parse((await head('GET', '/api/approvals')).body).items;
    const found = items.find((one) => one.link === `/tickets/${number}`);
    const body = verb === 'approve' ? {} : { reason: '再想想', to: { kind: 'end' } };
    const answer = await head('POST', `/api/approvals/${found?.id}/${verb}`, body);
    expect(answer.status, answer.text).toBe(200);
    return found;
  };

  test('waits, then the chosen way is gone with the words that were said; nobody else finishes meanwhile', async () => {
    await asksHead('release');
    await inForce(plainSteps({ verify: { approval: 'release' } }));
    const { number, id } = await open();
    const { visit } = await runAt(agent, number, 'accept');
    await finish(agent, number, visit, 'to_verify');
    const verify = await runAt(agent, number, 'verify');
    const asked = readFlowRun.reply.parse(
      (await finish(agent, number, verify.visit, 'to_solve', { reason: '已核实' })).body,
    ).run;
    expect(asked).toMatchObject({ step: { key: 'verify', approval: 'waiting' }, abilities: { finish: false } });
    expect((await read(agent, number)).state).toBe('verifying');
    expect((await finish(head, number, verify.visit, 'to_solve')).body).toMatchObject({ code: 'resolve.flow_waits' });
    const request = await decide(number, 'approve');
    expect(request?.facts).toMatchObject({ topic: 'release', step: 'verify', level: 2 });
    const solve = await runAt(agent, number, 'solve');
    expect((await read(agent, number)).state).toBe('resolving');
    const left = solve.visits.at(-2);
    expect(left?.name).toBe('步骤 verify');
    expect(left?.leftBy).toMatch(/^agent/);
    expect(await namesOf(id)).toEqual(expect.arrayContaining(['resolve.flow_waits', 'resolve.flow_agreed']));
  });

  test('refused leaves it where it is, and it may be asked again', async () => {
    await asksHead('again');
    await inForce(plainSteps({ accept: { approval: 'again' } }));
    const { number } = await open();
    const { visit } = await runAt(agent, number, 'accept');
    await finish(agent, number, visit, 'to_verify');
    await decide(number, 'reject');
    expect((await replyOf(agent, number)).run?.step.approval).toBe('refused');
    await finish(agent, number, visit, 'to_verify');
    await decide(number, 'approve');
    await runAt(agent, number, 'verify');
  });

  test('also stands in the way of the ordinary button, and within a state', async () => {
    await asksHead('button');
    const steps = plainSteps({ accept: { approval: 'button' }, verify: { ways: [makeWay('look')] } });
    await inForce([
      ...steps,
      { key: 'look', state: 'verifying', approval: 'button', ways: [makeWay('solve'), makeWay('look2')] },
      { key: 'look2', state: 'verifying', ways: [makeWay('solve')] },
    ]);
    const { number } = await open();
    await runAt(agent, number, 'accept');
    expect((await agent('POST', `/api/tickets/${number}/transitions`, { action: 'accept' })).status).toBe(200);
    expect((await read(agent, number)).state).toBe('new');
    await decide(number, 'approve');
    const verify = await runAt(agent, number, 'verify');
    await finish(agent, number, verify.visit, 'to_look');
    const look = await runAt(agent, number, 'look');
    await finish(agent, number, look.visit, 'to_look2');
    expect((await replyOf(agent, number)).run?.step).toMatchObject({ key: 'look', approval: 'waiting' });
    await decide(number, 'approve');
    await runAt(agent, number, 'look2');
  });

  test('asked on entering is there when the step is done; without an approval flow nobody is asked', async () => {
    await asksHead('early');
    await inForce(
      plainSteps({ verify: { onEnter: [{ kind: 'approval', topic: 'early' }] }, solve: { approval: 'nobody_knows' } }),
    );
    const { number } = await open({ ownerId: agent.personId ?? '' });
    const { visit } = await runAt(agent, number, 'accept');
    await finish(agent, number, visit, 'to_verify');
    const verify = await runAt(agent, number, 'verify');
    expect(verify.step.approval).toBe('waiting');
    await decide(number, 'approve');
    expect((await replyOf(agent, number)).run?.step).toMatchObject({ key: 'verify', approval: 'approved' });
    expect((await finish(agent, number, verify.visit, 'to_solve')).status).toBe(200);
    const solve = await runAt(agent, number, 'solve');
    expect((await finish(agent, number, solve.visit, 'to_confirm', { reply: '已办好' })).status).toBe(200);
    await runAt(agent, number, 'confirm');
  });
});

describe('the time of a step', () => {
  test('is counted in working time by the calendar, warned of once and late once', async () => {
    await inForce(plainSteps({ accept: { minutes: 240 } }));
    await later('2026-11-23T16:00:00+08:00');
    const { number, id } = await open();
    const run = await runAt(agent, number, 'accept');
    // Two hours until 18:00, the other two from 8:30 on Tuesday.
    expect(run.step.dueAt).toBe('2026-11-24T02:30:00.000Z');
    await tellLateSteps(it.app);
    expect(await namesOf(id)).not.toContain('resolve.flow_near');
    await later('2026-11-24T09:45:00+08:00');
    await tellLateSteps(it.app);
    await tellLateSteps(it.app);
    expect((await namesOf(id)).filter((name) => name === 'resolve.flow_near').length).toBe(1);
    await later('2026-11-24T10:31:00+08:00');
    await tellLateSteps(it.app);
    await tellLateSteps(it.app);
    expect((await namesOf(id)).filter((name) => name === 'resolve.flow_late').length).toBe(1);
    expect((await replyOf(agent, number)).run?.step.late).toBe(true);
  });

  test('no longer counts when the step is finished, and elapsed time asks no calendar', async () => {
    await inForce(plainSteps({ accept: { minutes: 30, working: false } }));
    const { number, id } = await open();
    const run = await runAt(agent, number, 'accept');
    expect(Date.parse(run.step.dueAt ?? '') - Date.parse(run.step.enteredAt)).toBe(30 * 60_000);
    await finish(agent, number, run.visit, 'to_verify');
    await later('2026-11-25T09:00:00+08:00');
    await tellLateSteps(it.app);
    expect((await namesOf(id)).filter((name) => name.startsWith('resolve.flow_late'))).toEqual([]);
    await eventually(async () => expect((await replyOf(agent, number)).run?.step.dueAt).toBeNull());
  });

  test('stands still while the ticket does, and goes on with what was left', async () => {
    await inForce(plainSteps({ accept: { minutes: 60, working: false } }));
    await later('2026-11-26T09:00:00+08:00');
    const { number, id } = await open();
    const begun = await runAt(agent, number, 'accept');
    expect(begun.step).toMatchObject({ dueAt: '2026-11-26T02:00:00.000Z', pausedAt: null });
    clock.set('2026-11-26T09:20:00+08:00');
    const paused = await agent('POST', `/api/tickets/${number}/pause`, { reason: 'waiting_customer' });
    expect(paused.status, paused.text).toBe(200);
    expect((await replyOf(agent, number)).run?.step.pausedAt).toBe('2026-11-26T01:20:00.000Z');
    clock.set('2026-11-26T14:00:00+08:00');
    await tellLateSteps(it.app);
    expect((await namesOf(id)).filter((name) => name.startsWith('resolve.flow_'))).not.toContain('resolve.flow_late');
    expect((await agent('POST', `/api/tickets/${number}/resume`)).status).toBe(200);
    await eventually(async () => {
      const visit = await it.app.db.read(everything, (tx) => visitOf(tx, id, begun.visit));
      expect(visit?.pauses).toEqual([{ from: '2026-11-26T01:20:00.000Z', to: '2026-11-26T06:00:00.000Z' }]);
    });
    // Forty of sixty minutes were left.
    const after = (await replyOf(agent, number)).run?.step;
    expect(after).toMatchObject({ dueAt: '2026-11-26T06:40:00.000Z', pausedAt: null, late: false });
    clock.set('2026-11-26T14:39:00+08:00');
    await tellLateSteps(it.app);
    expect(await namesOf(id)).not.toContain('resolve.flow_late');
    clock.set('2026-11-26T14:41:00+08:00');
    await tellLateSteps(it.app);
    expect(await namesOf(id)).toContain('resolve.flow_late');
  });

  test('late, it is told to who has the ticket and to who leads him; nearly late to him alone', async () => {
    await inForce(plainSteps({ accept: { minutes: 60, working: false } }));
    await later('2026-11-27T09:00:00+08:00');
    const { number, id } = await open({ ownerId: agent.personId ?? '' });
    await runAt(agent, number, 'accept');
    const told = async (caller: Caller) => {
      const answer = await caller('GET', '/api/sla/alarms');
      return listAlarms.reply
        .parse(answer.body)
        .items.filter((one) => one.ticketId === id && one.data['clock'] === 'flow_step')
        .map((one) => [one.kind, one.data['clockName'], one.data['clockNameEn']]);
    };
    const owner = agent;
    clock.set('2026-11-27T09:46:00+08:00');
    await tellLateSteps(it.app);
    const leader = await it.as('supervisor', it.departments.east);
    expect(await told(owner)).toEqual([['warned', '步骤 accept', 'Step accept']]);
    clock.set('2026-11-27T10:01:00+08:00');
    await tellLateSteps(it.app);
    await tellLateSteps(it.app);
    expect((await told(owner)).map(([kind]) => kind)).toEqual(['breached', 'warned']);
    expect((await told(leader)).map(([kind]) => kind)).toEqual(['breached']);
  });
});
