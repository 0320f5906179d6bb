import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { readBounces } from '../../contract/bounce.ts';

const clock = fakeClock('2026-09-09T10:00:00+08:00');
let it: TestApp;
let [east, west, boss, admin]: Caller[] = [];
const people = () => {
  if (!east || !west || !boss || !admin) throw new Error('nobody is signed in');
  return { east, west, boss, admin };
};
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
  [east, west] = [await it.as('agent', it.departments.east), await it.as('agent', it.departments.west)];
  [boss, admin] = [await it.as('supervisor'), await it.as('admin')];
});
afterAll(() => it.stop());

const move = async (caller: Caller, number: string, departmentId: string, reason = '不归我们'): Promise<Answer> => {
  clock.advance({ minutes: 5 });
  return caller('POST', `/api/tickets/${number}/assign`, { departmentId, reason });
};
const bounces = async (number: string) =>
  readBounces.reply.parse((await people().admin('GET', `/api/assign/bounces/${number}`)).body);
const code = (answer: Answer): string => z.object({ code: z.string() }).parse(answer.body).code;
const detail = z.object({
  department: z.object({ id: z.string() }),
  owner: z.object({ id: z.string() }).nullable(),
  transferCount: z.int(),
  tasks: z.array(z.object({ kind: z.string(), doneAt: z.string().nullable() })),
});
const read = async (number: string) => detail.parse((await people().admin('GET', `/api/tickets/${number}`)).body);

/** Passed to west and back; the next move is the third. */
const passedTwice = async (): Promise<string> => {
  const { number } = await openTestTicket(it, { departmentId: it.departments.east });
  expect((await move(people().east, number, it.departments.west)).status).toBe(200);
  expect((await move(people().west, number, it.departments.east)).status).toBe(200);
  return number;
};

const bounced = async (): Promise<string> => {
  const number = await passedTwice();
  expect((await move(people().east, number, it.departments.west)).status).toBe(200);
  return number;
};

