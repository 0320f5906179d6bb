import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findOrCreateCustomers } from '#modules/customer/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import * as contract from '../contract.ts';

const clock = fakeClock('2026-09-19T16:40:00+08:00');
let it: TestApp;
let admin: Caller;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ clock });
  admin = await it.as('admin');
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const nobody = { kind: null, level: null, categoryKey: null, channel: null, departmentId: null };
const lengths = { firstReplyMinutes: 30, resolveMinutes: 1440, warnFraction: 0.75, profileKey: null, enabled: true };
const add = async (name: string, more: object): Promise<contract.Policy> => {
  const answer = await admin('POST', '/api/sla/policies', { name, ...nobody, ...lengths, ...more });
  expect(answer.status, answer.text).toBe(201);
  return contract.createPolicy.reply.parse(answer.body);
};
const all = async () => contract.listPolicies.reply.parse((await admin('GET', '/api/sla/policies')).body).items;
const base = async (): Promise<contract.Policy> => {
  const found = (await all()).find((one) => Object.keys(nobody).every((key) => Reflect.get(one, key) === null));
  if (!found) throw new Error('no promise for everybody');
  return found;
};
const preview = async (query: string) => {
  const answer = await admin('GET', `/api/sla/policy-preview?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return contract.previewPolicy.reply.parse(answer.body);
};

describe('a preview', () => {
  test('is what a ticket opened now gets: the same promise, clocks and due times', async () => {
    await add('银行', { categoryKey: 'bank', profileKey: 'cn-bank-insurance' });
    const found = await preview('kind=complaint&level=2&categoryKey=bank');
    expect(found.policies[0]?.name).toBe('银行');
    const { number } = await openTestTicket(it, { departmentId: it.departments.east, categoryKey: 'bank' });
    const { items } = contract.readClocks.reply.parse((await admin('GET', `/api/tickets/${number}/clocks`)).body);
    expect(found.clocks.map((one) => [one.clock, one.dueAt])).toEqual(items.map((one) => [one.clock, one.dueAt]));
    expect(found.clocks[0]?.reason).toEqual(items[0]?.reason);
    // One number of these rules was written from memory and starts nothing.
    expect(found.drafts).toBe(1);
  });

  test('names what fits as well, less exactly, and counts from the instant it is given', async () => {
    await add('银行网上', { categoryKey: 'bank', channel: 'form', profileKey: 'iso-10002' });
    const found = await preview('kind=complaint&level=2&categoryKey=bank&at=2026-09-30T17:30:00%2B08:00');
    expect(found.policies.map((one) => one.name).slice(0, 2)).toEqual(['银行网上', '银行']);
    const acknowledge = found.clocks.find((one) => one.clock === 'acknowledge');
    // Half an hour is left on the last evening before the holidays, the rest is on 8 October.
    expect(acknowledge?.dueAt).toBe(new Date('2026-10-08T10:00:00+08:00').toISOString());
    expect((await preview('kind=complaint&level=2&categoryKey=bank&channel=phone')).policies[0]?.name).toBe('银行');
  });

  test('asks for the key of deadlines, and for a kind and a level', async () => {
    expect((await agent('GET', '/api/sla/policy-preview?kind=complaint&level=2')).status).toBe(404);
    expect((await admin('GET', '/api/sla/policy-preview?kind=rumour&level=2')).status).toBe(422);
    expect((await admin('GET', '/api/sla/policy-preview?kind=complaint&level=9')).status).toBe(422);
  });
});

describe('which promise is taken', () => {
  test('a category counts with all below it, and the deeper one says more than anything else above', async () => {
    await add('物流', { categoryKey: 'logi', channel: 'form', kind: 'complaint', level: 2, resolveMinutes: 111 });
    await add('物流延误', { categoryKey: 'logi.delay', resolveMinutes: 222 });
    const taken = async (key: string) => (await preview(`kind=complaint&level=2&categoryKey=${key}`)).policies[0]?.name;
    expect(await taken('logi')).toBe('物流');
    expect(await taken('logi.damage')).toBe('物流');
    expect(await taken('logi.delay')).toBe('物流延误');
    expect(await taken('logi.delay.holiday')).toBe('物流延误');
    expect(await taken('logistics')).not.toBe('物流');
  });

  test('a department counts with all below it', async () => {
    await add('华东', { departmentId: it.departments.east, resolveMinutes: 333 });
    const of = async (id: string) =>
      (await preview(`kind=inquiry&level=3&departmentId=${id}`)).policies.map((one) => one.name);
    expect((await of(it.departments.eastTeam))[0]).toBe('华东');
    expect(await of(it.departments.west)).not.toContain('华东');
  });
});

describe('a promise', () => {
  test('changes its rules, and goes when it is deleted', async () => {
    const { id } = await add('临时', { categoryKey: 'fleeting' });
    const changed = await admin('PUT', `/api/sla/policies/${id}`, { ...lengths, profileKey: 'iso-10002' });
    expect(changed.body).toMatchObject({ profileKey: 'iso-10002' });
    expect((await preview('kind=complaint&level=2&categoryKey=fleeting')).clocks.map((one) => one.clock)).toContain(
      'decide',
    );
    expect((await agent('DELETE', `/api/sla/policies/${id}`)).status).toBe(404);
    expect((await admin('DELETE', `/api/sla/policies/${id}`)).status).toBe(204);
    expect((await admin('DELETE', `/api/sla/policies/${id}`)).status).toBe(404);
    expect((await preview('kind=complaint&level=2&categoryKey=fleeting')).policies.map((one) => one.id)).not.toContain(
      id,
    );
  });

  test('for everybody neither goes nor is switched off while it is the last: no ticket opens without a clock', async () => {
    const { id } = await base();
    const url = `/api/sla/policies/${id}`;
    expect(await admin('DELETE', url)).toMatchObject({ status: 409, body: { code: 'sla.last_policy' } });
    expect(await admin('PUT', url, { ...lengths, enabled: false })).toMatchObject({
      body: { code: 'sla.last_policy' },
    });
    expect((await base()).enabled).toBe(true);
    const second = await add('另一份默认', {});
    expect((await admin('PUT', url, { ...lengths, enabled: false })).status).toBe(200);
    expect(await admin('DELETE', `/api/sla/policies/${second.id}`)).toMatchObject({
      body: { code: 'sla.last_policy' },
    });
    expect((await admin('PUT', url, lengths)).status).toBe(200);
    expect((await admin('DELETE', `/api/sla/policies/${second.id}`)).status).toBe(204);
  });
});

describe('what must be said', () => {
  const duties = async (number: string, caller: Caller = agent) => {
    const answer = await caller('GET', `/api/sla/duties/${number}`);
    return { status: answer.status, ...contract.readDuties.reply.safeParse(answer.body).data };
  };

  test('stands beside the ticket: clauses by occasion, remedies, who must step back, how long it is kept', async () => {
    const { number } = await openTestTicket(it, {
      departmentId: it.departments.east,
      categoryKey: 'bank',
      channel: 'phone',
    });
    const { items } = await duties(number);
    expect(items).toHaveLength(1);
    expect(items?.[0]).toMatchObject({
      profile: { key: 'cn-bank-insurance', version: 1 },
      conflictRule: true,
      retentionMonths: 36,
      remedies: { text: '核查、调解、仲裁、诉讼' },
    });
    expect(items?.[0]?.notices.map((one) => one.when)).toEqual(['answered']);
    expect(JSON.stringify(items)).not.toContain('{{');
  });

  test('is nothing without rules, and nobody’s business who does not reach the ticket', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.west, channel: 'phone' });
    expect((await duties(number)).status).toBe(404);
    expect(await duties(number, admin)).toMatchObject({ status: 200, items: [] });
  });

  test('stays what it was when the ticket began, though the rules have a new version', async () => {
    const { number } = await openTestTicket(it, {
      departmentId: it.departments.east,
      categoryKey: 'bank',
      channel: 'phone',
    });
    const { items } = contract.listProfiles.reply.parse((await admin('GET', '/api/sla/profiles')).body);
    const profile = items.find((one) => one.key === 'cn-bank-insurance');
    if (!profile) throw new Error('no profile');
    const spec = { ...profile.spec, remedies: { text: '申请人民调解', textEn: '' } };
    const url = '/api/sla/profiles/cn-bank-insurance';
    expect((await admin('PUT', url, { version: profile.version, spec })).status).toBe(200);
    expect((await duties(number)).items?.[0]?.remedies.text).toBe('核查、调解、仲裁、诉讼');
    const next = await openTestTicket(it, { departmentId: it.departments.east, categoryKey: 'bank', channel: 'phone' });
    expect((await duties(next.number)).items?.[0]?.remedies.text).toBe('申请人民调解');
  });

  test('his own complaint: where the rules say so he neither gets it nor takes a step on it; elsewhere he may', async () => {
    const east = it.departments.east;
    const mine = await it.as('agent', east);
    const email = 'Own.Voice@Example.com';
    expect((await admin('PATCH', `/api/people/${mine.personId}`, { email, version: 1 })).status).toBe(200);
    const asked = [{ name: '自己', email: 'own.voice@example.com', at: clock.now() }];
    const [customer = null] = await it.app.db.write(everything, (tx) => findOrCreateCustomers(tx, asked));
    const { number } = await openTestTicket(it, {
      departmentId: east,
      categoryKey: 'bank',
      channel: 'phone',
      customer,
    });
    const hand = (to: Caller, of = number) =>
      admin('POST', `/api/tickets/${of}/assign`, { departmentId: east, ownerId: to.personId, reason: '接手' });
    expect((await hand(mine)).body).toMatchObject({ code: 'sla.conflict' });
    const step = await mine('POST', `/api/tickets/${number}/transitions`, { action: 'accept' });
    expect([step.status, step.body]).toMatchObject([409, { code: 'sla.conflict' }]);
    expect((await hand(agent)).status).toBe(200);
    const plain = await openTestTicket(it, { departmentId: east, channel: 'phone', customer });
    expect((await hand(mine, plain.number)).status).toBe(200);
  });
});
