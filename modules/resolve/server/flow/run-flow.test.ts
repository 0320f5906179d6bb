import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { customFieldRoutes, ticketRoutes } from '#modules/ticket/contract.ts';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { readFlowRun } from '../../contract/flow.ts';
import {
  draftOf,
  finish,
  makeSpec,
  makeWay,
  plainSteps,
  publish,
  published,
  replyOf,
  retireAll,
  runAt,
  tick,
} from './flow.fixture.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
let colleague: Caller;
const live: string[] = [];
beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  agent = await it.as('agent');
  colleague = await it.as('agent');
});
afterEach(() => retireAll(admin, live.splice(0)));
afterAll(() => it.stop());

const inForce = async (...given: Parameters<typeof makeSpec>) => {
  const flow = await published(admin, makeSpec(...given));
  live.push(flow.id);
  return flow;
};
const open = (more: object = {}) => openTestTicket(it, { departmentId: it.departments.east, ...more });
const step = (by: Caller, number: string, action: string, more: object = {}) =>
  by('POST', `/api/tickets/${number}/transitions`, { action, ...more });
const read = async (by: Caller, number: string) =>
  ticketRoutes.read.reply.parse((await by('GET', `/api/tickets/${number}`)).body);
const namesOf = async (ticketId: string) =>
  (await it.app.db.read(everything, (tx) => eventsOf(tx, ticketId, 0, 100))).map((event) => event.name);

describe('Show 6: a flow is changed while tickets run', () => {
  test('those that run keep their version to the end, a new one follows, and a field of a step works without a restart', async () => {
    const first = await inForce(plainSteps());
    const old = await open();
    const before = await runAt(agent, old.number, 'accept');
    expect(before.flow).toMatchObject({ id: first.id, no: 1 });

    // An administrator adds a field, a check and a step; nothing is restarted.
    const field = { key: 'batch_no', name: '批次号', nameEn: 'Batch', kind: 'text' };
    const added = await admin('POST', '/api/custom-fields', { ...field, options: [], rule: {} });
    expect(added.status, added.text).toBe(201);
    const changed = makeSpec([
      { key: 'accept', state: 'new', ways: [makeWay('verify')] },
      {
        key: 'verify',
        state: 'verifying',
        fields: ['batch_no'],
        checks: [{ key: 'photo', text: '照片已入工单', textEn: 'Pictures in', required: true }],
        ways: [makeWay('look')],
      },
      { key: 'look', state: 'verifying', ways: [makeWay('solve')] },
      ...plainSteps().slice(2),
    ]);
    const saved = await admin('PUT', `/api/workflows/${first.id}/draft`, {
      spec: changed,
      no: first.no,
      edit: first.edit,
    });
    expect(saved.status, saved.text).toBe(200);
    expect(saved.body).toMatchObject({ no: 2, state: 'draft', publishedNo: 1 });
    const second = await publish(admin, { id: first.id, no: 2, edit: 1 });
    expect(second.versions.map((version) => [version.no, version.state, version.running])).toEqual([
      [2, 'published', 0],
      [1, 'superseded', 1],
    ]);

    const fresh = await open();
    const young = await runAt(agent, fresh.number, 'accept');
    expect(young.flow.no).toBe(2);
    for (const { number } of [old, fresh]) expect((await step(agent, number, 'accept')).status).toBe(200);

    // The old one knows neither the check nor the field nor the step.
    const oldVerify = await runAt(agent, old.number, 'verify');
    expect(oldVerify).toMatchObject({ flow: { no: 1, newestNo: 2 }, step: { checks: [], fields: [] } });
    expect((await step(agent, old.number, 'verify')).status).toBe(200);
    expect((await runAt(agent, old.number, 'solve')).flow.no).toBe(1);

    // The new one asks for all of them.
    const verify = await runAt(agent, fresh.number, 'verify');
    expect(verify.step).toMatchObject({ fields: [{ key: 'batch_no', filled: false }], checks: [{ doneAt: null }] });
    const refused = await finish(agent, fresh.number, verify.visit, 'to_look');
    expect(refused.status).toBe(409);
    expect(refused.body).toMatchObject({ code: 'resolve.flow_step_open', data: { missing: '照片已入工单, 批次号' } });
    expect((await tick(agent, fresh.number, verify.visit, 'photo')).status).toBe(200);
    const done = await finish(agent, fresh.number, verify.visit, 'to_look', { values: { batch_no: 'B-2026-11' } });
    expect(done.status, done.text).toBe(200);
    expect(readFlowRun.reply.parse(done.body).run?.step.key).toBe('look');
    const values = await agent('GET', `/api/tickets/${fresh.number}`);
    expect(values.text).toContain('B-2026-11');
    expect((await admin('DELETE', '/api/custom-fields/batch_no')).status).not.toBe(500);
    expect(customFieldRoutes.list.reply.parse((await agent('GET', '/api/custom-fields')).body).items.length).toBe(1);
  });

  test('an administrator moves a running one to the new version, at the same step, with a reason', async () => {
    const flow = await inForce(plainSteps());
    const { id, number } = await open();
    await runAt(agent, number, 'accept');
    await step(agent, number, 'accept');
    const verify = await runAt(agent, number, 'verify');
    expect(verify.abilities.move).toBe(false);
    const spec = makeSpec(plainSteps({ verify: { guidance: '先看照片' } }));
    await admin('PUT', `/api/workflows/${flow.id}/draft`, { spec, no: 1, edit: flow.edit });
    await publish(admin, { id: flow.id, no: 2, edit: 1 });
    const move = { flowId: flow.id, reason: '新版更清楚' };
    expect((await agent('POST', `/api/workflow-runs/${number}/move`, move)).status).toBe(404);
    expect((await replyOf(admin, number)).run?.abilities.move).toBe(true);
    const moved = await admin('POST', `/api/workflow-runs/${number}/move`, move);
    expect(moved.status, moved.text).toBe(200);
    expect(readFlowRun.reply.parse(moved.body).run).toMatchObject({
      flow: { no: 2 },
      step: { key: 'verify', guidance: '先看照片' },
    });
    expect(await namesOf(id)).toContain('resolve.flow_moved');
    expect((await finish(agent, number, verify.visit, 'to_solve')).body).toMatchObject({
      code: 'resolve.flow_step_done',
    });
  });
});

