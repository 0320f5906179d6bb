import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Answer, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import * as contract from '../../contract.ts';
import { judgeHoursJob, judgeYesterdayJob } from './anomalies.job.ts';
import { findPage } from './anomaly.queries.ts';

/** 10:00 on a Wednesday in Shanghai; what is judged is the Tuesday before. */
const clock = fakeClock('2026-09-23T02:00:00Z');
const dayMs = 86_400_000;
let it: TestApp;
let admin: Caller;

const listOf = async (query = '', caller = admin) => {
  const answer = await caller('GET', `/api/anomalies?${query}`);
  expect(answer.status, answer.text).toBe(200);
  return contract.listAnomalies.reply.parse(answer.body);
};
const find = (from: string, to = from, caller = admin): Promise<Answer> =>
  caller('POST', '/api/anomalies/find', { from, to });
const foundOn = async (day: string) => contract.findAnomaliesRoute.reply.parse((await find(day)).body);
const codeOf = (answer: Answer): string => z.object({ code: z.string() }).parse(answer.body).code;

/** Some of each kind of day for six weeks: four in the east, two in the west. */
const usualDays = (): TicketWish[] =>
  Array.from({ length: 42 }, (_unused, back) =>
    Array.from({ length: 6 }, (_one, index): TicketWish => ({
      departmentId: index < 4 ? it.departments.east : it.departments.west,
      region: index < 4 ? '华东' : '华西',
      channel: index % 2 === 0 ? 'form' : 'phone',
      categoryKey: index % 3 === 0 ? 'logistics' : 'quality',
      at: new Date(clock.now().getTime() - (back + 1) * dayMs + index * 3_600_000),
      subject: `第${back}天第${index}件`,
    })),
  ).flat();

const outbreak = (count: number, at: Date): TicketWish[] =>
  Array.from({ length: count }, (_unused, index): TicketWish => ({
    departmentId: it.departments.west,
    region: '华西',
    channel: 'form',
    categoryKey: 'logistics',
    at: new Date(at.getTime() + index * 60_000),
    subject: `包裹没到 ${index}`,
  }));

beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

describe('a company without history', () => {
  test('has nothing to show, and a day cannot be judged', async () => {
    expect(await listOf()).toMatchObject({ items: [], open: 0, nextCursor: null, abilities: { change: true } });
    expect(await foundOn('2026-09-22')).toEqual({ found: 0, tooEarly: 1 });
  });
});

