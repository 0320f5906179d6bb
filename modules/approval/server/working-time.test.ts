import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { look, openRequest, person } from './approvals.fixture.ts';
import { settleLate } from './index.ts';

// Saturday afternoon; the Sunday behind it is worked because of the holidays in October.
const saturday = '2026-09-19T16:40:00+08:00';
const clock = fakeClock(saturday);
let it: TestApp;
let admin: Caller;
let requester: Caller;
let ann: Caller;
let ben: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
});
afterAll(() => it.stop());

type Level = Parameters<typeof openRequest>[3][number];
/** Weeks lie between; no session lasts that long. */
const goTo = async (at: string): Promise<void> => {
  clock.set(at);
  admin = await it.as('admin');
  requester = await it.as('agent');
  [ann, ben] = [await it.as('agent'), await it.as('agent')];
};
const ask = async (at: string, ...levels: Omit<Level, 'signers'>[]) => {
  await goTo(at);
  return openRequest(
    it,
    admin,
    requester,
    levels.map((level, index) => ({ ...level, signers: [person(index === 0 ? ann : ben)] })),
  );
};
const dueOf = async (id: string): Promise<number> => Date.parse((await look(requester, id)).dueAt ?? '');

describe('the time of a level', () => {
  test.each([
    ['around the clock', 'calendar', '2026-09-19T18:40:00+08:00'],
    [
      'in working time, from the next opening, which is a Sunday that is worked',
      'working',
      '2026-09-20T10:30:00+08:00',
    ],
  ] as const)('runs %s', async (_how, timeoutIn, due) => {
    const { id } = await ask(saturday, { timeoutMinutes: 120, timeoutIn });
    expect(await dueOf(id)).toBe(Date.parse(due));
    const [step] = (await look(requester, id)).steps;
    expect(step).toMatchObject({ timeoutMinutes: 120, timeoutIn });
  });

  test('skips the holidays: asked on the last evening before them, due on the first morning behind', async () => {
    const { id } = await ask('2026-09-30T17:30:00+08:00', { timeoutMinutes: 60, timeoutIn: 'working' });
    // Half an hour is left that day; work begins again on 8 October at 8:30.
    expect(await dueOf(id)).toBe(Date.parse('2026-10-08T09:00:00+08:00'));
  });

  test('of the next level begins when the one before has passed, by its own clock', async () => {
    const { id, url } = await ask(
      '2026-09-21T10:00:00+08:00',
      { timeoutMinutes: 60, timeoutIn: 'calendar' },
      { timeoutMinutes: 60, timeoutIn: 'working' },
    );
    expect(await dueOf(id)).toBe(Date.parse('2026-09-21T11:00:00+08:00'));
    clock.set('2026-09-21T17:45:00+08:00');
    expect((await ann('POST', `${url}/approve`, {})).status).toBe(200);
    expect(await dueOf(id)).toBe(Date.parse('2026-09-22T09:15:00+08:00'));
  });

  test('does nothing in the night between; what it says happens in the morning, and again a working time later', async () => {
    const { id } = await ask('2026-09-21T17:00:00+08:00', {
      timeoutMinutes: 120,
      timeoutIn: 'working',
      onTimeout: 'remind',
    });
    clock.set('2026-09-21T23:00:00+08:00');
    await settleLate(it.app);
    expect((await look(requester, id)).acts.map((act) => act.kind)).toEqual(['requested']);
    clock.set('2026-09-22T09:30:00+08:00');
    await settleLate(it.app);
    expect((await look(requester, id)).acts.map((act) => act.kind)).toEqual(['requested', 'reminded']);
    expect(await dueOf(id)).toBe(Date.parse('2026-09-22T11:30:00+08:00'));
  });

  test('is kept as the flow has it, and a flow that says nothing of it runs around the clock', async () => {
    await goTo(saturday);
    const level = { name: '复核', rule: { kind: 'any' }, signers: [person(ann)], timeoutMinutes: 30 };
    const made = await admin('POST', '/api/approval-flows', {
      kind: 'test_thing',
      name: '旧写法',
      conditions: [],
      levels: [level],
    });
    expect(made.body).toMatchObject({ levels: [{ timeoutIn: 'calendar' }] });
    const wrong = { ...level, timeoutIn: 'moonlight' };
    const refused = await admin('POST', '/api/approval-flows', {
      kind: 'test_thing',
      name: '错',
      conditions: [],
      levels: [wrong],
    });
    expect(refused.status).toBe(422);
  });
});