describe('who opens', () => {
  test('follows the most specific flow; one that nothing fits follows none', async () => {
    const wide = await inForce(plainSteps(), { name: '投诉', scope: { kinds: ['complaint'] } });
    const narrow = await inForce(plainSteps(), { name: '一级投诉', scope: { kinds: ['complaint'], levels: [1] } });
    const [grave, light, praise] = [
      await open({ level: 1 }),
      await open({ level: 3 }),
      await open({ kind: 'praise', level: 3 }),
    ];
    expect((await runAt(agent, grave.number, 'accept')).flow.id).toBe(narrow.id);
    expect((await runAt(agent, light.number, 'accept')).flow.id).toBe(wide.id);
    expect(await replyOf(agent, praise.number)).toEqual({ run: null, ticketState: 'new' });
  });

  test('gets another flow when it is reclassified before the first step is finished, and keeps its own after that', async () => {
    await inForce(plainSteps(), { name: '投诉', scope: { kinds: ['complaint'] } });
    const other = await inForce(plainSteps({ accept: { guidance: '建议' } }), {
      name: '建议',
      scope: { kinds: ['suggestion'] },
    });
    const [early, late] = [await open(), await open()];
    for (const { number } of [early, late]) await runAt(agent, number, 'accept');
    expect((await agent('POST', `/api/tickets/${early.number}/classify`, { kind: 'suggestion' })).status).toBe(200);
    await eventually(async () => expect((await replyOf(agent, early.number)).run?.flow.id).toBe(other.id));
    await step(agent, late.number, 'accept');
    const verify = await runAt(agent, late.number, 'verify');
    await agent('POST', `/api/tickets/${late.number}/classify`, { kind: 'suggestion' });
    await agent('POST', `/api/tickets/${late.number}/classify`, { kind: 'inquiry' });
    await eventually(async () =>
      expect((await namesOf(late.id)).filter((name) => name === 'ticket.reclassified').length).toBe(2),
    );
    expect((await replyOf(agent, late.number)).run).toMatchObject({
      flow: { id: verify.flow.id },
      step: { key: 'verify' },
    });
  });

  test('before anything was published runs without a flow, as ever', async () => {
    const early = await open();
    await inForce(plainSteps());
    const later = await open();
    await runAt(agent, later.number, 'accept');
    expect((await replyOf(agent, early.number)).run).toBeNull();
    expect((await step(agent, early.number, 'accept')).status).toBe(200);
    expect((await replyOf(agent, early.number)).run).toBeNull();
  });
});

