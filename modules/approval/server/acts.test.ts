import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { eventsOf } from '#platform/server/events/events.queries.ts';
import { runSql } from '#test/database.queries.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { listApprovals } from '../contract.ts';
import { askFor, idOf, listed, look, openRequest, person, readable, told } from './approvals.fixture.ts';
import { registerApprovalSubject } from './index.ts';
import { subjectOf } from './subjects.ts';

let it: TestApp;
let admin: Caller;
let requester: Caller;
let ann: Caller;
let ben: Caller;
let cai: Caller;
let dan: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  admin = await it.as('admin');
  requester = await it.as('agent');
  [ann, ben, cai, dan] = [await it.as('agent'), await it.as('handler'), await it.as('agent'), await it.as('agent')];
});
afterAll(() => it.stop());

const ask = (...levels: Parameters<typeof openRequest>[3]) => openRequest(it, admin, requester, levels);
const approve = (caller: Caller, url: string, body: object = {}) => caller('POST', `${url}/approve`, body);
const reject = (caller: Caller, url: string, to: object, reason = '金额超出上限') =>
  caller('POST', `${url}/reject`, { reason, to });
const start = { kind: 'start' };
const end = { kind: 'end' };

describe('deciding', () => {
  test('goes level by level, tells the owner once in the end, and everybody sees where it stands', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann), person(ben)] }, { signers: [person(cai)] });
    expect(await listed(ann)).toContain(id);
    expect(await listed(cai)).not.toContain(id);
    expect((await approve(ann, url, { comment: '同意，责任在承运方' })).status).toBe(200);
    expect(await listed(ann)).not.toContain(id);
    const half = await look(requester, id);
    expect(half).toMatchObject({ status: 'open', level: 1, awaiting: [{ id: idOf(ben) }] });
    expect(half.signers[0]).toMatchObject({ state: 'approved', comment: '同意，责任在承运方' });
    await approve(ben, url);
    expect(await listed(cai)).toContain(id);
    expect(told.get(subjectId)).toBeUndefined();
    const done = await approve(cai, url);
    expect(done.body).toMatchObject({ status: 'approved', awaiting: [], abilities: { decide: false } });
    expect(told.get(subjectId)).toEqual(['approved']);
    expect(await listed(cai, 'done')).toContain(id);
    expect(await listed(requester, 'requested')).toContain(id);
    const names = (await it.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 50))).map((event) => event.name);
    expect(names).toEqual([
      'approval.requested',
      'approval.awaited',
      'approval.signed',
      'approval.signed',
      'approval.awaited',
      'approval.signed',
      'approval.decided',
    ]);
  });

  test('is refused to who is not asked, to who decided, and to the requester', async () => {
    const { id, url } = await ask({ signers: [person(ann), person(ben), person(requester)] });
    expect((await approve(dan, url)).status).toBe(404);
    expect((await approve(requester, url)).body).toMatchObject({ code: 'approval.own_request' });
    await approve(ann, url);
    expect((await approve(ann, url)).body).toMatchObject({ code: 'approval.already_decided' });
    expect((await look(ann, id)).signers).toHaveLength(2);
  });

  test('a fault in what the decision does undoes the decision', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann)] });
    const kept = subjectOf('test_thing');
    registerApprovalSubject('test_thing', { onDecided: () => Promise.reject(new Error('no')) });
    expect((await approve(ann, url)).status).toBe(500);
    if (kept) registerApprovalSubject('test_thing', kept);
    expect(await look(ann, id)).toMatchObject({ status: 'open', awaiting: [{ id: idOf(ann) }] });
    expect(told.get(subjectId)).toBeUndefined();
    expect((await approve(ann, url)).status).toBe(200);
  });

  test('of a round that is over on the screen is refused', async () => {
    const { url } = await ask({ signers: [person(ann)] });
    await reject(ann, url, start);
    await requester('POST', `${url}/resubmit`, { comment: '改为 120 元' });
    expect((await approve(ann, url, { round: 1 })).body).toMatchObject({ code: 'approval.changed' });
    expect((await approve(ann, url, { round: 2 })).status).toBe(200);
  });
});

