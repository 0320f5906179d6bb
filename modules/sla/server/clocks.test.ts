import fc from 'fast-check';
import { z } from 'zod';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { eventually as eventuallyWithin } from '#test/eventually.ts';
import { openTestTicket, openTestTickets } from '#test/ticket-factory.ts';
import { everything } from '#platform/server/database/index.ts';
import { listPolicies, readClocks, type ClockView } from '../contract.ts';
import { clocksOf } from './clock.queries.ts';
import { fireDueClocks } from './index.ts';

// Other tests share the machine.
const eventually = <T>(attempt: () => T | Promise<T>): Promise<T> => eventuallyWithin(attempt, { timeoutMs: 25_000 });

const clock = fakeClock('2026-09-21T10:00:00Z');
let app: TestApp;
let admin: Caller;

beforeAll(async () => {
  app = await startTestApp({ clock });
  admin = await app.as('admin');
});
afterAll(() => app.stop());

const open = async (level: 1 | 2 | 3 = 2): Promise<string> => {
  const ticket = await openTestTicket(app, { departmentId: app.departments.east, level });
  return ticket.number;
};

const clocksOn = async (number: string): Promise<Record<string, ClockView>> => {
  const { items } = readClocks.reply.parse((await admin('GET', `/api/tickets/${number}/clocks`)).body);
  return Object.fromEntries(items.map((one) => [one.clock, one]));
};
const on = async (number: string, name: 'first_reply' | 'resolve'): Promise<ClockView> => {
  const found = (await clocksOn(number))[name];
  if (!found) throw new Error(`no ${name} clock`);
  return found;
};

const say = async (number: string, direction: 'out' | 'note', body: string): Promise<void> => {
  const answer = await admin('POST', `/api/tickets/${number}/messages`, { direction, body });
  expect(answer.status, answer.text).toBeLessThan(300);
};

const step = async (number: string, action: string, more: object = {}): Promise<void> => {
  const answer = await admin('POST', `/api/tickets/${number}/transitions`, { action, ...more });
  expect(answer.status, answer.text).toBeLessThan(300);
};

const entries = z.object({ items: z.array(z.object({ name: z.string().optional() }).loose()) });
const warnedTimes = async (number: string): Promise<number> => {
  const { items } = entries.parse((await admin('GET', `/api/tickets/${number}/thread`)).body);
  return items.filter((entry) => entry.name === 'sla.warned').length;
};

/** The clock leaps to the instant; whatever was due then has fired when this resolves. */
const leapTo = async (iso: string): Promise<void> => {
  clock.set(iso);
  await fireDueClocks(app.app);
  admin = await app.as('admin');
};

// Days pass here, and no session lasts that long.
beforeEach(async () => {
  await fireDueClocks(app.app);
  admin = await app.as('admin');
});

describe('a clock', () => {
  test('starts with the ticket, by the promise of its kind and level', async () => {
    const first = await on(await open(), 'first_reply');
    const { items } = listPolicies.reply.parse((await admin('GET', '/api/sla/policies')).body);
    const promise = items.find((one) => one.name === first.policyName);
    expect(first).toMatchObject({ state: 'running', startedAt: clock.now().toISOString() });
    expect(Date.parse(first.dueAt) - clock.now().getTime()).toBe((promise?.firstReplyMinutes ?? 0) * 60_000);
    expect(first.trace.map((step) => step.step)).toEqual(['started', 'warn', 'due']);
  });

  test('warns once at its part of the time, breaks at its end, not a moment earlier', async () => {
    const number = await open();
    const { warnAt, dueAt } = await on(number, 'first_reply');
    await leapTo(new Date(Date.parse(warnAt) - 1).toISOString());
    expect(await warnedTimes(number)).toBe(0);
    await leapTo(warnAt);
    expect(await warnedTimes(number)).toBe(1);
    await leapTo(new Date(Date.parse(dueAt) - 1).toISOString());
    expect(await warnedTimes(number)).toBe(1);
    expect(await on(number, 'first_reply')).toMatchObject({ state: 'running' });
    await leapTo(dueAt);
    expect(await on(number, 'first_reply')).toMatchObject({ state: 'breached', breachedAt: dueAt });
  });

  test('is met by a reply, not by a note, and a kept promise never breaks', async () => {
    const number = await open();
    const { dueAt } = await on(number, 'first_reply');
    await say(number, 'note', '先记一笔');
    await say(number, 'out', '已联系仓库，明天送到');
    await eventually(async () => expect(await on(number, 'first_reply')).toMatchObject({ state: 'met' }));
    await leapTo(dueAt);
    expect(await on(number, 'first_reply')).toMatchObject({ state: 'met', breachedAt: null });
    expect(await on(number, 'resolve')).toMatchObject({ metAt: null });
  });

  test('runs anew for its full time when the ticket is reopened', async () => {
    const number = await open();
    const before = await on(number, 'resolve');
    await say(number, 'out', '已补发');
    await step(number, 'answer');
    await eventually(async () => expect(await on(number, 'resolve')).toMatchObject({ state: 'met' }));
    clock.advance({ minutes: 30 });
    const again = clock.now();
    await step(number, 'reopen', { reason: '还没收到' });
    await eventually(async () => {
      const after = await on(number, 'resolve');
      expect(after).toMatchObject({ state: 'running', metAt: null, startedAt: again.toISOString() });
      const length = (one: ClockView): number => Date.parse(one.dueAt) - Date.parse(one.startedAt);
      expect(length(after)).toBe(length(before));
    });
  });

  test('moves with the level, counted from the same start', async () => {
    const number = await open(3);
    const before = await on(number, 'resolve');
    clock.advance({ minutes: 5 });
    const answer = await admin('POST', `/api/tickets/${number}/classify`, {
      level: 1,
    });
    expect(answer.status, answer.text).toBe(200);
    await eventually(async () => {
      const after = await on(number, 'resolve');
      expect(after.startedAt).toBe(before.startedAt);
      expect(Date.parse(after.dueAt)).toBeLessThan(Date.parse(before.dueAt));
    });
  });
});