describe('a step', () => {
  test('keeps the state machine from jumping, and says what is missing', async () => {
    const checks = [
      { key: 'one', text: '已电话联系', textEn: 'Called', required: true },
      { key: 'two', text: '可不做', textEn: 'May be left', required: false },
    ];
    await inForce(plainSteps({ accept: { checks } }));
    const { number } = await open();
    const run = await runAt(agent, number, 'accept');
    expect((await step(agent, number, 'accept')).body).toMatchObject({
      code: 'resolve.flow_step_open',
      data: { missing: '已电话联系' },
    });
    expect((await read(agent, number)).state).toBe('new');
    await tick(agent, number, run.visit, 'one');
    await tick(agent, number, run.visit, 'one');
    const ticked = (await replyOf(colleague, number)).run?.step.checks[0];
    expect(ticked?.doneBy).toMatch(/^agent/);
    expect((await step(agent, number, 'accept')).status).toBe(200);
    await runAt(agent, number, 'verify');
    // The flow leads from verifying to resolving; the answer that the state machine would allow is not one of its ways.
    const jump = await step(agent, number, 'answer', { reply: '已处理' });
    expect(jump.body).toMatchObject({ code: 'resolve.flow_no_way' });
    expect((await tick(agent, number, run.visit, 'one')).body).toMatchObject({ code: 'resolve.flow_step_done' });
  });

  test('taken back is open again', async () => {
    await inForce(plainSteps({ accept: { checks: [{ key: 'one', text: '已电话', textEn: '', required: true }] } }));
    const { number } = await open();
    const run = await runAt(agent, number, 'accept');
    await tick(agent, number, run.visit, 'one');
    await tick(agent, number, run.visit, 'one', false);
    expect((await finish(agent, number, run.visit, 'to_verify')).status).toBe(409);
    expect((await tick(agent, number, run.visit, 'nothing')).status).toBe(404);
  });

  test('finished by two at once is finished once; the other is told who was faster', async () => {
    await inForce(plainSteps());
    for (let round = 0; round < 5; round += 1) {
      const { id, number } = await open();
      const { visit } = await runAt(agent, number, 'accept');
      const answers = await Promise.all([
        finish(agent, number, visit, 'to_verify'),
        finish(colleague, number, visit, 'to_verify'),
      ]);
      expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 409]);
      const loser = answers.find((answer) => answer.status === 409);
      expect(loser?.body).toMatchObject({ code: 'resolve.flow_step_done', data: { step: '步骤 verify' } });
      expect(loser?.text).toMatch(/"by":"agent/);
      expect((await namesOf(id)).filter((name) => name === 'ticket.accepted').length).toBe(1);
      expect((await replyOf(agent, number)).run?.visits.length).toBe(2);
    }
  });

  test('that belongs to a role or department is refused to others; its leader may step in', async () => {
    await inForce(plainSteps({ accept: { role: 'handler', departmentId: it.departments.east } }));
    const { number } = await open();
    const { visit, abilities } = await runAt(agent, number, 'accept');
    expect(abilities).toMatchObject({ tick: false, finish: false });
    const refused = await finish(agent, number, visit, 'to_verify');
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'resolve.flow_not_yours' });
    expect((await step(agent, number, 'accept')).status).toBe(403);
    const handler = await it.as('handler', it.departments.eastTeam);
    const other = await open();
    await runAt(agent, other.number, 'accept');
    const head = await it.as('supervisor', it.departments.east);
    expect((await finish(head, other.number, visit, 'to_verify')).status).toBe(200);
    // Out of the reach of a handler of another team the ticket does not exist.
    expect((await finish(handler, number, visit, 'to_verify')).status).toBe(404);
    expect((await finish(await it.as('handler'), number, visit, 'to_verify')).status).toBe(200);
  });

  test('of a department that was closed since may be finished by whoever handles the ticket', async () => {
    const answer = await admin('POST', '/api/departments', {
      name: '临时部门',
      parentId: it.departments.root,
      region: '',
    });
    expect(answer.status, answer.text).toBe(201);
    const { id: departmentId } = ticketRoutes.read.reply.pick({ id: true }).parse(answer.body);
    const onEnter = [{ kind: 'assign' as const, departmentId }];
    await inForce(plainSteps({ accept: { departmentId }, verify: { onEnter } }));
    const { number } = await open();
    await runAt(agent, number, 'accept');
    expect((await admin('PATCH', `/api/departments/${departmentId}`, { closed: true })).status).toBe(200);
    const { run } = await replyOf(agent, number);
    expect(run).toMatchObject({
      abilities: { finish: true },
      step: { responsible: { gone: true, department: '临时部门' } },
    });
    expect((await finish(agent, number, run?.visit ?? 0, 'to_verify')).status).toBe(200);
    const next = await runAt(agent, number, 'verify');
    expect(next.step.faults).toEqual(['department_gone']);
    expect((await read(agent, number)).department.id).toBe(it.departments.east);
  });
});

