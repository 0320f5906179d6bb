import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { indexTickets, sayingsOfPeriod } from '#modules/ticket/server/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { openTestTickets, type TicketWish } from '#test/ticket-factory.ts';
import * as contract from '../../contract.ts';
import { stories } from './stories.fixture.ts';
import { latestRun } from './topic-runs.queries.ts';
import { findTopicsOf, lookedAtFrom } from './topic-runs.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let boss: Caller;

const open = (
  texts: readonly string[],
  departmentId: string,
  more: (index: number) => Partial<TicketWish> = () => ({}),
) =>
  openTestTickets(
    it,
    texts.map((content, index): TicketWish => ({
      departmentId,
      content,
      subject: content.slice(0, 18),
      contactName: `客户${index}`,
      ...more(index),
    })),
  );
const listOf = async (query = 'range=90d&sort=size', caller = boss) =>
  contract.listTopics.reply.parse((await caller('GET', `/api/topics?${query}`)).body);
const topicOf = async (id: string, caller = boss) =>
  contract.readTopic.reply.parse((await caller('GET', `/api/topics/${id}?range=90d`)).body);
const recompute = async (body: object = { range: '90d' }) => {
  const answer = await boss('POST', '/api/topics/runs', body);
  expect(answer.status, answer.text).toBe(202);
  const run = contract.startTopicRun.reply.parse(answer.body);
  await findTopicsOf(it.app, run.id);
  return contract.readTopicRun.reply.parse((await boss('GET', '/api/topics/runs/latest')).body).run;
};
/** The topic most of whose tickets say a word. */
const topicSaying = async (word: string) => {
  for (const topic of (await listOf()).topics) {
    const answer = await boss('GET', `/api/topics/${topic.id}/tickets?range=90d&limit=200`);
    const { items } = contract.listTopicTickets.reply.parse(answer.body);
    if (items.filter((one) => one.subject.includes(word)).length > items.length / 2) return topic;
  }
  throw new Error(`no topic says ${word}`);
};

beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  boss = await it.as('supervisor');
});
afterAll(() => it.stop());

describe('before anything was found', () => {
  test('there is no topic and no run', async () => {
    expect(await listOf()).toMatchObject({ topics: [], tickets: 0, run: null, abilities: { change: true } });
    expect((await boss('GET', '/api/topics/runs/latest')).body).toEqual({ run: null });
  });
});

