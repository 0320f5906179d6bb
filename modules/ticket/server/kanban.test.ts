import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { statesOfStage, ticketRoutes, ticketStages, ticketStates } from '../contract.ts';
import { stageOf } from './ticket.rules.ts';

let it: TestApp;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp();
  agent = await it.as('agent');
});
afterAll(() => it.stop());

const open = (extra = {}) => openTestTicket(it, { departmentId: it.departments.east, ...extra });
const counts = async (caller: Caller, query = '') => {
  const answer = await caller('GET', `/api/tickets/stages${query}`);
  const { items } = ticketRoutes.stageCounts.reply.parse(answer.body);
  return Object.fromEntries(items.map((item) => [item.stage, item.count]));
};

test('every state but spam stands in exactly the column of its stage', () => {
  for (const stage of ticketStages) for (const state of statesOfStage[stage]) expect(stageOf(state)).toBe(stage);
  const shown = ticketStages.flatMap((stage): readonly string[] => statesOfStage[stage]);
  expect(shown.toSorted()).toEqual(ticketStates.filter((state) => state !== 'spam').toSorted());
});

test('the columns are counted by filter and within reach, and follow a step', async () => {
  const { number } = await open({ level: 1 });
  await open({ level: 3 });
  await open({ spam: true });
  expect(await counts(agent)).toEqual({ accept: 2, verify: 0, resolve: 0, reply: 0, confirm: 0, archive: 0 });
  expect(await counts(agent, '?level=1')).toMatchObject({ accept: 1 });
  await agent('POST', `/api/tickets/${number}/transitions`, { action: 'accept' });
  expect(await counts(agent)).toMatchObject({ accept: 1, verify: 1 });
  expect(await counts(agent, '?level=1')).toMatchObject({ accept: 0, verify: 1 });
  const west = await it.as('agent', it.departments.west);
  expect(await counts(west)).toMatchObject({ accept: 0, verify: 0 });
});

test('who may not read tickets is told of no column', async () => {
  expect((await it.anyone('GET', '/api/tickets/stages')).status).toBe(401);
});
