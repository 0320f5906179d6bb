import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { requestApproval } from '#modules/approval/server/index.ts';
import { findPeople, personActor } from '#modules/staff/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { axeFaults } from './axe.ts';
import { settled, signIn, visitor, type Account } from './browser.ts';
import { hire, keyboardOf, openStage, type Stage } from './stage.ts';

let it: TestApp;
let stage: Stage;
let boss: Account;
let keeper: Account;
let colleague: Account;
let asking: Caller;

const askFor = async (title: string, amount: number): Promise<string> => {
  const now = it.app.clock.now();
  const answered = await it.app.db.write(everything, async (tx) => {
    const actor = await personActor(tx, asking.personId ?? '');
    if (!actor) throw new Error('nobody asks');
    const subject = { kind: 'compensation', id: newId(now), title, link: '/tickets/10000008' };
    const reason = '快递滞留三天，客户家里等着用，承运方已认责。';
    return requestApproval(tx, { subject, facts: { amount }, requestedBy: actor, now, reason });
  });
  return answered.requestId ?? '';
};

const statusOf = async (id: string): Promise<unknown> => {
  const { body } = await asking('GET', `/api/approvals/${id}`);
  return typeof body === 'object' && body !== null && 'status' in body ? body.status : body;
};

const overflowing = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
  boss = await hire(it, 'supervisor', '周亦航');
  keeper = await hire(it, 'admin', '顾南');
  colleague = await hire(it, 'supervisor', '方圆');
  asking = await it.as('agent');
});
afterAll(async () => {
  await stage.close();
  await it.stop();
});

describe('approvals at the desk', () => {
  test('are read, agreed to and sent back with the keyboard alone, and new ones come by themselves', async () => {
    const first = await askFor('补偿 ¥800', 800);
    const second = await askFor('补偿 ¥320', 320);
    const page = await stage.page(await visitor(stage.browser));
    await signIn(page, it.url, boss);
    await page.goto(`${it.url}/approvals`);
    await page.locator('.ap-row').nth(1).waitFor();
    await stage.picture(page, 'approvals-list');
    const hand = keyboardOf(page);
    await hand.press('j');
    await page.locator('.ap-request h1').waitFor();
    await stage.picture(page, 'approvals-request');
    await hand.press('a');
    await page.waitForURL(`**/approvals/${second}*`);
    await eventually(async () => expect(await statusOf(first)).toBe('open'));
    await page.locator('.ap-request h1', { hasText: '320' }).waitFor();
    await hand.press('r');
    await page.locator('.ant-modal textarea').waitFor();
    await hand.write('超过本类上限 ¥150，请附承运方责任证明');
    await page.screenshot({ path: 'test-results/approvals-reject.png' });
    await hand.press('Control+Enter');
    await eventually(async () => expect(await statusOf(second)).toBe('returned'));
    await askFor('补偿 ¥640', 640);
    await page.locator('.ap-row', { hasText: '640' }).waitFor();
    expect(stage.faults).toEqual([]);
    expect(hand.keys).toEqual(['j', 'a', 'r', 'Control+Enter']);
  });

  test('letters do nothing while a word is being composed, or in a field', async () => {
    const id = await askFor('补偿 ¥255', 255);
    const page = await stage.page(await visitor(stage.browser));
    await signIn(page, it.url, colleague);
    await page.goto(`${it.url}/approvals/${id}`);
    await page.locator('.ap-bar input').waitFor();
    await page.locator('.ap-bar input').focus();
    await page.keyboard.type('a r y');
    await page.locator('h1').first().focus();
    await page.evaluate(() => {
      const press = { key: 'a', code: 'KeyA', isComposing: true, bubbles: true };
      document.body.dispatchEvent(new KeyboardEvent('keydown', press));
    });
    expect(await statusOf(id)).toBe('open');
    expect(await page.locator('.ap-bar input').inputValue()).toBe('a r y');
  });

  test.each([
    { screen: 'desk', theme: 'dark', language: 'zh-CN' },
    { screen: 'desk', theme: 'light', language: 'en' },
    { screen: 'phone', theme: 'light', language: 'zh-CN' },
    { screen: 'phone', theme: 'dark', language: 'en' },
  ] as const)('every page fits and can be used: $screen $theme $language', async (sight) => {
    const [found] = (await it.app.db.read(everything, (tx) => findPeople(tx))).filter(
      (person) => person.username === keeper.username,
    );
    expect(found).toBeDefined();
    const id = await askFor('补偿 ¥980 延误与退运费', 980);
    const boss2 = await stage.page(await visitor(stage.browser, sight));
    await signIn(boss2, it.url, colleague);
    const page = await stage.page(await visitor(stage.browser, sight));
    await signIn(page, it.url, keeper);
    const name = `${sight.screen}-${sight.theme}-${sight.language}`;
    const faults: string[] = [];
    for (const [who, path, picture] of [
      [boss2, '/approvals', 'mine'],
      [boss2, `/approvals/${id}`, 'one'],
      [boss2, '/settings/away', 'away'],
      [page, '/settings/approvals', 'flows'],
    ] as const) {
      await who.goto(it.url + path);
      await settled(who);
      await stage.picture(who, `approvals-${picture}-${name}`);
      expect(await overflowing(who), `${path} is too wide`).toBeLessThanOrEqual(0);
      faults.push(...(await axeFaults(who)).map((fault) => `${path} ${fault}`));
    }
    await page.locator('.ant-table-row').first().click();
    await page.locator('.ant-drawer-open').waitFor();
    await stage.picture(page, `approvals-flow-${name}`);
    expect(faults).toEqual([]);
  });
});
