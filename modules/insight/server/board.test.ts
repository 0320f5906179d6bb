import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fireDueClocks } from '#modules/sla/server/index.ts';
import { noteRating } from '#modules/ticket/server/index.ts';
import { pageOf } from '#platform/contract/paging.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { dropFlows } from '#test/approval-flows.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import {
  boardRanges,
  readDepartments,
  readHeat,
  readRatings,
  readSummary,
  readTrend,
  trendFacets,
} from '../contract.ts';
import { settleAll } from './direct-count.fixture.ts';

/** 10:00 on a Wednesday in Shanghai. */
const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let admin: Caller;

const summaryOf = async (caller: Caller, query = '') =>
  readSummary.reply.parse((await caller('GET', `/api/board/summary?${query}`)).body);
type Summary = Awaited<ReturnType<typeof summaryOf>>;
const tile = (summary: Summary, key: string) => {
  const found = summary.tiles.find((one) => one.key === key);
  if (!found) throw new Error(`no tile ${key}`);
  return found;
};
const trendOf = async (caller: Caller, query = '') =>
  readTrend.reply.parse((await caller('GET', `/api/board/trend?${query}`)).body);
const loadOf = async (caller: Caller, query = '') =>
  readDepartments.reply.parse((await caller('GET', `/api/board/departments?${query}`)).body).items;

const numbers = pageOf(z.object({ number: z.string() }));
const countList = async (caller: Caller, query: Record<string, string>): Promise<number> => {
  const answer = await caller('GET', `/api/tickets?${new URLSearchParams({ ...query, limit: '200' }).toString()}`);
  expect(answer.status, answer.text).toBe(200);
  return numbers.parse(answer.body).items.length;
};

beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

describe('a company without tickets', () => {
  test.each(boardRanges)('shows noughts and no rates for %s', async (range) => {
    const summary = await summaryOf(admin, `range=${range}`);
    expect(summary.tiles.map(({ key, value }) => [key, value])).toEqual([
      ['opened', 0],
      ['open', 0],
      ['overdue', 0],
      ['breachRate', null],
      ['firstReplyP50', null],
      ['firstReplyP90', null],
      ['rating', null],
      ['ratingResponse', null],
      ['firstSolved', null],
      ['concluded', null],
    ]);
  });

  test('has no lines, no loads, no ratings', async () => {
    for (const by of trendFacets) expect((await trendOf(admin, `by=${by}`)).series).toEqual([]);
    expect(await loadOf(admin)).toEqual([]);
    const heat = readHeat.reply.parse((await admin('GET', '/api/board/heat')).body);
    expect(heat.rows.flat()).toEqual(Array.from({ length: 168 }, () => 0));
    const ratings = readRatings.reply.parse((await admin('GET', '/api/board/csat')).body);
    expect(ratings.weeks).toHaveLength(12);
    expect(ratings.rated + ratings.asked).toBe(0);
  });
});