describe('a field', () => {
  test('that is retired, or of other categories, is not asked for: it could not be filled', async () => {
    await admin('POST', '/api/categories', { key: 'cars', name: '车辆' });
    const field = (key: string, categoryKeys: string[]) => ({ key, name: `字段 ${key}`, kind: 'text', categoryKeys });
    for (const one of [field('plate_no', ['cars']), field('order_no', []), field('old_no', [])])
      expect((await admin('POST', '/api/custom-fields', one)).status).toBe(201);
    await inForce(plainSteps({ accept: { fields: ['plate_no', 'order_no', 'old_no'] } }));
    const retired = await admin('PUT', '/api/custom-fields/old_no', { ...field('old_no', []), retired: true });
    expect(retired.status, retired.text).toBe(200);
    const { number } = await open();
    const { visit, step: at } = await runAt(agent, number, 'accept');
    expect(at.fields.map((one) => [one.key, one.asked])).toEqual([
      ['plate_no', false],
      ['order_no', true],
      ['old_no', false],
    ]);
    const refused = await finish(agent, number, visit, 'to_verify');
    expect(refused.body).toMatchObject({ code: 'resolve.flow_step_open', data: { missing: '字段 order_no' } });
    const wrong = await finish(agent, number, visit, 'to_verify', { values: { plate_no: 'A1', order_no: 'N1' } });
    expect(wrong.status).toBe(422);
    expect((await finish(agent, number, visit, 'to_verify', { values: { order_no: 'N1' } })).status).toBe(200);
  });
});

describe('ways', () => {
  test('are open by the facts of the ticket and of its fields', async () => {
    await admin('POST', '/api/custom-fields', {
      key: 'injured',
      name: '有人受伤',
      kind: 'choice',
      options: [
        { key: 'yes', name: '是' },
        { key: 'no', name: '否' },
      ],
    });
    const when = [{ fact: 'field.injured', is: 'eq' as const, value: 'yes' }];
    await inForce([
      { key: 'accept', state: 'new', ways: [makeWay('doctor', { when }), makeWay('verify')] },
      { key: 'doctor', state: 'verifying', ways: [makeWay('solve')] },
      ...plainSteps().slice(1),
    ]);
    const [hurt, well] = [await open(), await open()];
    const { visit } = await runAt(agent, hurt.number, 'accept');
    expect((await finish(agent, hurt.number, visit, 'to_doctor')).body).toMatchObject({
      code: 'resolve.flow_way_closed',
    });
    const set = await agent('PUT', `/api/tickets/${hurt.number}/fields`, { values: { injured: 'yes' } });
    expect(set.status, set.text).toBe(200);
    expect((await replyOf(agent, hurt.number)).run?.step.ways.map((way) => way.open)).toEqual([true, true]);
    await runAt(agent, well.number, 'accept');
    // By the ordinary button: the first way that is open.
    for (const { number } of [hurt, well]) expect((await step(agent, number, 'accept')).status).toBe(200);
    await runAt(agent, hurt.number, 'doctor');
    await runAt(agent, well.number, 'verify');
  });

  test('lead back within a state and ask for nothing of the state machine', async () => {
    const steps = plainSteps({ solve: { ways: [makeWay('again'), makeWay('confirm')] } });
    await inForce([...steps, { key: 'again', state: 'resolving', ways: [makeWay('solve')] }]);
    const { number } = await open();
    await runAt(agent, number, 'accept');
    await step(agent, number, 'accept');
    await runAt(agent, number, 'verify');
    await step(agent, number, 'verify');
    let run = await runAt(agent, number, 'solve');
    for (const [way, key] of [
      ['to_again', 'again'],
      ['to_solve', 'solve'],
    ] as const) {
      expect((await finish(agent, number, run.visit, way)).status).toBe(200);
      run = await runAt(agent, number, key);
    }
    expect(run.visits.map((visit) => visit.name)).toEqual(
      ['accept', 'verify', 'solve', 'again', 'solve'].map((key) => `步骤 ${key}`),
    );
    const answered = await finish(agent, number, run.visit, 'to_confirm', { reply: '已经办好' });
    expect(answered.status, answered.text).toBe(200);
    expect((await read(agent, number)).state).toBe('awaiting');
    const end = readFlowRun.reply.parse(answered.body).run;
    expect((await finish(agent, number, end?.visit ?? 0, null)).status).toBe(200);
    expect((await replyOf(agent, number)).run?.state).toBe('done');
    expect((await step(agent, number, 'close', { reason: '客户认可' })).status).toBe(200);
  });

  test('into an answer need words to the customer, as without a flow', async () => {
    await inForce([
      { key: 'accept', state: 'new', ways: [makeWay('verify')] },
      { key: 'verify', state: 'verifying', ways: [makeWay('confirm')] },
      { key: 'confirm', state: 'awaiting' },
    ]);
    const { number } = await open();
    await runAt(agent, number, 'accept');
    await step(agent, number, 'accept');
    const { visit, step: at } = await runAt(agent, number, 'verify');
    expect(at.ways[0]).toMatchObject({ action: 'answer', needsReply: true });
    expect((await finish(agent, number, visit, 'to_confirm')).body).toMatchObject({ code: 'ticket.needs_reply' });
    expect((await replyOf(agent, number)).run?.visit).toBe(visit);
    expect((await finish(agent, number, visit, null)).body).toMatchObject({ code: 'resolve.flow_choose_way' });
  });
});

