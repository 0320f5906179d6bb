import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDepartment } from '#modules/staff/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { fakeClock } from '#test/clock.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { flowSchema, listDelegations, listFlows, tryFlows } from '../contract.ts';
import { askFor, idOf, levelOf, listed, look, openRequest, person, testKind, told } from './approvals.fixture.ts';
import { settleLate } from './index.ts';
import { releaseSeatsOf } from './settle-late.job.ts';

const clock = fakeClock('2026-09-22T01:00:00Z');
let it: TestApp;
let admin: Caller;
let supervisor: Caller;
let requester: Caller;
let ann: Caller;
let ben: Caller;
let cai: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
  [admin, supervisor] = [await it.as('admin'), await it.as('supervisor')];
  [requester, ann, ben, cai] = [await it.as('agent'), await it.as('agent'), await it.as('agent'), await it.as('agent')];
});
afterAll(() => it.stop());

const ask = (...levels: Parameters<typeof openRequest>[3]) => openRequest(it, admin, requester, levels);
const attempt = async (body: object): Promise<ReturnType<typeof tryFlows.reply.parse>> => {
  const answer = await admin('POST', '/api/approval-flows/try', body);
  expect(answer.status, answer.text).toBe(200);
  return tryFlows.reply.parse(answer.body);
};
const kept = async () => listFlows.reply.parse((await admin('GET', '/api/approval-flows')).body).items;
const codeOf = (run: Promise<unknown>): Promise<unknown> =>
  run.then(
    () => 'done',
    (error: unknown) => (error instanceof Error ? error.message : error),
  );

describe('flows', () => {
  test('ship for compensation, extension, refusal and closing of level 1', async () => {
    const kinds = (await kept()).map((flow) => flow.kind);
    for (const kind of ['compensation', 'extension', 'refusal', 'closing']) expect(kinds).toContain(kind);
  });

  test('who would be asked for 800: two levels, the head and the next one up; for 300 one; for 100 nobody', async () => {
    const of = (amount: number) => attempt({ kind: 'compensation', facts: { amount }, requesterId: idOf(requester) });
    const big = await of(800);
    expect(big.levels.map((level) => level.people.map((each) => each.id))).toEqual([[idOf(supervisor)], [idOf(admin)]]);
    expect((await of(300)).levels).toHaveLength(1);
    expect(await of(100)).toEqual({ flow: null, levels: [] });
  });

  test('the real asking finds the same people', async () => {
    const { requestId } = await askFor(it, requester, { amount: 800 }, 'compensation');
    const view = await look(requester, requestId ?? '');
    expect(view.awaiting.map((each) => each.id)).toEqual([idOf(supervisor)]);
    expect(view.dueAt).toBe('2026-09-22T05:00:00.000Z');
  });

  test('a draft is tried before it is saved, and says which level nobody can sign', async () => {
    const draft = {
      kind: testKind,
      name: '草稿',
      conditions: [],
      levels: [
        levelOf({ signers: [{ kind: 'role', roleKey: 'auditor', departmentId: null }] }),
        levelOf({ rule: { kind: 'count', count: 2 }, signers: [person(ann)] }),
        levelOf({ signers: [{ kind: 'role', roleKey: 'agent', departmentId: it.departments.west }] }),
      ],
    };
    const tried = await attempt({ kind: testKind, facts: {}, draft });
    expect(tried.levels.map((level) => level.fault)).toEqual(['nobody_can_sign', 'too_few_signers', 'nobody_can_sign']);
    expect((await kept()).some((flow) => flow.name === '草稿')).toBe(false);
  });

  test('a change is a new version; what runs keeps the one it began with; a stale change is refused', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    const flow = (await kept()).findLast((each) => each.kind === testKind && each.running === 1);
    if (!flow) throw new Error('no flow runs');
    const { id: flowId, running: _running, ...input } = flow;
    const body = { ...input, levels: [levelOf({ signers: [person(ben)] })] };
    const changed = await admin('PUT', `/api/approval-flows/${flowId}`, body);
    expect(flowSchema.parse(changed.body).version).toBe(2);
    expect((await admin('PUT', `/api/approval-flows/${flowId}`, body)).body).toMatchObject({
      code: 'approval.flow_changed',
    });
    expect(await look(ann, id)).toMatchObject({ flowVersion: 1, awaiting: [{ id: idOf(ann) }] });
    expect((await admin('DELETE', `/api/approval-flows/${flowId}`)).status).toBe(204);
    expect((await admin('DELETE', `/api/approval-flows/${flowId}`)).status).toBe(404);
    expect((await ann('POST', `${url}/approve`, {})).body).toMatchObject({ status: 'approved' });
  });

  test('names people and roles that exist, and is kept by who may', async () => {
    const body = { kind: testKind, name: '错的', conditions: [] };
    const nobody = { kind: 'person', personId: '0190a000-0000-7000-8000-000000000009' };
    const post = (spec: object, caller = admin) =>
      caller('POST', '/api/approval-flows', {
        ...body,
        levels: [{ name: 'x', rule: { kind: 'all' }, signers: [spec] }],
      });
    expect((await post(nobody)).body).toMatchObject({ code: 'approval.unknown_person' });
    const role = { kind: 'role', roleKey: 'king', departmentId: null };
    expect((await post(role)).body).toMatchObject({ code: 'approval.unknown_role' });
    for (const caller of [supervisor, requester]) expect((await post(role, caller)).status).toBe(404);
  });
});