describe('a company at work', () => {
  beforeAll(async () => {
    const now = clock.now().getTime();
    const { east, eastTeam, west } = it.departments;
    const many = Array.from({ length: 48 }, (_, index): TicketWish => ({
      departmentId: [east, eastTeam, west][index % 3] ?? east,
      kind: (['complaint', 'inquiry', 'praise'] as const)[index % 3] ?? 'complaint',
      channel: index % 2 === 0 ? 'form' : 'phone',
      spam: index === 5,
      at: new Date(now - index * 26 * 3_600_000),
    }));
    const opened = await openTestTickets(it, many);
    const step = (index: number, action: string) =>
      admin('POST', `/api/tickets/${opened[index]?.number ?? ''}/transitions`, {
        action,
        reason: '客户确认',
        reply: '已处理',
      });
    for (let index = 0; index < 48; index += 4) await step(index, 'accept');
    for (let index = 0; index < 48; index += 8) await step(index, 'answer');
    for (const index of [0, 8, 16, 24]) await step(index, 'close');
    await step(8, 'reopen');
    await step(8, 'answer');
    await step(8, 'close');
    await step(16, 'archive');
    await dropFlows(admin, 'refusal');
    await step(1, 'decline');
    await it.app.db.write(everything, async (tx) => {
      await noteRating(tx, opened[0]?.id ?? '', 5);
      await noteRating(tx, opened[8]?.id ?? '', 2);
    });
    await settleAll(it);
    await fireDueClocks(it.app);
    await settleAll(it);
  });

  test('every figure names exactly the tickets that the list shows', async () => {
    for (const range of boardRanges) {
      for (const department of ['', `&department=${it.departments.east}`]) {
        const summary = await summaryOf(admin, `range=${range}${department}`);
        for (const { key, tickets } of summary.tiles) {
          if (tickets) expect(await countList(admin, tickets.query), `${range} ${key}`).toBe(tickets.count);
        }
      }
    }
    const summary = await summaryOf(admin, 'range=90d');
    for (const key of [
      'opened',
      'open',
      'overdue',
      'breachRate',
      'firstReplyP90',
      'rating',
      'firstSolved',
      'concluded',
    ])
      expect(tile(summary, key).tickets?.count, key).toBeGreaterThan(0);
  });

  test('figures are what their numbers say', async () => {
    const summary = await summaryOf(admin, 'range=90d');
    expect(tile(summary, 'opened').value).toBe(47);
    expect(tile(summary, 'rating')).toMatchObject({ value: 3.5, numerator: 7, denominator: 2 });
    expect(tile(summary, 'firstSolved')).toMatchObject({ value: 0.75, numerator: 3, denominator: 4 });
    expect(tile(summary, 'concluded')).toMatchObject({ numerator: 5, denominator: 47 });
    expect(tile(summary, 'open').value).toBe(42);
    expect(tile(summary, 'open').spark.at(-1)).toBe(42);
    expect(tile(summary, 'opened').spark.reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(47);
  });

  test('today is held against yesterday up to this hour', async () => {
    const today = await summaryOf(admin, 'range=today');
    expect(today).toMatchObject({ from: '2026-09-23', to: '2026-09-23', previousFrom: '2026-09-22' });
    // Arrivals stand at 10:00 today, 08:00 yesterday, 06:00 the day before.
    expect(tile(today, 'opened')).toMatchObject({ value: 1, previous: 1 });
    expect(today.days).toHaveLength(7);
  });

  test('lines add up, with the rest under one name', async () => {
    for (const by of trendFacets) {
      const { series, days } = await trendOf(admin, `by=${by}&range=90d`);
      expect(days).toHaveLength(90);
      expect(
        series.reduce((sum, one) => sum + one.total, 0),
        by,
      ).toBe(47);
    }
    const two = await trendOf(admin, 'by=kind&range=90d&top=1');
    expect(two.series.map((one) => one.key)).toEqual(['complaint', '*']);
    const kind = (await trendOf(admin, 'by=kind&range=30d')).series[0];
    expect(await countList(admin, { ...kind?.query, createdFrom: '2026-08-25T00:00:00+08:00' })).toBe(kind?.total);
  });

  test('the tickets of each day are found, whatever their sequence', async () => {
    const { days, series } = await trendOf(admin, 'by=kind&range=90d');
    for (const [index, day] of days.entries()) {
      const next = days[index + 1];
      const query = {
        state: 'all',
        createdFrom: `${day}T00:00:00+08:00`,
        ...(next === undefined ? {} : { createdTo: `${next}T00:00:00+08:00` }),
      };
      const total = series.reduce((sum, one) => sum + (one.values[index] ?? 0), 0);
      if (index % 9 === 0 || total > 1) expect(await countList(admin, query), day).toBe(total);
    }
    expect(await countList(admin, { state: 'all', createdTo: '2020-01-01T00:00:00+08:00' })).toBe(0);
    expect(await countList(admin, { state: 'all', createdFrom: '2030-01-01T00:00:00+08:00' })).toBe(0);
  });

  test('loads name what is open and overdue in each department', async () => {
    const loads = await loadOf(admin);
    expect(loads.map((one) => one.id).toSorted()).toEqual(
      [it.departments.east, it.departments.eastTeam, it.departments.west].toSorted(),
    );
    expect(loads.reduce((sum, one) => sum + one.open, 0)).toBe(42);
    for (const load of loads) {
      if (load.query !== null) expect(await countList(admin, load.query)).toBe(load.open);
      if (load.query !== null) expect(await countList(admin, { ...load.query, breached: 'true' })).toBe(load.overdue);
    }
    expect(loads.find((one) => one.id === it.departments.east)?.query).toBeNull();
  });

  test('the heat map holds the last four weeks', async () => {
    const heat = readHeat.reply.parse((await admin('GET', '/api/board/heat')).body);
    expect(heat).toMatchObject({ from: '2026-08-27', to: '2026-09-23', weeks: 4 });
    const monthly = await trendOf(admin, 'by=kind&range=30d');
    const since = monthly.days.indexOf('2026-08-27');
    const arrived = monthly.series.flatMap((one) => one.values.slice(since)).reduce((sum, value) => sum + value, 0);
    expect(heat.rows.flat().reduce((sum, value) => sum + value, 0)).toBe(arrived);
    expect(heat.rows[2]?.[10]).toBeGreaterThan(0);
  });

  test('ratings stand in the week of arrival', async () => {
    const { weeks, rated } = readRatings.reply.parse((await admin('GET', '/api/board/csat')).body);
    expect(rated).toBe(2);
    expect(weeks.at(-1)).toMatchObject({ from: '2026-09-21', average: 5, rated: 1 });
  });
});

describe('walls', () => {
  const opened = async (caller: Caller, query = ''): Promise<number | null> =>
    tile(await summaryOf(caller, `range=90d${query}`), 'opened').value;

  test('a head of department counts only his part, however he asks', async () => {
    const { east, eastTeam, west, root } = it.departments;
    const head = await it.as('supervisor', east);
    const own = await opened(head);
    expect(own).toBe((await opened(admin, `&department=${east}`)) ?? -1);
    expect(own).toBeLessThan(47);
    expect(await opened(head, `&department=${root}`)).toBe(own);
    expect(await opened(head, `&department=${west}`)).toBe(0);
    expect(await opened(head, `&department=${eastTeam}`)).toBe(await opened(admin, `&department=${eastTeam}`));
    expect((await loadOf(head)).map((one) => one.id).toSorted()).toEqual([east, eastTeam].toSorted());
    expect(await loadOf(head, `department=${west}`)).toEqual([]);
    const lines = await trendOf(head, 'by=department&range=90d');
    expect(lines.series.map((one) => one.key).toSorted()).toEqual([east, eastTeam].toSorted());
    expect((await trendOf(head, `by=channel&range=90d&department=${west}`)).series).toEqual([]);
    const heat = readHeat.reply.parse((await head('GET', `/api/board/heat?department=${west}`)).body);
    expect(heat.rows.flat().every((value) => value === 0)).toBe(true);
    const ratings = readRatings.reply.parse((await head('GET', `/api/board/csat?department=${west}`)).body);
    expect(ratings.asked).toBe(0);
  });

  test('every figure of a head of department names tickets that he may open', async () => {
    const head = await it.as('supervisor', it.departments.west);
    const { tiles } = await summaryOf(head, 'range=90d');
    for (const { key, tickets } of tiles)
      if (tickets) expect(await countList(head, tickets.query), key).toBe(tickets.count);
  });

  test('an auditor sees everything, a handler no board, nobody nothing', async () => {
    expect(await opened(await it.as('auditor'))).toBe(47);
    const handler = await it.as('handler');
    for (const path of ['summary', 'trend', 'departments', 'heat', 'csat']) {
      expect((await handler('GET', `/api/board/${path}`)).status).toBe(404);
      expect((await it.anyone('GET', `/api/board/${path}`)).status).toBe(401);
    }
  });

  test('what cannot be asked is refused', async () => {
    expect((await admin('GET', '/api/board/summary?range=year')).status).toBe(422);
    expect((await admin('GET', '/api/board/trend?by=customer')).status).toBe(422);
    expect((await admin('GET', '/api/board/trend?top=0')).status).toBe(422);
    expect((await admin('GET', '/api/board/summary?department=east')).status).toBe(422);
    expect(await opened(admin, '&department=00000000-0000-4000-8000-000000000000')).toBe(0);
  });
});
