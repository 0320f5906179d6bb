import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { axeFaults } from './axe.ts';
import { screens, signIn, visitor } from './browser.ts';
import { hire, keyboardOf, openStage, type Stage } from './stage.ts';

const receipt = z.object({ number: z.string() });

let first: TestApp;
let second: TestApp;
let stage: Stage;
let chief: Caller;

beforeAll(async () => {
  first = await startTestApp();
  second = await startTestApp({ databaseUrl: first.databaseUrl, role: 'web' });
  stage = await openStage();
  chief = await first.as('supervisor');
});

afterAll(async () => {
  await stage.close();
  await second.stop();
  await first.stop();
});

const open = async (content: string): Promise<string> =>
  receipt.parse((await first.anyone('POST', '/api/public/feedback', { content })).body).number;

/** Somebody with a browser of his own at one of the two processes. */
const agentAt = async (app: TestApp, name: string): Promise<Page> => {
  const page = await stage.page(await visitor(stage.browser));
  await signIn(page, app.url, await hire(first, 'agent', name));
  return page;
};

const openTicket = async (page: Page, app: TestApp, number: string): Promise<void> => {
  const listening = page.waitForResponse((response) => response.url().endsWith('/api/live'));
  await page.goto(`${app.url}/tickets/${number}`);
  await page.locator('.wt .tb article').first().waitFor();
  await listening;
};

const face = (page: Page, name: string, ring: string) => page.locator(`.th .av.${ring}[aria-label^="${name}"]`);
const draftSaved = (page: Page) => page.locator('.wsaved').waitFor();

test('two agents at one ticket: they see each other, are asked before sending, and lose no word', async () => {
  const number = await open('空调装了三次还在漏水，地板泡坏了');
  const [han, wang] = [await agentAt(first, '韩松'), await agentAt(second, '王敏')];
  await openTicket(han, first, number);
  await openTicket(wang, second, number);

  await face(han, '王敏', 'look').waitFor();
  await face(wang, '韩松', 'look').waitFor();
  await han.locator('.wpresent', { hasText: '王敏 正在看' }).waitFor();

  const began = performance.now();
  await wang.locator('.cp textarea').pressSequentially('您好，师傅今天下午到，');
  await han.locator('.wpresent.writing', { hasText: '王敏 正在写回复' }).waitFor();
  console.log(`writing was seen in the other process's browser after ${Math.round(performance.now() - began)} ms`);
  await face(han, '王敏', 'edit').waitFor();
  await han.locator('.wcollide', { hasText: '王敏 正在写回复' }).waitFor();

  const mine = '您好，已为您约好明早九点检修。';
  await han.locator('.cp textarea').fill(mine);
  await wang.locator('.wcollide', { hasText: '韩松 正在写回复' }).waitFor();
  await draftSaved(wang);
  await stage.picture(han, 'two-agents-writing');
  expect(await axeFaults(han, { within: '.wt' })).toEqual([]);

  const keys = keyboardOf(han);
  await han.locator('.cp textarea').focus();
  await keys.press('Control+Enter');
  await han.locator('.wcollide', { hasText: '再按一次就发送' }).waitFor();
  await han.locator('.cb', { hasText: '仍要发送' }).waitFor();
  await stage.picture(han, 'two-agents-asked');
  expect(await han.locator('.wt .tb').getByText(mine).count()).toBe(0);
  expect(await han.locator('.cp textarea').inputValue()).toBe(mine);
  await keys.press('Control+Enter');
  await han.locator('.wt .tb').getByText(mine).waitFor();
  expect(await han.locator('.cp textarea').inputValue()).toBe('');

  await wang.locator('.wt .tb').getByText(mine).waitFor();
  expect(await wang.locator('.cp textarea').inputValue()).toBe('您好，师傅今天下午到，');
  await wang.reload();
  await wang.locator('.wt .tb').getByText(mine).waitFor();
  expect(await wang.locator('.cp textarea').inputValue()).toBe('您好，师傅今天下午到，');

  await han.evaluate(() => {
    document.hasFocus = () => false;
    window.dispatchEvent(new Event('blur'));
  });
  // Who has nothing left in the composer and turns to another window is shown faded.
  await face(wang, '韩松', 'away').waitFor();
  await han.goto(`${first.url}/workbench`);
  await wang.locator('.th .where').waitFor({ state: 'detached' });
  await wang.setViewportSize(screens.phone);
  await stage.picture(wang, 'two-agents-phone');
  expect(stage.faults).toEqual([]);
});