describe('heads of departments', () => {
  test('a department without one falls to the next up', async () => {
    const eastTeam = await it.as('agent', it.departments.eastTeam);
    const tried = async () =>
      (await attempt({ kind: 'extension', facts: {}, requesterId: idOf(eastTeam) })).levels[0]?.people.map((p) => p.id);
    expect(await tried()).toEqual([idOf(supervisor)]);
    const east = await it.as('supervisor', it.departments.east);
    expect(await tried()).toEqual([idOf(east)]);
    const own = await attempt({ kind: 'extension', facts: {}, requesterId: idOf(east) });
    expect(own.levels[0]?.people.map((each) => each.id)).toEqual([idOf(supervisor)]);
    await admin('POST', `/api/people/${idOf(east)}/deactivate`);
    expect(await tried()).toEqual([idOf(supervisor)]);
  });

  test('at the top of the tree those who keep the flows sign; with nobody left the asking says so', async () => {
    const top = await attempt({ kind: 'extension', facts: {}, requesterId: idOf(supervisor) });
    expect(top.levels[0]?.people.map((each) => each.id)).toEqual([idOf(admin)]);
    const island = await it.app.db.write(everything, (tx) =>
      createDepartment(tx, { name: '独立部门', nameEn: 'Island', at: clock.now() }),
    );
    const alone = await attempt({ kind: 'extension', facts: {}, requesterId: idOf(admin) });
    expect(alone.levels[0]?.people.map((each) => each.id)).toEqual([idOf(supervisor)]);
    await admin('PATCH', `/api/people/${idOf(admin)}`, { departmentId: island.id, version: 1 });
    expect(await codeOf(askFor(it, admin, {}, 'extension'))).toBe('approval.nobody_can_sign');
    expect(await listed(admin, 'requested')).toEqual([]);
  });
});

describe('委托 while away', () => {
  const leave = (caller: Caller, toId: string, hours = 8) =>
    caller('POST', '/api/delegations', {
      toId,
      startsAt: clock.now().toISOString(),
      endsAt: new Date(clock.now().getTime() + hours * 3_600_000).toISOString(),
    });
  const back = async (caller: Caller): Promise<void> => {
    const { items } = listDelegations.reply.parse((await caller('GET', '/api/delegations')).body);
    for (const item of items) await caller('DELETE', `/api/delegations/${item.id}`);
  };

  test('a chain of absences leads to who is there; he signs, both stand on record; over, it is over', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    expect((await leave(ann, idOf(ben))).status).toBe(201);
    expect((await leave(ben, idOf(cai))).status).toBe(201);
    expect(await listed(cai)).toContain(id);
    const seen = await look(cai, id);
    expect(seen.abilities.insteadOf).toBe(seen.signers[0]?.person.name);
    expect(seen.signers[0]?.standIn?.id).toBe(idOf(cai));
    expect((await cai('POST', `${url}/approve`, { comment: '代签' })).body).toMatchObject({ status: 'approved' });
    const view = await look(requester, id);
    expect(view.signers[0]).toMatchObject({ person: { id: idOf(ann) }, decidedBy: { id: idOf(cai) } });
    expect(view.acts.at(-1)?.insteadOf).toBe(view.signers[0]?.person.name);
    await back(ann);
    await back(ben);
    const later = await ask({ signers: [person(ann)] });
    expect(await listed(cai)).not.toContain(later.id);
    expect((await cai('POST', `${later.url}/approve`, {})).status).toBe(404);
  });

  test('the requester does not sign for another, nor does whom he chose himself', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    await leave(ann, idOf(requester));
    await leave(requester, idOf(cai));
    expect((await requester('POST', `${url}/approve`, {})).body).toMatchObject({ code: 'approval.own_request' });
    expect(await listed(requester)).not.toContain(id);
    expect(await listed(cai)).not.toContain(id);
    expect((await cai('POST', `${url}/approve`, {})).body).toMatchObject({ code: 'approval.not_asked' });
    expect((await ann('POST', `${url}/approve`, {})).body).toMatchObject({ status: 'approved' });
    await back(ann);
    await back(requester);
  });

  test('periods of a person do not overlap, end after they begin, and lead to another who may sign', async () => {
    expect((await leave(ann, idOf(ann))).body).toMatchObject({ code: 'approval.own_stand_in' });
    expect((await leave(ann, idOf(ben), -1)).body).toMatchObject({ code: 'approval.period_empty' });
    expect((await leave(ann, idOf(await it.as('auditor')))).body).toMatchObject({ code: 'approval.cannot_be_asked' });
    const both = await Promise.all([leave(ann, idOf(ben)), leave(ann, idOf(cai))]);
    expect(both.map((answer) => answer.status).toSorted()).toEqual([201, 409]);
    await back(ann);
    expect((await ben('DELETE', '/api/delegations/0190a000-0000-7000-8000-000000000001')).status).toBe(404);
  });
});

