import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { openTestInstance, startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { listCorrections, listModels, listTriage, readAccuracy, readFieldAccuracy, readModel } from '../../contract.ts';
import { activateModel, classifyModule } from '../index.ts';
import { addGarden, importGarden, matterText, train } from './learning.fixture.ts';
import { learnedNow } from './model-cache.ts';

let it: TestApp;
let admin: Caller;
let agent: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'all' });
  admin = await it.as('admin');
  agent = await it.as('agent');
  await addGarden(it.app);
  await classifyModule.refresh?.(it.app);
});
afterAll(() => it.stop());

const detail = async (number: string) =>
  ticketRoutes.read.reply.parse((await admin('GET', `/api/tickets/${number}`)).body);
const open = (content: string) =>
  openTestTicket(it, { departmentId: it.departments.east, subject: content.slice(0, 12), content });
const triageOf = z.object({
  classify: z.object({
    words: z.array(z.string()),
    models: z.object({
      category: z.object({ label: z.string(), sure: z.boolean(), suggestions: z.array(z.unknown()) }),
    }),
  }),
});
const field = async (name: string) =>
  readFieldAccuracy.reply.parse((await admin('GET', `/api/classify/accuracy/${name}`)).body);
const queue = async () => listTriage.reply.parse((await agent('GET', '/api/classify/triage?limit=200')).body).items;