test('a reply written for another version of the case is refused, and both texts stay', async () => {
  const number = await open('发票抬头错了两次，请重开');
  const han = await agentAt(first, '韩松');
  await openTicket(han, first, number);
  const mine = '发票今天重开，稍后发到您邮箱。';
  await han.locator('.cp textarea').fill(mine);
  await draftSaved(han);
  // As if the news of it had been lost on the way: the page does not hear that a colleague answered.
  await han.route(`**/api/tickets/${number}`, (route) => route.abort());
  const theirs = '您好，正在核对发票信息。';
  expect((await chief('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: theirs })).status).toBe(201);
  await han.locator('.cp textarea').focus();
  const refused = han.waitForResponse((response) => response.url().endsWith('/messages'));
  await keyboardOf(han).press('Control+Enter');
  expect((await refused).status()).toBe(409);
  await han.locator('.cp .ban', { hasText: '写的内容都在' }).waitFor();
  expect(await han.locator('.cp textarea').inputValue()).toBe(mine);
});

test('a hand that is too quick is not refused: E twice is one step, and the next one follows', async () => {
  const number = await open('门锁半夜自动报警，吵醒全家');
  const han = await agentAt(first, '韩松');
  await openTicket(han, first, number);
  const keys = keyboardOf(han);
  await keys.press('e', 'e');
  await han.locator('.toast').first().waitFor();
  const read = async () =>
    z.object({ state: z.string() }).parse((await chief('GET', `/api/tickets/${number}`)).body).state;
  expect(await read()).toBe('verifying');
  expect(await han.locator('.toast', { hasText: '已经改过' }).count()).toBe(0);
  expect(stage.faults.filter((fault) => !fault.includes('abort'))).toEqual([]);
});

test('after a ticket claimed from the pool one goes on to one’s own list, not to the pool', async () => {
  const han = await hire(first, 'agent', '陈果');
  const page = await stage.page(await visitor(stage.browser));
  await signIn(page, first.url, han);
  const numbers = [];
  for (const words of ['净水器滤芯发黄有异味', '油烟机噪音大邻居投诉', '热水器打不着火已经三天'])
    numbers.push(await open(words));
  const [own, claimed] = numbers;
  const me = z.object({ person: z.object({ id: z.string() }) });
  const id = await page
    .evaluate(async (): Promise<unknown> => (await fetch('/api/session')).json())
    .then((body) => me.parse(body).person.id);
  const give = await chief('POST', `/api/tickets/${own}/assign`, { ownerId: id, reason: '您来办' });
  expect(give.status, give.text).toBe(200);
  const unowned = z.object({ owner: z.null() });
  if (!unowned.safeParse((await chief('GET', `/api/tickets/${claimed}`)).body).success)
    await chief('POST', `/api/tickets/${claimed}/assign`, { ownerId: null, reason: '放回团队池' });
  await page.goto(`${first.url}/workbench?v=pool&t=${claimed}`);
  await page.locator('.wt .tb article').first().waitFor();
  const keys = keyboardOf(page);
  await keys.press('Shift+A');
  await page.locator('.th', { hasText: '陈果' }).first().waitFor();
  await keys.press('r');
  await keys.write('您好，已经收到，马上为您处理。');
  await keys.press('Control+Enter');
  await page.waitForURL((url) => url.searchParams.get('t') === own && url.searchParams.get('v') === 'mine');
  await page.locator('.wt .tb', { hasText: '净水器' }).waitFor();
  await page.locator('.tabs', { hasText: '待我审批' }).waitFor();
  await stage.picture(page, 'two-agents-own-list');
});
