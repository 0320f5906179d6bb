import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { settleEvents } from '#test/settle-events.ts';
import {
  autoRuleSchema,
  listAutoSamples,
  readAutoAnswers,
  tryAutoAnswers,
  type AutoSetting,
} from '../../contract/auto-answer.ts';

const clock = fakeClock('2026-09-09T10:00:00+08:00');
let it: TestApp;
let admin: Caller;
let ruleId = '';
const setting: AutoSetting = {
  enabled: true,
  workingHoursOnly: false,
  mostADay: 1000,
  repeatDays: 7,
  samplePercent: 100,
};

const put = async (part: Partial<AutoSetting>): Promise<void> => {
  const answer = await admin('PUT', '/api/auto-answers/setting', { ...setting, ...part });
  expect(answer.status, answer.text).toBe(200);
};

const idOf = z.object({ id: z.string() });
beforeAll(async () => {
  it = await startTestApp({ clock, role: 'web' });
  admin = await it.as('admin');
  await admin('POST', '/api/categories', { key: 'invoice', name: '发票', nameEn: 'Invoices' });
  const made = await admin('POST', '/api/classify/rules', {
    name: '发票',
    rule: { anyOf: ['发票'], categoryKey: 'invoice' },
  });
  expect(made.status, made.text).toBe(201);
  const template = idOf.parse(
    (
      await admin('POST', '/api/templates', {
        title: '怎么开发票',
        body: '{{customerName}}您好，订单页点「开发票」即可，编号 {{number}}。',
        bodyEn: 'Hello {{customerName}}, press Invoice on the order page ({{number}}).',
      })
    ).body,
  );
  const rule = {
    name: '怎么开发票',
    enabled: true,
    sort: 10,
    kinds: ['inquiry', 'praise'],
    categoryKeys: ['invoice'],
    channels: [],
    leastConfidence: 0,
    templateId: template.id,
  };
  const added = await admin('POST', '/api/auto-answers/rules', rule);
  expect(added.status, added.text).toBe(201);
  ruleId = autoRuleSchema.parse(added.body).id;
});
afterAll(() => it.stop());

const receipt = z.object({ number: z.string(), trackingUrl: z.string() });
let tail = 1000;
const ask = async (part: object = {}) => {
  const answer = await it.anyone('POST', '/api/public/feedback', {
    content: `请问怎么开发票？第 ${(tail += 1)} 单`,
    kind: 'inquiry',
    contact: { name: '王敏', phone: `1390000${tail}` },
    ...part,
  });
  expect(answer.status, answer.text).toBe(201);
  const { number, trackingUrl } = receipt.parse(answer.body);
  return { number, path: `/api/public/tracking/${new URL(trackingUrl).pathname.split('/').at(-1) ?? ''}` };
};

const detail = z.object({
  state: z.string(),
  level: z.int(),
  categoryKey: z.string().nullable(),
  tasks: z.array(z.object({ titleKey: z.string(), doneAt: z.string().nullable() })),
});
const read = async (number: string) => detail.parse((await admin('GET', `/api/tickets/${number}`)).body);
const settle = () => settleEvents(it.app);
const answered = async (number: string): Promise<void> => {
  await settle();
  expect((await read(number)).state).toBe('awaiting');
};
const leftAlone = async (number: string): Promise<void> => {
  await settle();
  expect((await read(number)).state).toBe('new');
};
const overview = async () => readAutoAnswers.reply.parse((await admin('GET', '/api/auto-answers')).body);
const samples = async () =>
  listAutoSamples.reply.parse((await admin('GET', '/api/auto-answers/samples?limit=200')).body).items;
const sampleOf = async (number: string) => {
  const found = (await samples()).find((one) => one.number === number);
  if (!found) throw new Error('not sampled');
  return found;
};

describe('switched off', () => {
  test('as it is shipped, nothing is answered', async () => {
    const shipped = (await overview()).setting;
    expect(shipped.enabled).toBe(false);
    const one = await ask();
    await leftAlone(one.number);
    await put({});
  });

  test('the switch ends it at once', async () => {
    await put({ enabled: false });
    const one = await ask();
    await leftAlone(one.number);
    await put({});
  });
});

describe('a light case', () => {
  test('is answered by the template, says that a machine spoke, and waits for the customer', async () => {
    const one = await ask();
    await answered(one.number);
    const shown = (await it.anyone('GET', one.path)).text;
    expect(shown).toContain('订单页点「开发票」即可');
    expect(shown).toContain('这是自动答复');
    const thread = await admin('GET', `/api/tickets/${one.number}/thread?limit=100`);
    expect(thread.text).toContain('resolve.auto_answered');
  });

  test('speaks the language in which it was asked, also to somebody without a name', async () => {
    for (const part of [{ locale: 'en' }, { locale: 'en', contact: undefined }]) {
      const one = await ask(part);
      await answered(one.number);
      const shown = (await it.anyone('GET', one.path)).text;
      expect(shown).toContain('press Invoice on the order page');
      expect(shown).not.toContain('这是自动答复');
    }
  });

  test('"not solved" hands it to a person at once, once', async () => {
    const one = await ask();
    await answered(one.number);
    expect((await it.anyone('POST', `${one.path}/messages`, { unsolved: true })).status).toBe(201);
    await settle();
    const now = await read(one.number);
    expect(now.state).toBe('resolving');
    expect(now.tasks.map((task) => task.titleKey)).toEqual(['auto_unsolved']);
    expect((await sampleOf(one.number)).unsolvedAt).not.toBeNull();
  });
});

