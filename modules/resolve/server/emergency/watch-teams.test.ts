import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listAlarms, type Alarm } from '#modules/sla/contract.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { emergencyOf, type Emergency } from '../../contract.ts';
import { stepsAt, watchTeams } from './watch-teams.job.ts';

const clock = fakeClock('2026-09-21T09:00:00+08:00');
let it: TestApp;
let admin: Caller;
let agent: Caller;
let member: Caller;
let teamHead: Caller;
let eastHead: Caller;
let centreHead: Caller;
let westHead: Caller;
beforeAll(async () => {
  it = await startTestApp({ clock });
  const { eastTeam, east, root, west } = it.departments;
  admin = await it.as('admin');
  agent = await it.as('agent', eastTeam);
  member = await it.as('handler', west);
  teamHead = await it.as('supervisor', eastTeam);
  eastHead = await it.as('supervisor', east);
  centreHead = await it.as('supervisor', root);
  westHead = await it.as('supervisor', west);
  const people = [{ personId: member.personId, duty: '法务' }];
  const plan = [{ title: '联系客户', withinMinutes: 30 }];
  const saved = await admin('PUT', '/api/emergency-duty', { people, plan });
  expect(saved.status, saved.text).toBe(200);
});
afterAll(() => it.stop());

const later = (minutes: number): void => clock.set(new Date(clock.now().getTime() + minutes * 60_000).toISOString());

/** A team called now for a severe complaint of the smallest department. */
const call = async (): Promise<{ ticketId: string; number: string; team: Emergency }> => {
  const { id, number } = await openTestTicket(it, { departmentId: it.departments.eastTeam, level: 1 });
  const team = await eventually(
    async () => {
      const { emergency } = emergencyOf.reply.parse((await agent('GET', `/api/tickets/${number}/emergency`)).body);
      if (!emergency) throw new Error('no team yet');
      return emergency;
    },
    { timeoutMs: 25_000 },
  );
  return { ticketId: id, number, team };
};

const heard = async (caller: Caller, ticketId: string): Promise<Alarm['data'][]> => {
  const page = listAlarms.reply.parse((await caller('GET', '/api/sla/alarms?limit=100')).body);
  return page.items.filter((one) => one.kind === 'emergency' && one.ticketId === ticketId).map((one) => one.data);
};
const levelsThatHeard = async (ticketId: string): Promise<string[]> => {
  const names: string[] = [];
  for (const [name, caller] of Object.entries({ teamHead, eastHead, centreHead, westHead }))
    if ((await heard(caller, ticketId)).length > 0) names.push(name);
  return names;
};
const answer = (team: Emergency) => member('POST', `/api/emergencies/${team.id}/answer`);

describe('a team that nobody joins', () => {
  test('is an alarm at the hundred and twentieth minute, not one before, and then level by level, each once', async () => {
    const { ticketId, number } = await call();
    later(119);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual([]);
    later(1);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual(['teamHead']);
    expect(await heard(teamHead, ticketId)).toMatchObject([{ missing: 'team', step: 1 }]);
    later(29);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual(['teamHead']);
    later(1);
    await watchTeams(it.app);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual(['teamHead', 'eastHead']);
    later(30);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual(['teamHead', 'eastHead', 'centreHead']);
    later(300);
    expect(await watchTeams(it.app)).toBe(0);
    for (const caller of [teamHead, eastHead, centreHead]) expect(await heard(caller, ticketId)).toHaveLength(1);
    const thread = await agent('GET', `/api/tickets/${number}/thread`);
    expect(thread.text.split('resolve.emergency_late').length - 1).toBe(3);
  });

  test('after the server was down all levels that are due hear of it at once', async () => {
    const { ticketId } = await call();
    later(155);
    await Promise.all([watchTeams(it.app), watchTeams(it.app)]);
    expect(await levelsThatHeard(ticketId)).toEqual(['teamHead', 'eastHead']);
    expect(await heard(teamHead, ticketId)).toHaveLength(1);
  });
});

describe('a team that stands', () => {
  test('without a first measure is an alarm all the same, and says what is missing', async () => {
    const { ticketId, team } = await call();
    expect((await answer(team)).status).toBe(200);
    later(120);
    await watchTeams(it.app);
    expect(await heard(teamHead, ticketId)).toMatchObject([{ missing: 'measure' }]);
  });

  test('with a first measure alarms nobody; one taken after the first alarm stops the climb', async () => {
    const calm = await call();
    const late = await call();
    await answer(calm.team);
    expect((await member('POST', `/api/emergencies/${calm.team.id}/checks/1`)).status).toBe(200);
    later(120);
    await watchTeams(it.app);
    expect(await levelsThatHeard(calm.ticketId)).toEqual([]);
    await answer(late.team);
    await member('POST', `/api/emergencies/${late.team.id}/checks/1`);
    later(60);
    await watchTeams(it.app);
    expect(await levelsThatHeard(late.ticketId)).toEqual(['teamHead']);
  });

  test('sent home before its time alarms nobody', async () => {
    const { ticketId, team } = await call();
    const home = await eastHead('POST', `/api/emergencies/${team.id}/stand-down`, { reason: '误报' });
    expect(home.status, home.text).toBe(200);
    later(180);
    await watchTeams(it.app);
    expect(await levelsThatHeard(ticketId)).toEqual([]);
  });
});

describe('levels', () => {
  test.each([
    [-1, 0],
    [0, 1],
    [29, 1],
    [30, 2],
    [89, 3],
    [90, 4],
  ])('%d minutes after the end it is the turn of %d', (minutes, steps) => {
    const due = new Date('2026-09-21T11:00:00+08:00');
    expect(stepsAt(due, new Date(due.getTime() + minutes * 60_000))).toBe(steps);
  });
});