describe('what customers speak of', () => {
  beforeAll(async () => {
    const { east, west } = it.departments;
    const at = (daysAgo: number) => new Date(clock.now().getTime() - daysAgo * 86_400_000);
    await open(stories.parking, east, (index) => ({
      at: at(index % 6),
      region: '华东',
      fields: { likes: String(index) },
      contactName: `业主${index % 9}`,
    }));
    await open(stories.noise, west, (index) => ({
      at: at(index % 6),
      region: '华西',
      fields: { product: '空调外机' },
    }));
    await open(stories.other, east, (index) => ({ at: at(index % 20) }));
    await open(['年前问过一次发票的事'], east, () => ({ at: at(200) }));
    const run = await recompute();
    expect(run).toMatchObject({ state: 'done', progress: 1, problem: '' });
  });

  test('comes as topics with size, people, votes, places and when it was said', async () => {
    const parking = await topicSaying('车位');
    expect(parking.size).toBeGreaterThanOrEqual(stories.parking.length - 2);
    expect(parking.people).toBe(9);
    expect(parking.votes).toBeGreaterThan(100);
    expect(parking.spark.reduce((sum, count) => sum + count, 0)).toBe(parking.size);
    expect(parking).toMatchObject({ named: false, pinned: false, isNew: true, previous: 0 });
    // Of a time that holds the very first voice nothing is new, and there is nothing to hold it against.
    const year = (await listOf('range=365d&sort=size')).topics;
    expect(year.length).toBeGreaterThan(0);
    expect(year.every((topic) => !topic.isNew && topic.previous === null)).toBe(true);
    const detail = await topicOf(parking.id);
    expect(detail.examples).toHaveLength(5);
    expect(detail.examples.every((one) => one.text.includes('车位') || one.subject.includes('车位'))).toBe(true);
    expect(detail.days.reduce((sum, day) => sum + day.count, 0)).toBe(parking.size);
    const noise = await topicOf((await topicSaying('外机')).id);
    expect(noise.products).toEqual([{ name: '空调外机', count: noise.size }]);
    expect(noise.causes.map((cause) => [cause.dimension, cause.name])).toContainEqual(['product', '空调外机']);
  });

  test('a department sees its own tickets alone, and nothing of a topic that others speak of', async () => {
    const [east, west] = [await it.as('agent'), await it.as('agent', it.departments.west)];
    const [parking, noise] = [await topicSaying('车位'), await topicSaying('外机')];
    expect((await listOf(undefined, west)).topics.map((topic) => topic.id)).toEqual([noise.id]);
    expect((await listOf(undefined, east)).topics.map((topic) => topic.id)).not.toContain(noise.id);
    expect((await west('GET', `/api/topics/${parking.id}?range=90d`)).status).toBe(404);
    expect((await west('PATCH', `/api/topics/${parking.id}`, { pinned: true })).status).toBe(404);
    const tickets = await west('GET', `/api/topics/${parking.id}/tickets?range=90d`);
    expect(tickets.body).toEqual({ items: [], nextCursor: null });
    const narrowed = await listOf(`range=90d&department=${it.departments.west}`);
    expect(narrowed.topics.map((topic) => topic.id)).toEqual([noise.id]);
  });

  test('a period counts its own days', async () => {
    const { id, size } = await topicSaying('车位');
    const week = await listOf('from=2026-09-22&to=2026-09-23&sort=size');
    expect(week).toMatchObject({ from: '2026-09-22', to: '2026-09-23' });
    const counted = week.topics.find((topic) => topic.id === id)?.size ?? 0;
    expect(counted).toBeGreaterThan(0);
    expect(counted).toBeLessThan(size);
    expect((await boss('GET', '/api/topics?from=2026-09-23&to=2026-09-01')).status).toBe(422);
  });

  test('a page of tickets goes on where the last one ended', async () => {
    const { id, size } = await topicSaying('车位');
    const seen = new Set<string>();
    let cursor: string | null = '';
    while (cursor !== null) {
      const from: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await boss('GET', `/api/topics/${id}/tickets?range=90d&limit=4${from}`);
      const page = contract.listTopicTickets.reply.parse(answer.body);
      for (const one of page.items) seen.add(one.number);
      cursor = page.nextCursor;
    }
    expect(seen.size).toBe(size);
  });
});