describe('a ticket that is passed from department to department', () => {
  test('twice is allowed, with a reason each; the third time it is the supervisor’s who stands above all', async () => {
    const number = await passedTwice();
    expect((await read(number)).department.id).toBe(it.departments.east);
    expect(await bounces(number)).toMatchObject({ state: 'none', moves: [{ reason: '不归我们' }, {}], mostMoves: 3 });
    const without = await people().east('POST', `/api/tickets/${number}/assign`, {
      departmentId: it.departments.west,
    });
    expect(code(without)).toBe('ticket.needs_reason');
    await move(people().east, number, it.departments.west, '西区的客户');
    const now = await read(number);
    expect(now).toMatchObject({ department: { id: it.departments.root }, owner: { id: people().boss.personId } });
    expect(now.tasks).toEqual([{ kind: 'decide_owner', doneAt: null }]);
    const view = await bounces(number);
    expect(view).toMatchObject({ state: 'asked', wanted: '华西客服组' });
    expect(view.supervisor).toContain('supervisor');
    expect(view.moves).toHaveLength(3);
    const thread = await people().admin('GET', `/api/tickets/${number}/thread`);
    expect(thread.text).toContain('assign.bounced');
  });

  test('the supervisor decides; from then on nobody below passes it on, and he may', async () => {
    const number = await bounced();
    const decided = await move(people().boss, number, it.departments.west, '客户在成都，归华西');
    expect(decided.status, decided.text).toBe(200);
    expect(await bounces(number)).toMatchObject({
      state: 'decided',
      department: '华西客服组',
      reason: '客户在成都，归华西',
    });
    expect((await read(number)).tasks.every((task) => task.doneAt !== null)).toBe(true);
    const refused = await move(people().west, number, it.departments.east);
    expect([refused.status, code(refused)]).toEqual([409, 'assign.supervisor_decides']);
    const regional = await it.as('supervisor', it.departments.west);
    expect(code(await move(regional, number, it.departments.east))).toBe('assign.supervisor_decides');
    // Within the department they hand it to each other as they like.
    const within = await people().west('POST', `/api/tickets/${number}/assign`, {
      ownerId: people().west.personId,
      reason: '我来',
    });
    expect(within.status, within.text).toBe(200);
    expect((await move(people().boss, number, it.departments.east, '改判')).status).toBe(200);
    expect(await bounces(number)).toMatchObject({ state: 'decided', department: '华东客服组' });
  });

  test('a supervisor who makes the third move himself has decided', async () => {
    const number = await passedTwice();
    expect((await move(people().boss, number, it.departments.west, '归华西')).status).toBe(200);
    expect(await bounces(number)).toMatchObject({ state: 'decided', department: '华西客服组' });
    expect((await read(number)).tasks).toEqual([]);
  });

  test('the supervisor keeps it by giving it to somebody of his own', async () => {
    const number = await bounced();
    const own = await it.as('agent', it.departments.root);
    const kept = await people().boss('POST', `/api/tickets/${number}/assign`, {
      ownerId: own.personId,
      reason: '直办',
    });
    expect(kept.status, kept.text).toBe(200);
    expect(await bounces(number)).toMatchObject({ state: 'decided', department: '客户服务中心' });
  });

  test('what is taken back at once, and what changes hands within a department, is not counted', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east });
    const { boss: mover } = people();
    const to = (departmentId: string) => mover('POST', `/api/tickets/${number}/assign`, { departmentId, reason: '试' });
    await to(it.departments.west);
    await to(it.departments.east);
    expect((await bounces(number)).moves).toEqual([]);
    await people().east('POST', `/api/tickets/${number}/assign`, { ownerId: people().east.personId, reason: '我来' });
    expect((await bounces(number)).moves).toEqual([]);
  });

  test('two who make the third move at once ask once', async () => {
    const number = await passedTwice();
    const other = await it.as('agent', it.departments.east);
    clock.advance({ minutes: 5 });
    const send = (caller: Caller) =>
      caller('POST', `/api/tickets/${number}/assign`, { departmentId: it.departments.west, reason: '不归我们' });
    const replies = await Promise.all([send(people().east), send(other)]);
    // The second finds it with the supervisor: out of his reach, or not his to pass on.
    expect(replies.map((reply) => reply.status).toSorted()[0]).toBe(200);
    expect([404, 409]).toContain(replies.map((reply) => reply.status).toSorted()[1]);
    expect((await bounces(number)).moves).toHaveLength(3);
    expect((await read(number)).tasks).toHaveLength(1);
  });

  test('many at once in bulk follow the same rule', async () => {
    const number = await passedTwice();
    clock.advance({ minutes: 5 });
    const answer = await people().east('POST', '/api/tickets/bulk', {
      numbers: [number],
      action: { type: 'assign', departmentId: it.departments.west, reason: '批量' },
    });
    expect(answer.body, answer.text).toMatchObject({ done: 1 });
    expect(await bounces(number)).toMatchObject({ state: 'asked' });
  });
});

describe('the number', () => {
  test('is set by who manages rules; without the rule a ticket goes round for ever', async () => {
    const url = '/api/assign/bounce-setting';
    expect((await people().east('GET', url)).status).toBe(404);
    expect((await people().admin('PUT', url, { enabled: true, mostMoves: 1 })).status).toBe(422);
    await people().admin('PUT', url, { enabled: false, mostMoves: 3 });
    const number = await bounced();
    expect(await bounces(number)).toMatchObject({ state: 'none' });
    expect((await read(number)).department.id).toBe(it.departments.west);
    await people().admin('PUT', url, { enabled: true, mostMoves: 2 });
    const { number: second } = await openTestTicket(it, { departmentId: it.departments.east });
    await move(people().east, second, it.departments.west);
    await move(people().west, second, it.departments.east);
    expect(await bounces(second)).toMatchObject({ state: 'asked', mostMoves: 2 });
    await people().admin('PUT', url, { enabled: true, mostMoves: 3 });
  });

  test('the list finds what was handed on so often', async () => {
    const number = await bounced();
    const list = async (times: number) =>
      (await people().boss('GET', `/api/tickets?transfers=${times}&limit=200`)).text;
    expect(await list(3)).toContain(number);
    expect(await list(4)).not.toContain(number);
    expect((await people().boss('GET', '/api/tickets?transfers=0')).status).toBe(422);
  });

  test('who does not reach the ticket sees nothing of it', async () => {
    const { number } = await openTestTicket(it, { departmentId: it.departments.east });
    expect((await people().west('GET', `/api/assign/bounces/${number}`)).status).toBe(404);
  });
});
