import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { askFor, addTestFlow, idOf, look, openRequest, person, told } from './approvals.fixture.ts';

let it: TestApp;
let admin: Caller;
let requester: Caller;
let ann: Caller;
let ben: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web' });
  [admin, requester, ann, ben] = [
    await it.as('admin'),
    await it.as('agent'),
    await it.as('agent'),
    await it.as('agent'),
  ];
});
afterAll(() => it.stop());

const ask = (...levels: Parameters<typeof openRequest>[3]) => openRequest(it, admin, requester, levels);
const turns = [1, 2, 3, 4];
const byStatus = (answers: readonly { status: number }[]): number[] =>
  answers.map((answer) => answer.status).toSorted();

describe('at once', () => {
  test.each(turns)('approve and withdraw: one of them, and the owner hears of one end (%i)', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann)] });
    const answers = await Promise.all([ann('POST', `${url}/approve`, {}), requester('POST', `${url}/withdraw`, {})]);
    expect(byStatus(answers)).toEqual([200, 409]);
    const { status, acts } = await look(requester, id);
    expect(told.get(subjectId)).toEqual([status]);
    expect(acts).toHaveLength(2);
  });

  test.each(turns)('the two last signers: both count, the request ends once (%i)', async () => {
    const { id, url, subjectId } = await ask({ signers: [person(ann), person(ben)] });
    const answers = await Promise.all([ann('POST', `${url}/approve`, {}), ben('POST', `${url}/approve`, {})]);
    expect(byStatus(answers)).toEqual([200, 200]);
    expect(told.get(subjectId)).toEqual(['approved']);
    expect((await look(requester, id)).signers.map((signer) => signer.state)).toEqual(['approved', 'approved']);
  });

  test.each(turns)('one agrees, one refuses, where any decides: the first counts (%i)', async () => {
    const { id, url, subjectId } = await ask({ rule: { kind: 'any' }, signers: [person(ann), person(ben)] });
    const reason = { reason: '重复申请', to: { kind: 'end' } };
    const answers = await Promise.all([ann('POST', `${url}/approve`, {}), ben('POST', `${url}/reject`, reason)]);
    expect(byStatus(answers)).toEqual([200, 409]);
    expect(told.get(subjectId)).toHaveLength(1);
    expect((await look(requester, id)).signers.map((signer) => signer.state)).toContain('lapsed');
  });

  test('one click made five times is one signature', async () => {
    const { id, url } = await ask({ signers: [person(ann)] }, { signers: [person(ben)] });
    const answers = await Promise.all(Array.from({ length: 5 }, () => ann('POST', `${url}/approve`, {})));
    expect(byStatus(answers)).toEqual([200, 409, 409, 409, 409]);
    expect((await look(requester, id)).acts.filter((act) => act.kind === 'approved')).toHaveLength(1);
  });

  test('the same thing asked for twice is one request', async () => {
    const flow = await addTestFlow(admin, [{ signers: [person(ann)] }]);
    const subjectId = '0190a000-0000-7000-8000-00000000000a';
    const both = await Promise.allSettled([1, 2].map(() => askFor(it, requester, { flow }, undefined, subjectId)));
    expect(both.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('a transfer and the signature of the same seat: one of them', async () => {
    const { id, url } = await ask({ signers: [person(ann)] });
    const answers = await Promise.all([
      ann('POST', `${url}/approve`, {}),
      ann('POST', `${url}/transfer`, { personId: idOf(ben) }),
    ]);
    expect(byStatus(answers)).toEqual([200, 409]);
    expect((await look(requester, id)).signers).toHaveLength(1);
  });
});