describe('the tickets of a topic in the ordinary list', () => {
  const listed = async (query: string, caller = boss) => {
    const answer = await caller('GET', `/api/tickets?state=all&limit=200&${query}`);
    expect(answer.status, answer.text).toBe(200);
    return ticketRoutes.list.reply.parse(answer.body).items;
  };

  test('are those that the topic counts, in any order and with any other filter', async () => {
    const { id, size } = await topicSaying('车位');
    const answer = await boss('GET', `/api/topics/${id}/tickets?range=90d&limit=200`);
    const numbers = contract.listTopicTickets.reply.parse(answer.body).items.map((one) => one.number);
    for (const sort of ['new', 'updated'])
      expect(new Set((await listed(`topic=${id}&sort=${sort}`)).map((one) => one.number))).toEqual(new Set(numbers));
    expect(numbers).toHaveLength(size);
    const days = '2026-09-22..2026-09-23';
    const [from, to] = days.split('..');
    const week = await listOf(`from=${from}&to=${to}&sort=size`);
    expect(await listed(`topic=${id}&topicDays=${days}`)).toHaveLength(
      week.topics.find((topic) => topic.id === id)?.size ?? -1,
    );
    expect(await listed(`topic=${id}&department=${it.departments.west}`)).toEqual([]);
    const stages = await boss('GET', `/api/tickets/stages?topic=${id}`);
    const counted = ticketRoutes.stageCounts.reply.parse(stages.body).items;
    expect(counted.reduce((sum, one) => sum + one.count, 0)).toBe(size);
  });

  test('are searched by words inside the topic alone', async () => {
    const { id } = await topicSaying('车位');
    await it.app.db.write(everything, async (tx) => {
      const said = await sayingsOfPeriod(tx, new Date(0), clock.now(), 1000);
      await indexTickets(
        tx,
        said.map((one) => one.id),
      );
    });
    expect((await listed(`query=${encodeURIComponent('外机')}`)).length).toBeGreaterThan(0);
    expect(await listed(`topic=${id}&query=${encodeURIComponent('外机')}`)).toEqual([]);
    expect((await listed(`topic=${id}&query=${encodeURIComponent('车位')}`)).length).toBeGreaterThan(0);
  });

  test('are as far as they are reached: of a foreign topic there is no ticket and no name', async () => {
    const [parking, noise] = [await topicSaying('车位'), await topicSaying('外机')];
    const west = await it.as('agent', it.departments.west);
    expect(await listed(`topic=${parking.id}`, west)).toEqual([]);
    expect(await listed(`topic=${noise.id}`, west)).toHaveLength(noise.size);
    expect((await west('GET', `/api/topic-names/${parking.id}`)).status).toBe(404);
    expect((await west('GET', `/api/topic-names/${noise.id}`)).body).toEqual({ label: noise.label });
    const handler = await it.as('handler', it.departments.west);
    expect(await listed(`topic=${noise.id}`, handler)).toEqual([]);
    expect((await boss('GET', `/api/tickets?topic=${parking.id}&topicDays=2026-02-31..2026-03-01`)).status).toBe(422);
  });
});

describe('what people decided', () => {
  test('a name, a pin and the topic itself outlive a recomputation with new tickets', async () => {
    const before = await topicSaying('车位');
    await boss('PATCH', `/api/topics/${before.id}`, { label: '车位捆绑销售', pinned: true });
    clock.advance({ hours: 6 });
    await open(stories.parkingLater, it.departments.east);
    await recompute();
    const after = await topicSaying('车位');
    expect(after).toMatchObject({ id: before.id, label: '车位捆绑销售', named: true, pinned: true });
    expect(after.size).toBeGreaterThan(before.size);
    expect((await listOf('range=90d&sort=votes')).topics[0]?.id).toBe(before.id);
    await boss('PATCH', `/api/topics/${before.id}`, { label: '', pinned: false });
    await recompute();
    expect(await topicSaying('车位')).toMatchObject({ id: before.id, named: false, pinned: false });
  });

  test('a merge stays, counts for the other, and can be taken back', async () => {
    const [parking, noise] = [await topicSaying('车位'), await topicSaying('外机')];
    const merged = await boss('POST', `/api/topics/${noise.id}/merge`, { into: parking.id });
    expect(merged.status, merged.text).toBe(200);
    expect((await boss('POST', `/api/topics/${parking.id}/merge`, { into: noise.id })).body).toMatchObject({
      code: 'insight.merge_circle',
    });
    await recompute();
    const list = await listOf();
    expect(list.topics.map((topic) => topic.id)).not.toContain(noise.id);
    const both = list.topics.find((topic) => topic.id === parking.id);
    expect(both?.size).toBe(parking.size + noise.size);
    expect((await topicOf(parking.id)).merged).toMatchObject([{ id: noise.id }]);
    await boss('POST', `/api/topics/${noise.id}/release`);
    expect((await listOf()).topics.map((topic) => topic.id)).toContain(noise.id);
  });

  test('tickets that were split off stay there', async () => {
    const parking = await topicSaying('车位');
    const split = await boss('POST', `/api/topics/${parking.id}/split`, { label: '车位价格', word: '二十万' });
    expect(split.status, split.text).toBe(201);
    const { id, moved } = contract.splitTopic.reply.parse(split.body);
    expect(moved).toBe([...stories.parking, ...stories.parkingLater].filter((text) => text.includes('二十万')).length);
    await recompute();
    expect((await topicOf(id)).size).toBe(moved);
    expect((await listOf()).topics.find((topic) => topic.id === parking.id)?.size).toBe(parking.size - moved);
    const nothing = await boss('POST', `/api/topics/${parking.id}/split`, { label: '没有', word: '火星基地' });
    expect(nothing.body).toMatchObject({ code: 'insight.split_nothing' });
    expect((await (await it.as('auditor'))('PATCH', `/api/topics/${id}`, { pinned: true })).status).toBe(404);
  });
});

