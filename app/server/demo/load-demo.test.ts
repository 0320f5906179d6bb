import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { openTestInstance, type TestInstance } from '#test/app.ts';
import { runSql } from '#test/database.queries.ts';
import { serverModules } from '../modules.ts';
import { demoStories } from './demo-data.ts';
import { loadDemo, storyClock } from './load-demo.ts';

const now = new Date('2026-09-22T06:30:00Z');
const clock = storyClock(now);
let instance: TestInstance;

beforeAll(async () => {
  instance = await openTestInstance({ clock, idle: true });
  await loadDemo(instance.app, clock, serverModules, () => undefined);
}, 240_000);

afterAll(() => instance.stop());

const count = z.object({ n: z.coerce.number() });
/** The application's role sees nothing until it says who asks. */
const numberOf = async (query: string): Promise<number> =>
  count.parse((await runSql(instance.databaseUrl, query, ['huiyin.reach=all']))[0]).n;

describe('the demonstration', () => {
  test('holds a ticket for every story, once, and comes back with its hands empty the second time', async () => {
    const before = await numberOf('select count(*) as n from ticket');
    expect(before).toBe(demoStories.length);
    expect(await loadDemo(instance.app, clock, serverModules, () => undefined)).toBe(false);
    expect(await numberOf('select count(*) as n from ticket')).toBe(before);
  });

  test('nothing in it lies in the future, and nobody lacks an owner or a clock', async () => {
    expect(await numberOf(`select count(*) as n from ticket where created_at > '${now.toISOString()}'`)).toBe(0);
    expect(await numberOf(`select count(*) as n from ticket_message where created_at > '${now.toISOString()}'`)).toBe(
      0,
    );
    expect(
      await numberOf(
        `select count(*) as n from ticket where state <> 'spam' and not exists (select 1 from sla_clock where ticket_id = ticket.id)`,
      ),
    ).toBe(0);
  });

  test('shows what a service manager looks for: ratings, reopenings, breaches, repeats, advertising put aside', async () => {
    expect(await numberOf('select count(*) as n from ticket where rating >= 4')).toBeGreaterThan(100);
    expect(await numberOf('select count(*) as n from ticket where reopen_count > 0')).toBeGreaterThan(20);
    expect(await numberOf('select count(*) as n from ticket where breached')).toBeGreaterThan(30);
    expect(await numberOf('select count(*) as n from ticket where linked_to is not null')).toBeGreaterThan(3);
    const spam = demoStories.filter((story) => story.outcome === 'spam').length;
    expect(await numberOf(`select count(*) as n from ticket where state = 'spam'`)).toBeGreaterThanOrEqual(spam);
    for (const state of ['new', 'verifying', 'resolving', 'awaiting', 'closed', 'archived', 'declined']) {
      expect(await numberOf(`select count(*) as n from ticket where state = '${state}'`), state).toBeGreaterThan(0);
    }
  });

  test('customers were phoned: some calls wait, some reached somebody, some did not', async () => {
    for (const state of ['waiting', 'reached', 'unreached'])
      expect(await numberOf(`select count(*) as n from call_back where state = '${state}'`), state).toBeGreaterThan(2);
    expect(await numberOf('select count(*) as n from call_back_attempt')).toBeGreaterThan(15);
  });

  test('every ticket can be searched', async () => {
    expect(await numberOf(`select count(*) as n from ticket_search`)).toBe(demoStories.length);
  });
});