describe('a company that teaches its own matters', () => {
  test('before anything is learned a text of its own waits in the triage queue', async () => {
    const { number } = await open(matterText('garden.pond', 900));
    expect(await detail(number)).toMatchObject({ unsure: true, categoryKey: null });
    expect((await queue()).find((one) => one.number === number)).toMatchObject({ suggestions: [], categoryKey: null });
    const counts = ticketRoutes.counts.reply.parse((await agent('GET', '/api/tickets/counts')).body);
    expect(counts.unsure.count).toBeGreaterThan(0);
  });

  test('with two rows it says that it is not enough', async () => {
    const training = await train(admin);
    expect(training).toMatchObject({ state: 'done', outcome: [{ field: 'category', state: 'not_enough', rows: 0 }] });
  });

  test('learns from what an import named, decides alone where it is sure, and says why', async () => {
    await importGarden(it, 60);
    const training = await train(admin);
    const outcome = { field: 'category', state: 'active', reason: 'first', rows: 180, version: 1 };
    expect(training).toMatchObject({ state: 'done', outcome: [outcome] });
    const ticket = await detail((await open(matterText('garden.pond', 901))).number);
    expect(ticket).toMatchObject({ unsure: false, categoryKey: 'garden.pond' });
    const { classify } = triageOf.parse(ticket.triage);
    expect(classify.models.category).toMatchObject({ label: 'garden.pond', sure: true });
    expect(classify.words.length).toBeGreaterThan(0);
    for (const word of classify.words) expect(matterText('garden.pond', 901)).toContain(word);
  });

  test('the page tells what it can do', async () => {
    const answer = await field('category');
    expect(answer.report?.accuracy).toBeGreaterThan(0.9);
    expect(answer.report?.labels.toSorted()).toEqual(['garden.hedge', 'garden.lawn', 'garden.pond']);
    expect(answer.learning).toMatchObject([{ version: 1, rows: 180, state: 'active' }]);
    expect(answer.names['garden.pond']).toBe('水池');
    expect(answer.summary).toMatchObject({ asked: 0.95, goal: 0.92, problem: null, drift: false });
    const overview = readAccuracy.reply.parse((await admin('GET', '/api/classify/accuracy')).body);
    expect(overview.fields.find((one) => one.field === 'department')).toMatchObject({ model: null, goal: 0.95 });
  });

  test('a wrong category corrected by a person is right for the next such message', async () => {
    // A matter it has never met, in the words of one it knows: it is sure, and wrong.
    const told = (n: number): string => `池水发绿那件事：第${n}张发票抬头开错了，税号也不对，请重开发票。`;
    const wrong = await Promise.all(Array.from({ length: 36 }, (_unused, n) => open(told(n))));
    expect((await detail(wrong[0]?.number ?? '')).categoryKey).not.toBe('garden');
    for (const { number } of wrong)
      expect((await agent('POST', `/api/tickets/${number}/classify`, { categoryKey: 'garden' })).status).toBe(200);
    await eventually(async () => {
      const page = await admin('GET', '/api/classify/corrections?field=category&limit=200');
      const { items } = listCorrections.reply.parse(page.body);
      expect(items.length).toBeGreaterThanOrEqual(36);
      // What misled the model stands beside each, in the customer's own words.
      const shown = items.flatMap((one) => one.words);
      expect(shown.length).toBeGreaterThan(0);
      for (const word of shown) expect(told(1) + told(23456789)).toContain(word.replaceAll(/\d/g, ''));
    });
    const training = await train(admin);
    expect(training.outcome).toMatchObject([{ state: 'active', rows: 216, version: 2 }]);
    expect(training.outcome[0]?.compared?.after).toBeGreaterThanOrEqual(training.outcome[0]?.compared?.before ?? 1);
    const next = await detail((await open(told(99))).number);
    expect(triageOf.parse(next.triage).classify.models.category.label).toBe('garden');
    const week = (await field('category')).summary.week;
    expect(week.decided).toBeGreaterThan(0);
  });

  test('going back takes the old model into use at once, and forward again', async () => {
    const back = await admin('POST', '/api/classify/accuracy/category/roll-back');
    expect(back.body).toMatchObject({ version: 1, state: 'active', reason: 'rolled_back' });
    const models = listModels.reply.parse((await admin('GET', '/api/classify/models?field=category')).body).items;
    expect(models.map(({ version, state }) => [version, state])).toEqual([
      [2, 'old'],
      [1, 'active'],
    ]);
    const [second] = models;
    const shown = readModel.reply.parse((await admin('GET', `/api/classify/models/${second?.id}`)).body);
    expect(shown.report.labels).toContain('garden');
    const forward = await admin('POST', `/api/classify/models/${second?.id}/activate`);
    expect(forward.body).toMatchObject({ version: 2, state: 'active', reason: 'chosen' });
  });

  test('another process follows a roll-back by itself, and two who choose at once end with one model', async () => {
    const other = await openTestInstance({ databaseUrl: it.databaseUrl, role: 'web', idle: true });
    const versionThere = () => learnedNow(other.app).models.get('category')?.version;
    try {
      expect(versionThere()).toBe(2);
      await admin('POST', '/api/classify/accuracy/category/roll-back');
      expect(learnedNow(it.app).models.get('category')?.version).toBe(1);
      await classifyModule.refresh?.(other.app);
      expect(versionThere()).toBe(1);
      const models = listModels.reply.parse((await admin('GET', '/api/classify/models?field=category')).body).items;
      const chosen = await Promise.all(
        models.map(({ id }, index) => activateModel(index === 0 ? it.app : other.app, id)),
      );
      expect(chosen.every((one) => one.state === 'active')).toBe(true);
      const now = listModels.reply.parse((await admin('GET', '/api/classify/models?field=category')).body).items;
      expect(now.filter((one) => one.state === 'active')).toHaveLength(1);
      await activateModel(it.app, models.find((one) => one.version === 2)?.id ?? '');
    } finally {
      await other.stop();
    }
  });

  test('a higher precision asked leaves more to people, without a new training', async () => {
    const before = (await field('category')).report;
    const asked = await admin('PUT', '/api/classify/accuracy/category', { asked: 0.999 });
    expect(asked.body).toMatchObject({ asked: 0.999 });
    const after = (await field('category')).report;
    expect(after?.precisionAsked).toBe(0.999);
    expect(after?.coverageAtPrecision).toBeLessThanOrEqual(before?.coverageAtPrecision ?? 0);
    for (const one of after?.perClass ?? []) {
      const earlier = before?.perClass.find((each) => each.label === one.label);
      expect(one.threshold ?? 1).toBeGreaterThanOrEqual(earlier?.threshold ?? 0);
    }
    expect((await admin('PUT', '/api/classify/accuracy/category', { asked: 0.2 })).status).toBe(422);
    await admin('PUT', '/api/classify/accuracy/category', { asked: 0.95 });
  });

  test('a yes to what stands ends the waiting and is no correction', async () => {
    const [waiting] = (await queue()).filter((one) => one.categoryKey === null);
    expect(waiting).toBeDefined();
    const url = `/api/tickets/${waiting?.number}/classify`;
    const chosen = await agent('POST', url, { categoryKey: 'garden.lawn' });
    expect(chosen.body).toMatchObject({ categoryKey: 'garden.lawn', unsure: false });
    expect((await queue()).map((one) => one.number)).not.toContain(waiting?.number);
    const again = await agent('POST', url, { categoryKey: 'garden.lawn' });
    expect(again.body).toMatchObject({ version: ticketRoutes.read.reply.parse(chosen.body).version });
  });
});

describe('who may', () => {
  test('agents sort the queue, but models are of those who may change rules', async () => {
    expect((await agent('GET', '/api/classify/triage')).status).toBe(200);
    for (const [method, url] of [
      ['GET', '/api/classify/accuracy'],
      ['GET', '/api/classify/models'],
      ['POST', '/api/classify/train'],
      ['DELETE', '/api/classify/train'],
      ['POST', '/api/classify/accuracy/category/roll-back'],
      ['GET', '/api/classify/corrections'],
    ] as const)
      expect((await agent(method, url, method === 'GET' ? undefined : {})).status).toBe(404);
  });

  test('nobody sees what waits in another department', async () => {
    const { number } = await open('说不清楚的一件小事，跟谁都没关系');
    const west = await it.as('agent', it.departments.west);
    const seen = listTriage.reply.parse((await west('GET', '/api/classify/triage')).body).items;
    expect(seen.map((one) => one.number)).not.toContain(number);
  });
});
