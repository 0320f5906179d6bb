import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestApp, type RoleKey, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { axeFaults } from './axe.ts';
import { settled, type Sight } from './browser.ts';
import { openStage, seat, type Stage } from './stage.ts';

/** Show 6: a flow is drawn, published and changed in the browser while tickets run; nothing is restarted. */

let it: TestApp;
let stage: Stage;
beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
  await it.stop();
});

const seatOf = (role: RoleKey, name: string, sight: Sight = {}) => seat(stage, it, { role, name, sight });

const card = (page: Page, name: string) =>
  page.locator('.wf-card', { has: page.locator('b').getByText(name, { exact: true }) });
const side = (page: Page) => page.locator('.wf-side');

const addField = async (): Promise<void> => {
  const admin = await it.as('admin');
  const field = { key: 'batch_no', name: '批次号', nameEn: 'Batch', kind: 'text' };
  const answer = await admin('POST', '/api/custom-fields', field);
  expect(answer.status, answer.text).toBe(201);
};

const publishNow = async (page: Page, no: number): Promise<void> => {
  await page.getByRole('button', { name: `发布第 ${no} 版` }).click();
  await page.getByText(`已发布第 ${no} 版`).waitFor();
};

test('a step drawn in the editor stands on the next ticket; the one that runs keeps its version', async () => {
  await addField();
  const { page, context } = await seatOf('admin', '简明');
  await page.goto(`${it.url}/settings/workflows`);
  await page.getByRole('button', { name: '新建流程' }).click();
  await card(page, '核实').waitFor();
  await publishNow(page, 1);

  const old = await openTestTicket(it, { departmentId: it.departments.root });
  const desk = await seatOf('supervisor', '周亦航');
  await desk.page.goto(`${it.url}/tickets/${old.number}`);
  await desk.page.getByText('新流程 第 1 版').first().waitFor();

  // A new step behind the first, drawn with the keyboard: focus the card, N, then words into the panel.
  await card(page, '受理').focus();
  await page.keyboard.press('n');
  await side(page).getByLabel('名称', { exact: true }).fill('看照片');
  await side(page).getByLabel('办理指引', { exact: true }).fill('先看照片。\n- 看外包装\n- 看批次号');
  await side(page).getByRole('button', { name: '加一条', exact: true }).click();
  await side(page).getByLabel('要做什么').fill('照片已看过');
  await side(page).getByLabel('要填的字段').click();
  await page.keyboard.type('批次');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Escape');
  await card(page, '看照片').waitFor();
  expect(await card(page, '看照片').textContent()).toContain('清单 1 项');
  await stage.picture(page, 'workflow-editor');
  expect(await axeFaults(page)).toEqual([]);
  await publishNow(page, 2);
  await page.getByRole('radio', { name: '版本' }).click();
  await page.getByText('新增「看照片」').waitFor();
  await page.getByText('「受理」改了去路').waitFor();

  const fresh = await openTestTicket(it, { departmentId: it.departments.root });
  await desk.page.goto(`${it.url}/tickets/${fresh.number}`);
  const panel = desk.page.getByRole('region', { name: '流程' });
  await panel.getByText('新流程 第 2 版').waitFor();
  await panel.getByRole('button', { name: '下一步' }).click();
  await panel.getByText('看照片', { exact: true }).waitFor();
  await panel.getByText('看外包装').waitFor();
  expect(await axeFaults(desk.page)).toEqual([]);

  // One key ticks, one goes on; what is missing is asked for.
  await desk.page.keyboard.press('v');
  await panel.getByText('周亦航', { exact: true }).waitFor();
  await desk.page.keyboard.press('Shift+V');
  const dialog = desk.page.getByRole('dialog');
  await dialog.getByLabel(/批次号/).fill('B-2026-11');
  await stage.picture(desk.page, 'workflow-ticket');
  await desk.page.keyboard.press('Control+Enter');
  await panel.getByText('核实', { exact: true }).waitFor();
  for (const more of await desk.page.getByText(/另 \d+ 条/).all()) await more.click();
  await desk.page.getByText('进入步骤「核实」').first().waitFor();
  await desk.page.getByText('B-2026-11').first().waitFor();

  await desk.page.goto(`${it.url}/tickets/${old.number}`);
  await desk.page.getByText('新流程 第 1 版').first().waitFor();
  await panel.getByRole('button', { name: '下一步' }).click();
  await panel.getByText('核实', { exact: true }).waitFor();
  await desk.page.getByText('已有第 2 版，这条工单留在原版。').waitFor();
  await desk.context.close();
  await context.close();
  expect(stage.faults).toEqual([]);
});

test('the editor says what is wrong while one draws, tries a path, and reads as a list on a phone', async () => {
  const { page, context } = await seatOf('admin', '唐禾', { theme: 'dark' });
  await page.goto(`${it.url}/settings/workflows`);
  await page.getByText('退款投诉').click();
  await card(page, '核对退款流水').click();
  await side(page).getByLabel('名称', { exact: true }).fill('');
  await page.getByText('1 处要处理').waitFor();
  await page.getByRole('radio', { name: '问题' }).click();
  await page.getByText('没有名字').waitFor();
  await page.getByRole('radio', { name: '试跑' }).click();
  await side(page).getByLabel('补偿金额').fill('1500');
  await side(page).getByRole('button', { name: '试跑' }).click();
  await page.locator('.wf-path').getByText('财务复核', { exact: true }).waitFor();
  expect(await card(page, '财务复核').getAttribute('class')).toContain('tried');
  await stage.picture(page, 'workflow-trial-dark');
  expect(await axeFaults(page)).toEqual([]);
  await context.close();

  const phone = await seatOf('admin', '何言', { screen: 'phone' });
  await phone.page.goto(`${it.url}/settings/workflows`);
  await phone.page.getByText('一级安全投诉').click();
  await card(phone.page, '复盘归档').waitFor();
  await settled(phone.page);
  const wide = await phone.page.evaluate(() => document.documentElement.scrollWidth);
  expect(wide).toBeLessThanOrEqual(375);
  await phone.page.getByText('开始核实 → 核实事实与影响范围').waitFor();
  await stage.picture(phone.page, 'workflow-phone');
  await phone.context.close();
  expect(stage.faults).toEqual([]);
});