describe('the state machine moved by others', () => {
  test('takes the flow along: declined ends it, reopened brings it back to a step of that state', async () => {
    await inForce(plainSteps());
    const { number } = await open();
    await runAt(agent, number, 'accept');
    await step(agent, number, 'accept');
    await runAt(agent, number, 'verify');
    await step(agent, number, 'verify');
    await runAt(agent, number, 'solve');
    await step(agent, number, 'answer', { reply: '已处理' });
    await runAt(agent, number, 'confirm');
    await step(agent, number, 'close', { reason: '客户认可' });
    await eventually(async () => expect((await replyOf(agent, number)).run?.state).toBe('done'));
    expect((await step(agent, number, 'reopen', { reason: '客户不认可' })).status).toBe(200);
    expect((await runAt(agent, number, 'solve')).state).toBe('running');
  });

  test('a step faster than the event that binds meets the same rules', async () => {
    await inForce(plainSteps({ accept: { checks: [{ key: 'one', text: '已电话', textEn: '', required: true }] } }));
    const { number } = await open();
    expect((await step(agent, number, 'accept')).body).toMatchObject({ code: 'resolve.flow_step_open' });
  });
});

describe('the end of a flow', () => {
  test('retired, it goes on for those who run by it and takes nobody new', async () => {
    const flow = await published(admin, makeSpec(plainSteps()));
    const { number } = await open();
    await runAt(agent, number, 'accept');
    await retireAll(admin, [flow.id]);
    const fresh = await open();
    expect((await step(agent, number, 'accept')).status).toBe(200);
    await runAt(agent, number, 'verify');
    expect((await step(agent, number, 'verify')).status).toBe(200);
    await runAt(agent, number, 'solve');
    expect((await step(agent, fresh.number, 'accept')).status).toBe(200);
    expect((await replyOf(agent, fresh.number)).run).toBeNull();
    const view = await admin('GET', `/api/workflows/${flow.id}`);
    expect(view.body).toMatchObject({ retired: true, publishedNo: null, versions: [{ state: 'retired', running: 1 }] });
  });

  test('another department sees nothing of the run', async () => {
    await inForce(plainSteps());
    const { number } = await open();
    await runAt(agent, number, 'accept');
    const west = await it.as('agent', it.departments.west);
    expect((await west('GET', `/api/workflow-runs/${number}`)).status).toBe(404);
    expect((await finish(west, number, 1, 'to_verify')).status).toBe(404);
    expect((await draftOf(admin, makeSpec(plainSteps()))).state).toBe('draft');
  });
});