describe('驳回', () => {
  test('to the start: the requester sees it, asks again, and both rounds stay on record', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann)] }, { signers: [person(ben)] });
    await approve(ann, url);
    expect((await reject(ben, url, start, '')).status).toBe(422);
    expect((await reject(ben, url, start)).body).toMatchObject({ status: 'returned' });
    expect(told.get(subjectId)).toEqual(['returned']);
    expect((await requester('GET', '/api/approvals/counts')).body).toMatchObject({ returned: { count: 1 } });
    expect((await ann('POST', `${url}/resubmit`, {})).body).toMatchObject({ code: 'approval.not_requester' });
    await requester('POST', `${url}/resubmit`, { comment: '已改' });
    await approve(ann, url);
    await approve(ben, url);
    const view = await look(requester, id);
    expect(view).toMatchObject({ status: 'approved', round: 2 });
    expect(view.acts.map((act) => [act.kind, act.round])).toEqual([
      ['requested', 1],
      ['approved', 1],
      ['rejected', 1],
      ['resubmitted', 2],
      ['approved', 2],
      ['approved', 2],
    ]);
    expect(view.acts[2]).toMatchObject({ comment: '金额超出上限', target: { kind: 'start' }, level: 2 });
  });

  test('to an earlier level: it goes on from there, with nobody else asked first', async () => {
    const { id, url } = await ask({ signers: [person(ann)] }, { signers: [person(ben)] }, { signers: [person(cai)] });
    await approve(ann, url);
    await approve(ben, url);
    expect((await reject(cai, url, { kind: 'level', level: 3 })).body).toMatchObject({ code: 'approval.no_such_step' });
    await reject(cai, url, { kind: 'level', level: 2 });
    expect(await look(cai, id)).toMatchObject({ status: 'open', level: 2, round: 2, awaiting: [{ id: idOf(ben) }] });
    expect((await requester('POST', `${url}/withdraw`, {})).body).toMatchObject({ code: 'approval.decided_already' });
  });

  test('for good: the owner is told, and nothing follows', async () => {
    const { url, subjectId } = await ask({ signers: [person(ann)] });
    expect((await reject(ann, url, end)).body).toMatchObject({ status: 'rejected' });
    expect(told.get(subjectId)).toEqual(['rejected']);
    expect((await requester('POST', `${url}/resubmit`, {})).status).toBe(409);
    expect((await ann('POST', `${url}/comments`, { comment: '补充说明' })).status).toBe(200);
  });
});

describe('加签 and 转办', () => {
  test('before and after, with the names in the record', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    const add = (personIds: string[], where: string) =>
      ann('POST', `${url}/signers`, { personIds, where, comment: '请看' });
    expect((await add([idOf(ben)], 'before')).status).toBe(200);
    expect((await approve(ann, url)).body).toMatchObject({ code: 'approval.not_your_turn' });
    expect(await listed(ann)).not.toContain(id);
    await approve(ben, url);
    expect((await add([idOf(cai)], 'after')).status).toBe(200);
    expect((await approve(ann, url)).body).toMatchObject({ status: 'open', awaiting: [{ id: idOf(cai) }] });
    expect((await approve(cai, url)).body).toMatchObject({ status: 'approved' });
    const view = await look(requester, id);
    expect(view.acts.filter((act) => act.kind === 'added').map((act) => act.where)).toEqual(['before', 'after']);
    expect(view.signers.map((signer) => signer.origin)).toEqual(['flow', 'added', 'added']);
  });

  test('transfer to the requester is refused, as is to a signer, an outsider of the company, a role that only looks', async () => {
    const { url } = await ask({ signers: [person(ann), person(ben)] });
    const hand = (personId: string) => ann('POST', `${url}/transfer`, { personId });
    expect((await hand(idOf(requester))).body).toMatchObject({ code: 'approval.requester_signs' });
    expect((await hand(idOf(ben))).body).toMatchObject({ code: 'approval.already_signer' });
    expect((await hand('00000000-0000-7000-8000-000000000000')).body).toMatchObject({
      code: 'approval.cannot_be_asked',
    });
    const auditor = await it.as('auditor');
    expect((await hand(idOf(auditor))).body).toMatchObject({ code: 'approval.cannot_be_asked' });
    const added = await ann('POST', `${url}/signers`, { personIds: [idOf(requester)], where: 'after' });
    expect(added.body).toMatchObject({ code: 'approval.requester_signs' });
  });

  test('transferred, it is the other one’s', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    expect((await ann('POST', `${url}/transfer`, { personId: idOf(dan), comment: '他经手的' })).status).toBe(200);
    expect(await listed(dan)).toContain(id);
    expect(await listed(ann)).not.toContain(id);
    expect((await approve(ann, url)).body).toMatchObject({ code: 'approval.not_asked' });
    expect((await approve(dan, url)).body).toMatchObject({ status: 'approved' });
  });
});