describe('a company with six usual weeks', () => {
  beforeAll(async () => {
    await openTestTickets(it, usualDays());
  });

  test('has no anomaly on a usual day', async () => {
    expect(await foundOn('2026-09-22')).toEqual({ found: 0, tooEarly: 0 });
    await judgeYesterdayJob.run(it.app, {});
    await judgeHoursJob.run(it.app, {});
    expect((await listOf()).items).toEqual([]);
  });

  test('wrong spans are refused', async () => {
    for (const [from, to] of [
      ['2026-09-22', '2026-09-21'],
      ['2026-09-01', '2026-09-22'],
      ['2026-09-24', '2026-09-24'],
    ] as const)
      expect(codeOf(await find(from, to))).toBe('insight.span_wrong');
  });

  test('an outbreak is found by the night, with what explains it and examples', async () => {
    await openTestTickets(it, outbreak(30, new Date('2026-09-22T06:00:00Z')));
    await judgeYesterdayJob.run(it.app, {});
    const { items, open } = await listOf();
    const found = new Map(items.map((one) => [`${one.dimension} ${one.key}`, one]));
    expect([...found.keys()]).toEqual(
      expect.arrayContaining([
        'total ',
        'category logistics',
        'region 华西',
        'channel form',
        `department ${it.departments.west}`,
      ]),
    );
    expect(found.has('region 华东')).toBe(false);
    expect(open).toBe(items.length);
    const region = found.get('region 华西');
    expect(region).toMatchObject({ day: '2026-09-22', count: 32, state: 'open' });
    expect(region?.expected).toBeLessThan(4);
    expect(region?.chance).toBeLessThan(1e-6);
    const [first] = region?.contributors ?? [];
    expect(first?.share).toBeGreaterThan(0.9);
    expect(region?.contributors.map((one) => `${one.dimension} ${one.key}`)).toContain('category logistics');
    const detail = contract.readAnomaly.reply.parse((await admin('GET', `/api/anomalies/${region?.id ?? ''}`)).body);
    expect(detail.days.at(-1)).toEqual({ day: '2026-09-22', count: 32 });
    expect(detail.days).toHaveLength(57);
    expect(detail.examples).toHaveLength(6);
    expect(detail.examples[0]?.subject).toContain('包裹没到');
    expect(detail.sameDay.length).toBe(items.length - 1);
    expect(detail.sameDay.find((one) => one.dimension === 'department')?.nameEn).toBe('West');
  });

  test('the hour of it is found too', async () => {
    const { items } = await listOf('dimension=hour');
    expect(items.map((one) => one.key)).toEqual(['14']);
  });

  test('a person notes the cause, and looking again keeps it', async () => {
    const [one] = (await listOf('dimension=category')).items;
    const id = one?.id ?? '';
    expect(codeOf(await admin('PATCH', `/api/anomalies/${id}`, { state: 'explained' }))).toBe('input.invalid');
    const noted = await admin('PATCH', `/api/anomalies/${id}`, { state: 'explained', cause: '华西仓停电' });
    expect(contract.anomalySchema.parse(noted.body)).toMatchObject({ state: 'explained', cause: '华西仓停电' });
    // Somebody who began to write before that is told, and overwrites nothing.
    const late = { state: 'explained', cause: '系统升级', seenAt: one?.notedAt };
    expect(codeOf(await admin('PATCH', `/api/anomalies/${id}`, late))).toBe('insight.noted_meanwhile');
    const { notedAt } = contract.anomalySchema.parse(noted.body);
    const again = { state: 'explained', cause: '华西仓停电', seenAt: notedAt };
    expect((await admin('PATCH', `/api/anomalies/${id}`, again)).status).toBe(200);
    const before = (await listOf()).items.length;
    await judgeYesterdayJob.run(it.app, {});
    const after = await listOf();
    expect(after.items).toHaveLength(before);
    expect(after.items.find((each) => each.id === id)).toMatchObject({ state: 'explained', cause: '华西仓停电' });
    expect((await listOf('state=explained')).items).toHaveLength(1);
    expect((await listOf('state=open')).items).toHaveLength(before - 1);
  });

  test('pages hang together', async () => {
    const whole = (await listOf()).items.map((one) => one.id);
    const pieces: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page: z.infer<typeof contract.listAnomalies.reply> = await listOf(
        `limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      );
      pieces.push(...page.items.map((one) => one.id));
      cursor = page.nextCursor;
    }
    expect(pieces).toEqual(whole);
    expect((await admin('GET', '/api/anomalies?cursor=nonsense')).status).toBe(422);
  });

  test('while a day goes on its hours are judged as they end', async () => {
    await openTestTickets(it, outbreak(20, new Date('2026-09-23T00:05:00Z')));
    await judgeHoursJob.run(it.app, {});
    const today = (await listOf()).items.filter((one) => one.day === '2026-09-23');
    expect(today.map((one) => `${one.dimension} ${one.key}`)).toEqual(['hour 08']);
  });

  test('what is no anomaly any more goes, unless a person spoke of it', async () => {
    const spam = await it.app.db.read(everything, (tx) =>
      findPage(tx, { state: undefined, dimension: undefined, after: null, limit: 100 }),
    );
    const { items } = contract.listAnomalies.reply.parse((await admin('GET', '/api/anomalies?limit=100')).body);
    expect(spam.length).toBe(items.length);
    const sent = z
      .object({ items: z.array(z.object({ number: z.string() })) })
      .parse(
        (
          await admin(
            'GET',
            '/api/tickets?state=all&limit=200&createdFrom=2026-09-22T06:00:00Z&createdTo=2026-09-22T06:40:00Z',
          )
        ).body,
      );
    for (const { number } of sent.items)
      await admin('POST', `/api/tickets/${number}/transitions`, { action: 'quarantine', reason: '重复演练' });
    await judgeYesterdayJob.run(it.app, {});
    const left = (await listOf()).items.filter((one) => one.day === '2026-09-22');
    expect(left.map((one) => one.state)).toEqual(['explained']);
  });
});

describe('walls', () => {
  test('who reaches a part of the company sees his departments only, and starts nothing', async () => {
    await openTestTickets(it, outbreak(30, new Date('2026-09-21T06:00:00Z')));
    await find('2026-09-21');
    const west = await it.as('supervisor', it.departments.west);
    const { items } = await listOf('', west);
    expect(items.map((one) => one.key)).toEqual([it.departments.west]);
    expect(items[0]?.contributors.every((one) => one.dimension !== 'department')).toBe(true);
    const total = (await listOf('dimension=total')).items[0];
    expect((await west('GET', `/api/anomalies/${total?.id ?? ''}`)).status).toBe(404);
    expect((await west('PATCH', `/api/anomalies/${total?.id ?? ''}`, { state: 'closed' })).status).toBe(404);
    expect((await find('2026-09-21', '2026-09-21', west)).status).toBe(403);
    const east = await it.as('supervisor', it.departments.east);
    expect((await listOf('', east)).items).toEqual([]);
  });

  test('without the permission the page is not there', async () => {
    const handler = await it.as('handler');
    expect((await it.anyone('GET', '/api/anomalies')).status).toBe(401);
    expect([200, 404]).toContain((await handler('GET', '/api/anomalies')).status);
  });
});