describe('when the time of a level is over', () => {
  const late = async (onTimeout: 'remind' | 'escalate' | 'approve' | 'reject') => {
    const made = await ask({ signers: [person(ann)], timeoutMinutes: 10, onTimeout });
    clock.advance({ minutes: 9 });
    await settleLate(it.app);
    const before = (await look(requester, made.id)).acts.length;
    clock.advance({ minutes: 1 });
    expect(await settleLate(it.app)).toBeGreaterThan(0);
    expect(before).toBe(1);
    return made;
  };

  test('remind: told again, and its time begins anew', async () => {
    const { id } = await late('remind');
    const view = await look(requester, id);
    expect(view.acts.at(-1)).toMatchObject({ kind: 'reminded', actorId: null });
    expect(view.dueAt).toBe(new Date(clock.now().getTime() + 600_000).toISOString());
  });
  test('escalate: the seat goes to the head of its holder', async () => {
    const { id } = await late('escalate');
    const view = await look(requester, id);
    expect(view.awaiting.map((each) => each.id)).toEqual([idOf(supervisor)]);
    expect(view.acts.at(-1)?.kind).toBe('escalated');
  });
  test('approve and reject: ended by nobody in person, the owner is told', async () => {
    const agreed = await late('approve');
    expect(told.get(agreed.subjectId)).toEqual(['approved']);
    expect((await look(requester, agreed.id)).signers[0]).toMatchObject({ state: 'approved', decidedBy: null });
    expect(told.get((await late('reject')).subjectId)).toEqual(['rejected']);
  });
  test('who leaves the company leaves no request waiting for him', async () => {
    const leaving = await it.as('agent');
    const { id } = await ask({ signers: [person(leaving)] }, { signers: [person(leaving), person(ann)] });
    await it.app.db.write(everything, (tx) => releaseSeatsOf(tx, it.app, idOf(leaving)));
    expect((await look(requester, id)).awaiting.map((each) => each.id)).toEqual([idOf(supervisor)]);
  });
  test('who leaves beside his own head is replaced by the next one up, not waited for', async () => {
    const leaving = await it.as('agent');
    const { id } = await ask({ signers: [person(supervisor), person(leaving)] });
    await it.app.db.write(everything, (tx) => releaseSeatsOf(tx, it.app, idOf(leaving)));
    const awaited = (await look(requester, id)).awaiting.map((each) => each.id);
    expect(awaited).toContain(idOf(supervisor));
    expect(awaited).not.toContain(idOf(leaving));
    expect(awaited).toHaveLength(2);
  });
  test('a level that opens by time-out does not wait for a signer who left meanwhile', async () => {
    const leaving = await it.as('agent');
    const first = { signers: [person(ann)], timeoutMinutes: 10, onTimeout: 'approve' as const };
    const { id } = await ask(first, { signers: [person(leaving)] });
    await admin('POST', `/api/people/${idOf(leaving)}/deactivate`);
    clock.advance({ minutes: 11 });
    await settleLate(it.app);
    expect(await look(requester, id)).toMatchObject({ level: 2, awaiting: [{ id: idOf(supervisor) }] });
  });
});