describe('a run', () => {
  test('is one at a time: who asks while it goes on is shown the same', async () => {
    const [one, two] = await Promise.all([
      boss('POST', '/api/topics/runs', { range: 'all' }),
      boss('POST', '/api/topics/runs', { range: '30d' }),
    ]);
    const ids = [one, two].map((answer) => contract.startTopicRun.reply.parse(answer?.body).id);
    expect(new Set(ids).size).toBe(1);
    await findTopicsOf(it.app, ids[0] ?? '');
    expect(await it.app.db.read(everything, latestRun)).toMatchObject({ id: ids[0], state: 'done' });
  });

  test('that is stopped leaves the topics as they were, and ends wherever it runs', async () => {
    const before = (await listOf()).topics.map((topic) => [topic.id, topic.size]);
    const { id } = contract.startTopicRun.reply.parse((await boss('POST', '/api/topics/runs', { range: '7d' })).body);
    const stopped = await boss('DELETE', '/api/topics/runs/latest');
    expect(contract.cancelTopicRun.reply.parse(stopped.body).run).toMatchObject({
      id,
      state: 'failed',
      problem: 'insight.run_cancelled',
    });
    await findTopicsOf(it.app, id);
    expect(await it.app.db.read(everything, latestRun)).toMatchObject({ id, problem: 'insight.run_cancelled' });
    expect((await listOf()).topics.map((topic) => [topic.id, topic.size])).toEqual(before);
    expect((await (await it.as('auditor'))('DELETE', '/api/topics/runs/latest')).status).toBe(404);
  });

  test('over more than is looked at leaves what is older where it was', () => {
    const from = new Date('2026-07-01T00:00:00Z');
    const sayings = ['2026-09-20', '2026-09-02', '2026-09-11'].map((day) => ({ saidAt: new Date(day) }));
    expect(lookedAtFrom(from, sayings, 4)).toEqual(from);
    expect(lookedAtFrom(from, sayings, 3)).toEqual(new Date('2026-09-02'));
  });

  test('merges that cross make neither a chain nor a dead end', async () => {
    const [parking, noise] = [await topicSaying('车位'), await topicSaying('外机')];
    const answers = await Promise.all([
      boss('POST', `/api/topics/${parking.id}/merge`, { into: noise.id }),
      boss('POST', `/api/topics/${noise.id}/merge`, { into: parking.id }),
    ]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([200, 422]);
    for (const { id } of [parking, noise]) await boss('POST', `/api/topics/${id}/release`);
  });

  test('that died with its process is given up, and the next one goes on', async () => {
    const lost = contract.startTopicRun.reply.parse((await boss('POST', '/api/topics/runs', { range: '30d' })).body);
    clock.advance({ hours: 1 });
    const next = await recompute();
    expect(next).toMatchObject({ state: 'done' });
    expect(next?.id).not.toBe(lost.id);
  });
});