describe('standing still', () => {
  const pause = (number: string) => admin('POST', `/api/tickets/${number}/pause`, { reason: 'waiting_customer' });
  const resume = (number: string) => admin('POST', `/api/tickets/${number}/resume`);

  test('a paused clock does not break; resumed, exactly that time is added', async () => {
    const number = await open();
    const before = await on(number, 'resolve');
    expect((await pause(number)).status).toBe(200);
    expect((await pause(number)).status).toBe(409);
    await leapTo(new Date(Date.parse(before.dueAt) + 86_400_000).toISOString());
    expect(await on(number, 'resolve')).toMatchObject({ state: 'paused', pausedReason: 'waiting_customer' });
    const stood = clock.now().getTime() - Date.parse(before.startedAt);
    expect((await resume(number)).status).toBe(200);
    expect((await resume(number)).status).toBe(409);
    const after = await on(number, 'resolve');
    expect(after.state).toBe('running');
    expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBe(stood);
  });

  test('any order of pauses adds exactly the paused time', async () => {
    const spans = fc.array(fc.record({ run: fc.integer({ min: 0, max: 3 }), stand: fc.integer({ min: 1, max: 30 }) }), {
      minLength: 1,
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(spans, async (turns) => {
        const number = await open(3);
        const before = await on(number, 'resolve');
        let stood = 0;
        for (const { run, stand } of turns) {
          clock.advance({ minutes: run });
          await pause(number);
          clock.advance({ minutes: stand });
          await resume(number);
          stood += stand;
        }
        const after = await on(number, 'resolve');
        expect(after.pausedMinutes).toBe(stood);
        expect(Date.parse(after.dueAt) - Date.parse(before.dueAt)).toBe(stood * 60_000);
        expect(Date.parse(after.warnAt) - Date.parse(before.warnAt)).toBe(stood * 60_000);
      }),
      { numRuns: 8 },
    );
  });
});

describe('the ticker', () => {
  test('fires more clocks than one batch holds, each once', async () => {
    clock.advance({ days: 60 });
    await fireDueClocks(app.app);
    const many = await openTestTickets(
      app,
      Array.from({ length: 620 }, () => ({ departmentId: app.departments.east })),
    );
    clock.advance({ days: 60 });
    const both = await Promise.all([fireDueClocks(app.app), fireDueClocks(app.app)]);
    // The worker of the same process may have taken some before us; nothing is left either way.
    expect(both.reduce((sum, each) => sum + each, 0)).toBeLessThanOrEqual(many.length * 4);
    // What the worker holds at this moment is passed over by us and told by it.
    await eventually(async () => {
      expect(await fireDueClocks(app.app)).toBe(0);
      const rows = await app.app.db.read(everything, (tx) =>
        clocksOf(
          tx,
          many.map((ticket) => ticket.id),
        ),
      );
      expect(rows).toHaveLength(many.length * 2);
      expect(new Set(rows.map((row) => row.state))).toEqual(new Set(['breached']));
    });
  });
});

describe('promises', () => {
  test('are changed by those who may, for new tickets only', async () => {
    const number = await open(3);
    const before = await on(number, 'resolve');
    const { items } = listPolicies.reply.parse((await admin('GET', '/api/sla/policies')).body);
    const promise = items.find((one) => one.name === before.policyName);
    if (!promise) throw new Error('the clock names no promise');
    const body = { firstReplyMinutes: 7, resolveMinutes: 70, warnFraction: 0.5, enabled: true };
    const agent = await app.as('agent');
    expect((await agent('PUT', `/api/sla/policies/${promise.id}`, body)).status).toBeGreaterThanOrEqual(403);
    expect((await admin('PUT', `/api/sla/policies/${promise.id}`, { ...body, warnFraction: 2 })).status).toBe(422);
    expect((await admin('PUT', `/api/sla/policies/${promise.id}`, body)).status).toBe(200);
    expect((await on(number, 'resolve')).dueAt).toBe(before.dueAt);
    const later = await on(await open(3), 'resolve');
    expect(Date.parse(later.dueAt) - Date.parse(later.startedAt)).toBe(70 * 60_000);
  });
});
