import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startMailCatcher, type MailCatcher } from '#sim/mail-catcher.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { signIn, visitor } from './browser.ts';
import { hire, keyboardOf, openStage, type Stage } from './stage.ts';

const words = '除湿机三天没动，客服电话也没人接，家里等着用。';
const firstAnswer = '王女士您好，包裹卡在分拨中心，明天上午送到，师傅会先打电话。';
const secondAnswer = '实在抱歉让您等了两次，新机今天 18:00 前送到，运费已经退回。';
const mailbox = 'wang@example.com';

const ticketView = z.object({
  state: z.string(),
  tasks: z.array(z.object({ titleKey: z.string(), dueAt: z.string() })),
});

let mail: MailCatcher;
let it: TestApp;
let stage: Stage;
let boss: Caller;
let phone: Page;
let desk: Page;
let hand: ReturnType<typeof keyboardOf>;
let number = '';

const digits = (): string => number.replace('-', '');
const stateNow = async () => ticketView.parse((await boss('GET', `/api/tickets/${digits()}`)).body);
const untilState = (state: string): Promise<void> =>
  eventually(async () => {
    expect((await stateNow()).state).toBe(state);
  });

/** The page of the case, as often as it takes until it shows what is awaited. */
const untilShown = (selector: string): Promise<void> =>
  eventually(
    async () => {
      await phone.reload();
      await phone.locator(selector).first().waitFor({ timeout: 1500 });
    },
    { timeoutMs: 20_000 },
  );

const rate = async (score: number, solved: boolean): Promise<void> => {
  await untilShown('a[href^="/s/"]');
  await phone.locator('a[href^="/s/"]').first().tap();
  await phone.locator(`label.opt:has(input[value="${solved ? 'yes' : 'no'}"])`).tap();
  await phone.locator(`label.opt.score:has(input[value="${score}"])`).tap();
};

const backToCase = async (): Promise<void> => {
  await phone.locator('a[href*="/t/"]').first().tap();
  await phone.locator('.talk').waitFor();
};

/** Types the answer and leaves the field; the letters work again outside. */
const answer = async (text: string): Promise<void> => {
  await hand.press('r');
  await desk.locator('.cp textarea:focus').waitFor();
  await hand.write(text);
  await desk.locator('.cp .cb button[aria-keyshortcuts]:enabled', { hasText: '发送' }).waitFor();
  await hand.press('Control+Enter');
  await desk.locator('.wt .tb').getByText(text).waitFor();
  await hand.press('Escape');
};

const stageWords = { verifying: '核实', resolving: '解决', replying: '回复', awaiting: '待确认' };

/** The page has caught up: a step from a page behind would be refused, as the case has changed. */
const untilStage = async (state: keyof typeof stageWords): Promise<void> => {
  await desk.locator('.stage [aria-current="step"]', { hasText: stageWords[state] }).waitFor();
  await untilState(state);
};

/** `E` takes the next step of the usual way. */
const step = async (state: keyof typeof stageWords): Promise<void> => {
  await hand.press('e');
  await untilStage(state);
};

beforeAll(async () => {
  mail = await startMailCatcher();
  it = await startTestApp({ env: { SMTP_URL: mail.url } });
  stage = await openStage();
  boss = await it.as('auditor');
  phone = await stage.page(await visitor(stage.browser, { screen: 'phone' }));
  desk = await stage.page(await visitor(stage.browser, { screen: 'desk' }));
  hand = keyboardOf(desk);
});

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return;
  await desk.screenshot({ path: 'test-results/journey-failed-desk.png' });
  await phone.screenshot({ path: 'test-results/journey-failed-phone.png' });
});

afterAll(async () => {
  await stage.close();
  await it.stop();
  await mail.stop();
});