describe('left to people', () => {
  test('another category, another kind, and what is urgent or grave', async () => {
    for (const part of [
      { content: '请问你们周末营业吗' },
      { content: '发票开错了三次，我要投诉', kind: 'complaint' },
      { content: '请问发票怎么开？你们的充电器起火烧伤了我的手', kind: 'inquiry' },
    ])
      await leftAlone((await ask(part)).number);
  });

  test('a customer who wrote within the last days', async () => {
    const contact = { name: '李雷', phone: '13911112222' };
    const first = await ask({ contact });
    await answered(first.number);
    clock.advance({ days: 2 });
    admin = await it.as('admin');
    const again = await ask({ contact });
    await leftAlone(again.number);
    clock.advance({ days: 8 });
    admin = await it.as('admin');
    await answered((await ask({ contact })).number);
  });

  test('outside working time, where that is asked for', async () => {
    clock.set('2026-11-22T23:00:00+08:00');
    admin = await it.as('admin');
    await put({ workingHoursOnly: true });
    const one = await ask();
    await leftAlone(one.number);
    await put({});
  });

  test('more than so many in a day', async () => {
    clock.advance({ days: 2 });
    admin = await it.as('admin');
    await put({ mostADay: 2 });
    await answered((await ask()).number);
    await answered((await ask()).number);
    const third = await ask();
    await leftAlone(third.number);
    await put({});
  });
});

describe('looked at afterwards', () => {
  test('right ones are counted; wrong ones opened again for a person; each is judged once', async () => {
    const [good, bad] = [await ask(), await ask()];
    await answered(good.number);
    await answered(bad.number);
    const before = (await overview()).figures;
    const judge = (id: string, verdict: string) => admin('POST', `/api/auto-answers/samples/${id}`, { verdict });
    const [right, wrong] = [await sampleOf(good.number), await sampleOf(bad.number)];
    expect(right).toMatchObject({ rule: '怎么开发票', state: 'awaiting' });
    expect((await judge(right.id, 'right')).body).toEqual({ reopened: false });
    const at = await Promise.all([1, 2, 3].map(() => judge(wrong.id, 'wrong')));
    expect(at.map((one) => one.status).toSorted()).toEqual([200, 409, 409]);
    const now = await read(bad.number);
    expect(now).toMatchObject({ state: 'resolving', tasks: [{ titleKey: 'auto_unsolved', doneAt: null }] });
    const after = (await overview()).figures;
    expect(after).toMatchObject({
      reviewed: before.reviewed + 2,
      wrong: before.wrong + 1,
      waiting: before.waiting - 2,
    });
    expect((await samples()).map((one) => one.number)).not.toContain(bad.number);
  });

  test('only a share is sampled where a share is asked for', async () => {
    await put({ samplePercent: 0 });
    const one = await ask();
    await answered(one.number);
    expect((await samples()).map((each) => each.number)).not.toContain(one.number);
    await put({});
  });
});

describe('a trial', () => {
  test('tells whom it would have answered and why not the others, and answers nobody', async () => {
    await put({ enabled: false });
    const one = await ask();
    const grave = await ask({ content: '请问发票怎么开？充电器起火烧伤了我的手' });
    const answer = await admin('POST', '/api/auto-answers/try', {});
    expect(answer.status, answer.text).toBe(200);
    const found = tryAutoAnswers.reply.parse(answer.body);
    const mine = found.answered.find((each) => each.number === one.number);
    expect(mine?.body).toContain('订单页点「开发票」即可');
    expect(found.answered.map((each) => each.number)).not.toContain(grave.number);
    expect(found.left.length).toBeGreaterThan(0);
    expect(found.left.every((each) => each.count > 0)).toBe(true);
    expect((await read(one.number)).state).toBe('new');
    await put({});
  });

  test('of a rule that is being written', async () => {
    const saved = (await overview()).rules.find((rule) => rule.id === ruleId);
    const { id: _id, ...draft } = saved ?? { id: '' };
    const answer = await admin('POST', '/api/auto-answers/try', {
      rule: { ...draft, name: '草稿', categoryKeys: ['nothing'] },
    });
    expect(tryAutoAnswers.reply.parse(answer.body).answered).toEqual([]);
  });
});

describe('rights and rules', () => {
  test('agents see nothing of it; a rule needs a template that is there', async () => {
    const agent = await it.as('agent');
    for (const [method, url] of [
      ['GET', '/api/auto-answers'],
      ['PUT', '/api/auto-answers/setting'],
      ['GET', '/api/auto-answers/samples'],
      ['POST', '/api/auto-answers/try'],
    ] as const)
      expect((await agent(method, url, method === 'GET' ? undefined : {})).status).toBe(404);
    const [first] = (await overview()).rules;
    const { id: _id, ...rule } = first ?? { id: '' };
    const missing = '0a330000-0000-7000-8000-0000000000ff';
    const refused = await admin('POST', '/api/auto-answers/rules', { ...rule, templateId: missing });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('resolve.unknown_template');
    expect((await admin('POST', '/api/auto-answers/rules', { ...rule, categoryKeys: [] })).status).toBe(422);
    expect((await admin('PUT', `/api/auto-answers/rules/${missing}`, rule)).status).toBe(404);
    expect((await admin('DELETE', `/api/auto-answers/rules/${missing}`)).status).toBe(404);
  });
});