describe('撤回, 催办, remarks', () => {
  test('withdrawn while nobody decided, and the same thing may be asked for anew', async () => {
    const { url, subjectId } = await ask({ signers: [person(ann)] });
    expect((await ann('POST', `${url}/withdraw`, {})).body).toMatchObject({ code: 'approval.not_requester' });
    expect((await requester('POST', `${url}/withdraw`, { comment: '客户撤诉' })).body).toMatchObject({
      status: 'withdrawn',
    });
    expect(told.get(subjectId)).toEqual(['withdrawn']);
    expect((await approve(ann, url)).body).toMatchObject({ code: 'approval.not_open' });
  });

  test('urged by the requester only, once in half an hour', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    expect((await ann('POST', `${url}/urge`, {})).body).toMatchObject({ code: 'approval.not_requester' });
    expect((await requester('POST', `${url}/urge`, {})).body).toMatchObject({ urgeCount: 1 });
    expect((await requester('POST', `${url}/urge`, {})).status).toBe(429);
    const events = await it.app.db.read(everything, (tx) => eventsOf(tx, id, 0, 50));
    expect(events.find((event) => event.name === 'approval.urged')?.data).toMatchObject({ personIds: [idOf(ann)] });
  });

  test('a remark decides nothing', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    await ann('POST', `${url}/comments`, { comment: '缺面单照片' });
    const view = await look(requester, id);
    expect(view.acts.at(-1)).toMatchObject({ kind: 'commented', comment: '缺面单照片', files: [] });
    expect(view).toMatchObject({ status: 'open', abilities: { withdraw: true } });
  });
});

describe('who sees it', () => {
  test('participants, who keeps the flows, auditors, and who reads the subject; nobody else', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann)] });
    for (const caller of [requester, ann, admin, await it.as('auditor')])
      expect((await caller('GET', url)).status).toBe(200);
    expect((await dan('GET', url)).status).toBe(404);
    const list = `/api/approvals?view=subject&kind=test_thing&subjectId=${subjectId}`;
    expect((await dan('GET', list)).status).toBe(404);
    readable.add(subjectId);
    expect((await dan('GET', url)).status).toBe(200);
    expect((await dan('GET', list)).body).toMatchObject({ items: [{ id }] });
    expect((await dan('GET', '/api/approvals?view=subject')).status).toBe(422);
    expect((await approve(dan, url)).body).toMatchObject({ code: 'approval.not_asked' });
  });

  test('the record cannot be rewritten, not even by SQL', async () => {
    const { id } = await ask({ signers: [person(ann)] });
    for (const statement of [
      `update approval_act set comment = '' where request_id = '${id}'`,
      `delete from approval_act where request_id = '${id}'`,
    ])
      await expect(runSql(it.databaseUrl, statement)).rejects.toThrow('append-only');
  });

  test('of one thing one request is open at a time', async () => {
    const { subjectId, flow } = await ask({ signers: [person(ann)] });
    await expect(askFor(it, requester, { flow }, undefined, subjectId)).rejects.toMatchObject({
      code: 'approval.pending_already',
    });
  });
});

test('lists are paged by key: each once, the longest waiting first', async () => {
  const eve = await it.as('agent');
  const ids: string[] = [];
  for (let n = 0; n < 5; n += 1) ids.push((await ask({ signers: [person(eve)] })).id);
  const seen: string[] = [];
  let cursor = '';
  for (let page = 0; page < 5; page += 1) {
    const { body } = await eve('GET', `/api/approvals?limit=2${cursor}`);
    const { items, nextCursor } = listApprovals.reply.parse(body);
    seen.push(...items.map((item) => item.id));
    if (nextCursor === null) break;
    cursor = `&cursor=${nextCursor}`;
  }
  expect(seen).toEqual(ids);
  expect((await eve('GET', '/api/approvals/counts')).body).toMatchObject({ mine: { count: 5, capped: false } });
});

test('approved at once when no flow asks anybody', async () => {
  expect(await askFor(it, requester, { flow: -1 })).toMatchObject({ outcome: 'approved', requestId: null });
  expect(await askFor(it, requester, { amount: 200 }, 'compensation')).toMatchObject({ outcome: 'approved' });
});
