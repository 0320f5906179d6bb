import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { axeFaults } from './axe.ts';
import { signIn, visitor, type Account } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

const receipt = z.object({ number: z.string() });

let it: TestApp;
let stage: Stage;
let account: Account;

beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
  account = await hire(it, 'supervisor', '周亦航');
});

afterAll(async () => {
  await stage.close();
  await it.stop();
});

const open = async (content: string): Promise<string> =>
  receipt.parse((await it.anyone('POST', '/api/public/feedback', { content })).body).number;

const card = (page: Page, column: string, number: string) =>
  page.locator(`.kcol[data-stage="${column}"] a[data-number="${number}"]`);

const board = async (sight: Parameters<typeof visitor>[1] = {}): Promise<Page> => {
  const page = await stage.page(await visitor(stage.browser, sight));
  await signIn(page, it.url, account);
  await page.goto(`${it.url}/tickets?layout=board`);
  await page.locator('.kcard').first().waitFor();
  return page;
};

test('cards move by keyboard and by hand, under the guards of the steps', async () => {
  const numbers: string[] = [];
  for (const words of ['快递三天没动静', '安装师傅乱收费八十元', '退款半个月没有到账']) numbers.push(await open(words));
  const [keyed = '', dragged = '', guarded = ''] = numbers;
  const page = await board();

  await card(page, 'accept', keyed).focus();
  await page.keyboard.press('Shift+ArrowRight');
  await card(page, 'verify', keyed).waitFor();
  await page.locator('.kcol[data-stage="verify"] h2', { hasText: '1' }).waitFor();

  await card(page, 'accept', dragged).dragTo(page.locator('.kcol[data-stage="verify"]'));
  await card(page, 'verify', dragged).waitFor();

  // From accept there is no step to the reply: the column does not take the card.
  await card(page, 'accept', guarded).dragTo(page.locator('.kcol[data-stage="reply"]'));
  await card(page, 'accept', guarded).waitFor();

  // A step that needs a reason asks for it before the card moves.
  await card(page, 'accept', guarded).dragTo(page.locator('.kcol[data-stage="archive"]'));
  await page.locator('#step-reason').fill('重复提交，已在另一件办理');
  await stage.picture(page, 'kanban-reason');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '放弃' }).click();
  await card(page, 'accept', guarded).waitFor();

  // Nobody has answered the customer: the server refuses, the card stays.
  await card(page, 'verify', keyed).dragTo(page.locator('.kcol[data-stage="confirm"]'));
  await page.locator('.toast', { hasText: '先回复' }).waitFor();
  await card(page, 'verify', keyed).waitFor();
  await stage.picture(page, 'kanban-light');
  expect(await axeFaults(page)).toEqual([]);
  expect(stage.faults).toEqual([]);
});

test('in the dark, in English and on a phone', async () => {
  await open('空调不制冷约了三次没人来');
  const dark = await board({ theme: 'dark', language: 'en' });
  await stage.picture(dark, 'kanban-dark-en');
  expect(await axeFaults(dark)).toEqual([]);
  const phone = await board({ screen: 'phone' });
  const wide = await phone.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(375);
  await stage.picture(phone, 'kanban-phone');
});
