import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import * as contract from '../contract.ts';
import type { NewAlarm } from './alarm.queries.ts';
import { fireDueClocks } from './index.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { sweepAlarmsJob } from './sweep-alarms.job.ts';

const clock = fakeClock('2026-09-21T09:00:00+08:00');
let it: TestApp;
beforeAll(async () => {
  it = await startTestApp({ clock });
});
afterAll(() => it.stop());

const idOf = (caller: Caller): string => caller.personId ?? '';

const raise = (caller: Caller, count: number, more: Partial<NewAlarm> = {}): Promise<string[]> =>
  it.app.db.write(everything, async (tx) => {
    const at = more.at ?? clock.now();
    const alarms = Array.from({ length: count }, (_, index): NewAlarm => {
      const id = newId(new Date(at.getTime() + index));
      return { id, personId: idOf(caller), kind: 'warned', ticketId: null, data: {}, at, onceKey: id, ...more };
    });
    await raiseAlarms(tx, alarms);
    return alarms.map((one) => one.id);
  });

const pageFor = async (caller: Caller, query = '') => {
  const answer = await caller('GET', `/api/sla/alarms?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return contract.listAlarms.reply.parse(answer.body);
};

const unseen = async (caller: Caller) =>
  contract.countAlarms.reply.parse((await caller('GET', '/api/sla/alarms/count')).body).unseen;

describe('the list of what I was told', () => {
  test('comes newest first in pages that neither repeat nor skip', async () => {
    const me = await it.as('agent');
    const ids = await raise(me, 7);
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page = await pageFor(me, `limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(page.items.length).toBeLessThanOrEqual(3);
      seen.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual(ids.toReversed());
  });

  test('holds nothing of anybody else, whoever asks', async () => {
    const me = await it.as('agent');
    const admin = await it.as('admin');
    const [first = ''] = await raise(me, 2);
    expect((await pageFor(admin)).items.map((one) => one.id)).not.toContain(first);
    expect((await admin('POST', '/api/sla/alarms/seen', { ids: [first] })).status).toBe(204);
    expect((await unseen(me)).count).toBe(2);
    expect((await it.anyone('GET', '/api/sla/alarms/count')).status).toBe(401);
  });

  test('one is seen by itself, all up to one at once, and what came later stays', async () => {
    const me = await it.as('agent');
    const [first = '', second = '', third = '', fourth = ''] = await raise(me, 4);
    await me('POST', '/api/sla/alarms/seen', { ids: [second] });
    expect((await pageFor(me, 'unseen=true')).items.map((one) => one.id)).toEqual([fourth, third, first]);
    expect(await unseen(me)).toEqual({ count: 3, capped: false });
    await me('POST', '/api/sla/alarms/seen', { upTo: third });
    const left = await pageFor(me, 'unseen=true');
    expect(left.items.map((one) => one.id)).toEqual([fourth]);
    expect(left.unseen.count).toBe(1);
    expect((await pageFor(me)).items.map((one) => one.seen)).toEqual([false, true, true, true]);
  });

  test.each([[{}], [{ ids: [] }], [{ upTo: 'yesterday' }], [{ ids: ['1'] }]])(
    '%j says nothing: refused',
    async (body) => {
      const me = await it.as('agent');
      expect((await me('POST', '/api/sla/alarms/seen', body)).status).toBe(422);
    },
  );

  test('counts to a thousand and no further', async () => {
    const me = await it.as('agent');
    await raise(me, 1005);
    expect(await unseen(me)).toEqual({ count: 1000, capped: true });
  });

  test('the same occasion tells once, and its screen hears of it once', async () => {
    const me = await it.as('agent');
    const once = { onceKey: 'the very same' };
    await raise(me, 1, once);
    const again = await it.app.db.write(everything, (tx) =>
      raiseAlarms(tx, [
        {
          id: newId(clock.now()),
          personId: idOf(me),
          kind: 'warned',
          ticketId: null,
          data: {},
          at: clock.now(),
          ...once,
        },
      ]),
    );
    expect(again).toBe(0);
    expect((await pageFor(me)).items).toHaveLength(1);
  });

  test('half a year later it is gone; what is younger stays', async () => {
    const me = await it.as('agent');
    const dayMs = 86_400_000;
    const before = (days: number) => new Date(clock.now().getTime() - days * dayMs);
    await raise(me, 1, { at: before(181) });
    const [kept = ''] = await raise(me, 1, { at: before(179) });
    await sweepAlarmsJob.run(it.app, {});
    expect((await pageFor(me)).items.map((one) => one.id)).toEqual([kept]);
  });
});

describe('an escalation', () => {
  const away = async (who: Caller, to: Caller): Promise<void> => {
    const startsAt = clock.now();
    const body = {
      toId: idOf(to),
      startsAt: startsAt.toISOString(),
      endsAt: new Date(startsAt.getTime() + 86_400_000).toISOString(),
    };
    const answer = await who('POST', '/api/delegations', body);
    expect(answer.status, answer.text).toBe(201);
  };

  test('reaches who stands in for a head out of office, and the handler who is away has one too', async () => {
    const head = await it.as('supervisor', it.departments.eastTeam);
    const deputy = await it.as('supervisor', it.departments.west);
    const owner = await it.as('agent', it.departments.eastTeam);
    const colleague = await it.as('agent', it.departments.eastTeam);
    await away(head, deputy);
    await away(owner, colleague);
    const { id } = await openTestTicket(it, { departmentId: it.departments.eastTeam, ownerId: idOf(owner) });
    clock.set(new Date(clock.now().getTime() + 31 * 60_000).toISOString());
    await fireDueClocks(it.app);
    const kindsOf = async (caller: Caller): Promise<string[]> =>
      (await pageFor(caller)).items.filter((one) => one.ticketId === id).map((one) => one.kind);
    await eventually(
      async () => {
        expect(await kindsOf(head)).toContain('escalated');
        expect(await kindsOf(deputy)).toContain('escalated');
        expect(await kindsOf(owner)).toContain('breached');
        expect(await kindsOf(colleague)).toContain('breached');
      },
      { timeoutMs: 25_000 },
    );
  });
});