describe('a complaint travels the whole loop', () => {
  test('the customer writes on a phone and gets a number', async () => {
    await phone.goto(`${it.url}/f`);
    await phone.locator('label.opt:has(input[value="complaint"])').tap();
    await phone.locator('textarea').fill(words);
    await phone.getByLabel('手机号').fill('13812342046');
    await phone.getByLabel('邮箱').fill(mailbox);
    await phone.getByLabel('怎么称呼您').fill('王女士');
    await phone.getByLabel('同意').check();
    await stage.picture(phone, 'journey-1-form');
    await phone.getByRole('button', { name: '提交' }).tap();
    number = (await phone.locator('.code').textContent()) ?? '';
    expect(number).toMatch(/^\d{4}-\d{4}$/);
    await stage.picture(phone, 'journey-2-number');
    await backToCase();
    await stage.picture(phone, 'journey-3-tracking');
  });

  test('an agent answers it, by keyboard only', async () => {
    // Hired only now: nobody was on duty when it came, so it waits in the team's pool.
    await signIn(desk, it.url, await hire(it, 'agent', '林书雅'));
    await desk.getByRole('button', { name: '去团队池' }).waitFor();
    await hand.press('g', 'p');
    await desk.locator(`.wrow[data-number="${digits()}"]`).waitFor();
    await stage.picture(desk, 'journey-4-workbench');
    await hand.press('j');
    await desk.locator(`.wrow[data-number="${digits()}"] [aria-current]`).waitFor();
    await desk.locator('.wt .tb').getByText(words).waitFor();
    await hand.press('Enter', 'Shift+A');
    await eventually(async () => {
      expect(await desk.locator('.wt header, .wt .th').first().textContent()).toContain('林书雅');
    });
    await answer(firstAnswer);
    await untilStage('verifying');
    await step('resolving');
    await step('replying');
    await step('awaiting');
    await stage.picture(desk, 'journey-5-answered');
    console.log(`answered and put to the customer with ${hand.keys.length} keys: ${hand.keys.join(' ')}`);
    expect(hand.keys.length).toBeLessThanOrEqual(15);
    await eventually(() => {
      expect(mail.mails(mailbox).some((each) => each.text.includes(firstAnswer))).toBe(true);
    });
  });

  test('the customer sees it, rates 1, and it is open again with a task due in 24 hours', async () => {
    await untilShown(`.talk :text("${firstAnswer}")`);
    await stage.picture(phone, 'journey-6-answer-on-phone');
    await rate(1, false);
    await stage.picture(phone, 'journey-7-survey-low');
    await phone.getByRole('button', { name: '提交' }).tap();
    await phone.getByRole('heading', { name: '已重新打开' }).waitFor();
    await stage.picture(phone, 'journey-8-reopened-on-phone');
    await untilStage('resolving');
    const [task] = (await stateNow()).tasks;
    expect(task?.titleKey).toBe('low_score');
    const hours = (Date.parse(task?.dueAt ?? '') - it.app.clock.now().getTime()) / 3_600_000;
    expect(hours).toBeGreaterThan(23.9);
    expect(hours).toBeLessThanOrEqual(24);
    const shown = desk.locator('.wtask');
    await shown.waitFor();
    expect(await shown.textContent()).toMatch(/低分回访.*剩 (?:1 天|23:5\d)/);
    await stage.picture(desk, 'journey-9-reopened-at-the-desk');
  });

  test('it is solved again, rated 5, and closed', async () => {
    await answer(secondAnswer);
    await step('replying');
    await step('awaiting');
    await backToCase();
    await untilShown(`.talk :text("${secondAnswer}")`);
    await rate(5, true);
    await phone.getByRole('button', { name: '提交' }).tap();
    await phone.getByRole('heading', { name: '谢谢您的评价' }).waitFor();
    await stage.picture(phone, 'journey-10-survey-high');
    await untilState('closed');
    await stage.picture(desk, 'journey-11-closed');
  });

  test('it is archived, and found by a word of two characters', async () => {
    await it.anyone('POST', '/api/public/feedback', { content: '发票抬头开错了，请重开', kind: 'complaint' });
    const keeper = await stage.page(await visitor(stage.browser));
    await signIn(keeper, it.url, await hire(it, 'supervisor', '周亦航'));
    await keeper.goto(`${it.url}/tickets/${digits()}`);
    const keys = keyboardOf(keeper);
    await keeper.locator('.wt .tb').getByText(secondAnswer).waitFor();
    await keys.press('e');
    await untilState('archived');
    await stage.picture(keeper, 'journey-12-archived');
    await keys.press('g', 't');
    await keeper.getByRole('searchbox').first().fill('除湿');
    await keys.press('Enter');
    // The rows of before stand until the answer comes.
    await keeper.getByText('发票抬头').first().waitFor({ state: 'detached' });
    await keeper.getByText(number).first().waitFor();
    await stage.picture(keeper, 'journey-13-found');
    expect(stage.faults).toEqual([]);
  });
});
