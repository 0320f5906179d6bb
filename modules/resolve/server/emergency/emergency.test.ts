import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket, type TicketWish } from '#test/ticket-factory.ts';
import { emergencyOf, emergencySchema, type Emergency } from '../../contract.ts';
import { calledFor } from './duty-list.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
let lawyer: Caller;
let leader: Caller;
beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  agent = await it.as('agent');
  lawyer = await it.as('handler', it.departments.west);
  leader = await it.as('supervisor', it.departments.west);
  const people = [
    { personId: lawyer.personId, duty: '法务' },
    { personId: leader.personId, duty: '组长', leads: true },
  ];
  const plan = [
    { title: '联系客户', withinMinutes: 30 },
    { title: '定口径', titleEn: 'Agree the wording', withinMinutes: 120 },
  ];
  const saved = await admin('PUT', '/api/emergency-duty', { people, plan });
  expect(saved.status, saved.text).toBe(200);
});
afterAll(() => it.stop());

const open = (more: Partial<TicketWish> = {}) =>
  openTestTicket(it, { departmentId: it.departments.east, level: 1, ...more });
const look = async (number: string) =>
  emergencyOf.reply.parse((await agent('GET', `/api/tickets/${number}/emergency`)).body);
const called = (number: string): Promise<Emergency> =>
  eventually(async () => {
    const { emergency } = await look(number);
    if (!emergency) throw new Error('no team yet');
    return emergency;
  });

describe('the emergency team', () => {
  test('is called by a complaint of the first level, with tasks, plan and a deadline of two hours', async () => {
    const { number } = await open();
    const team = await called(number);
    expect(team.members.map((one) => [one.duty, one.leads])).toEqual([
      ['组长', true],
      ['法务', false],
    ]);
    expect(Date.parse(team.dueAt) - Date.parse(team.startedAt)).toBe(7_200_000);
    expect(team.checks.map((one) => one.title)).toEqual(['联系客户', '定口径']);
    expect((await lawyer('GET', '/api/tasks?mine=true')).text).toContain('emergency_call');
  });

  test('sees its emergency across departments, answers, ticks, writes, and is sent home with a reason', async () => {
    const { number } = await open();
    const { id } = await called(number);
    expect((await lawyer('GET', `/api/tickets/${number}`)).status).toBe(404);
    const url = `/api/emergencies/${id}`;
    expect((await lawyer('GET', '/api/emergencies')).text).toContain(id);
    expect((await agent('GET', '/api/emergencies')).body).toEqual({ items: [] });
    expect((await lawyer('GET', url)).status).toBe(200);
    const stranger = await it.as('agent', it.departments.eastTeam);
    expect((await stranger('GET', url)).status).toBe(404);
    const there = emergencySchema.parse((await lawyer('POST', `${url}/answer`)).body);
    expect(there.assembledAt).not.toBeNull();
    expect(there.abilities).toEqual({ answer: false, work: true, standDown: false });
    await lawyer('POST', `${url}/checks/1`);
    const twice = emergencySchema.parse((await lawyer('POST', `${url}/checks/1`)).body);
    expect(twice.log.filter((line) => line.kind === 'checked')).toHaveLength(1);
    await lawyer('POST', `${url}/log`, { body: '监控已封存' });
    expect((await lawyer('POST', `${url}/stand-down`, { reason: '完' })).status).toBe(404);
    expect((await leader('POST', `${url}/stand-down`, { reason: ' ' })).status).toBe(422);
    const home = emergencySchema.parse((await leader('POST', `${url}/stand-down`, { reason: '客户平安' })).body);
    expect(home.standDownReason).toBe('客户平安');
    expect(home.log[0]).toMatchObject({ kind: 'stood_down', body: '客户平安' });
    expect((await lawyer('POST', `${url}/log`, { body: '晚了' })).body).toMatchObject({
      code: 'resolve.team_stood_down',
    });
    expect((await leader('GET', '/api/tasks?mine=true')).text).not.toContain(number);
  });

  test('is called when a case is raised to the first level, once however often', async () => {
    const { number } = await open({ level: 2 });
    for (const level of [1, 2, 1]) await agent('POST', `/api/tickets/${number}/classify`, { level });
    const first = await called(number);
    const again = await it.as('supervisor');
    expect((await again('POST', `/api/tickets/${number}/emergency`)).body).toMatchObject({
      code: 'resolve.team_is_called',
    });
    expect((await called(number)).id).toBe(first.id);
    expect(first.cause).toBe('raised');
  });

  test('stays home for a second-level complaint, a first-level question, and a file of history', async () => {
    const quiet = [await open({ level: 2 }), await open({ kind: 'inquiry' }), await open({ channel: 'import' })];
    const loud = await open();
    await called(loud.number);
    for (const { number } of quiet) expect((await look(number)).emergency).toBeNull();
  });

  test('may be called by hand where somebody leads, not by an agent', async () => {
    const { number } = await open({ level: 2 });
    expect((await agent('POST', `/api/tickets/${number}/emergency`)).status).toBe(404);
    const head = await it.as('supervisor', it.departments.east);
    expect((await head('POST', `/api/tickets/${number}/emergency`)).status).toBe(201);
  });
});

describe('the duty list', () => {
  const parents = new Map([
    ['team', 'east'],
    ['east', 'root'],
  ]);
  const parentOf = (id: string): string | null => parents.get(id) ?? null;
  const on = (personId: string, departmentId: string | null, duty = '') => ({
    personId,
    duty,
    leads: false,
    departmentId,
  });

  test('calls for the department and those above it, each person once in the nearest duty', () => {
    const duty = [on('a', null, '总'), on('a', 'team', '组'), on('b', 'east'), on('c', 'west'), on('d', null)];
    const team = calledFor(duty, 'team', parentOf);
    expect(team.map((one) => `${one.personId}${one.duty}`).toSorted()).toEqual(['a组', 'b', 'd']);
  });

  test('refuses a person twice for the same place, and people who left', async () => {
    const person = { personId: lawyer.personId, duty: '法务' };
    const twice = { people: [person, person], plan: [] };
    expect((await admin('PUT', '/api/emergency-duty', twice)).body).toMatchObject({ code: 'resolve.duty_twice' });
    expect((await agent('GET', '/api/emergency-duty')).status).toBe(404);
  });
});
