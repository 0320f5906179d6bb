import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  addGarden,
  importGarden,
  importMuddle,
  muddledText,
  train,
} from '#modules/classify/server/learn/learning.fixture.ts';
import { classifyModule } from '#modules/classify/server/index.ts';
import { ticketRoutes } from '#modules/ticket/contract.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { signIn, visitor, type Account, type Sight } from './browser.ts';
import { hire, keyboardOf, openStage, type Stage } from './stage.ts';

let it: TestApp;
let stage: Stage;
let admin: Caller;
let boss: Account;

beforeAll(async () => {
  it = await startTestApp();
  admin = await it.as('admin');
  boss = await hire(it, 'admin', '周建明');
  stage = await openStage();
  await addGarden(it.app);
  await classifyModule.refresh?.(it.app);
  await importGarden(it, 60, ['garden.hedge', 'garden.pond', 'garden.lawn']);
  await importMuddle(it, 50);
  await train(admin);
});
afterAll(async () => {
  await stage.close();
  await it.stop();
});

const open = (content: string) =>
  openTestTicket(it, { departmentId: it.departments.root, subject: content.slice(0, 14), content });
const detail = async (number: string) =>
  ticketRoutes.read.reply.parse((await admin('GET', `/api/tickets/${number}`)).body);

const looks: readonly (Sight & { name: string })[] = [
  { name: 'phone', screen: 'phone' },
  { name: 'dark', theme: 'dark' },
  { name: 'en', language: 'en' },
];

test('the ticket says in one line what moved the model, and a key chooses otherwise', async () => {
  const { number } = await open(muddledText(321));
  const page = await stage.page(await visitor(stage.browser));
  await signIn(page, it.url, boss);
  await page.goto(`${it.url}/tickets/${number}`);
  const choice = page.getByRole('group', { name: '可能的类别' });
  await choice.waitFor();
  await stage.picture(page, 'ticket-verdict');
  const [first] = (await choice.locator('button').allTextContents()).map((text) => text.replace(/^1|\d+%$/gu, ''));
  await page.keyboard.press('1');
  await eventually(async () => expect((await detail(number)).categoryName).toBe(first));
  expect(stage.faults).toEqual([]);
});

test('one key in the queue corrects, the next training learns it, and the next message is right', async () => {
  const waiting = await Promise.all(Array.from({ length: 36 }, (_unused, n) => open(muddledText(n + 100))));
  const page = await stage.page(await visitor(stage.browser));
  await signIn(page, it.url, boss);
  await page.goto(`${it.url}/triage`);
  await page.locator('.tri.on').waitFor();
  await stage.picture(page, 'triage');
  const chosen = await page.locator('.tri.on a').textContent();
  const hand = keyboardOf(page);
  await hand.press('1');
  await eventually(async () => expect(await page.locator('.tri', { hasText: chosen ?? '' }).count()).toBe(0));
  expect(hand.keys).toEqual(['1']);

  for (const { number } of waiting) {
    const { categoryKey } = await detail(number);
    if (categoryKey !== 'garden') await admin('POST', `/api/tickets/${number}/classify`, { categoryKey: 'garden' });
  }
  await page.goto(`${it.url}/settings/accuracy`);
  await page.getByRole('button', { name: '重新训练' }).click();
  await eventually(async () => expect(await page.locator('.hy-table', { hasText: 'v2' }).count()).toBeGreaterThan(0));
  await stage.picture(page, 'accuracy');
  const next = await detail((await open(muddledText(199))).number);
  expect(next.triage).toMatchObject({ classify: { models: { category: { label: 'garden' } } } });
  expect(stage.faults).toEqual([]);
});

test('both pages stand on a phone, by night and in English', async () => {
  for (const { name, ...sight } of looks) {
    const page = await stage.page(await visitor(stage.browser, sight));
    await signIn(page, it.url, boss);
    for (const [path, picture] of [
      ['/settings/accuracy', 'accuracy'],
      ['/triage', 'triage'],
    ] as const) {
      await page.goto(`${it.url}${path}`);
      await stage.picture(page, `${picture}-${name}`);
      const wide = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      );
      expect([name, path, wide]).toEqual([name, path, 0]);
    }
    await page.context().close();
  }
  expect(stage.faults).toEqual([]);
});
