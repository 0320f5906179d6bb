import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type RoleKey, type TestApp } from '#test/app.ts';
import { openTestTicket } from '#test/ticket-factory.ts';
import { axeFaults } from './axe.ts';
import { settled, visitor, type Sight } from './browser.ts';
import { openStage, seat, type Stage } from './stage.ts';

/** Show 6: a custom field from its definition to form, ticket and list, without a restart. */

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

const isWide = (page: Page): Promise<boolean> =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

test('is defined with a preview that answers by its rules', async () => {
  const { page, context } = await seatOf('admin', '简明');
  await page.goto(`${it.url}/settings/fields`);
  await page.getByText('还没有自定义字段').waitFor();
  await page.getByRole('button', { name: '新建字段' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: '名称', exact: true }).fill('产品型号');
  await dialog.getByLabel('英文名称').fill('Model');
  await dialog.getByLabel('键', { exact: true }).fill('model');
  await dialog
    .getByLabel('选项', { exact: false })
    .first()
    .fill('除湿机 X100 | Dryer X100 = x100\n加湿器 H20 = h20\n- 老型号 = old');
  await dialog.getByText('可以显示在列表里').click();
  await dialog.getByText('客户表单和快速登记里要问').click();
  await dialog.getByRole('region', { name: '预览' }).getByText('产品型号').waitFor();
  await stage.picture(page, 'custom-fields-define');
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  await page.getByText('已保存 产品型号').waitFor();
  const admin = await it.as('admin');
  const more = [
    {
      key: 'area',
      kind: 'tree',
      name: '地区',
      onForm: true,
      inList: true,
      options: [
        { key: 'zj', name: '浙江' },
        { key: 'hz', name: '杭州', parentKey: 'zj' },
      ],
    },
    { key: 'sum', kind: 'number', name: '订单金额', inList: true, rule: { min: 0 } },
    { key: 'bought', kind: 'date', name: '购买日期', onForm: true },
    {
      key: 'parts',
      kind: 'choice',
      name: '缺少的部件',
      onForm: true,
      rule: { many: true },
      options: [
        { key: 'fan', name: '风扇' },
        { key: 'lid', name: '上盖' },
      ],
    },
    { key: 'proof', kind: 'file', name: '发票', onForm: true },
    { key: 'plate', kind: 'text', name: '机身编号', rule: { pattern: '[A-Z]{2}\\d{4}', length: 20 } },
  ];
  for (const field of more) expect((await admin('POST', '/api/custom-fields', field)).status).toBe(201);
  await page.getByText('机身编号').waitFor();
  await stage.picture(page, 'custom-fields-settings');
  expect(await axeFaults(page)).toEqual([]);
  await context.close();
}, 240_000);

test('is asked on the public form, on a phone, and what was filled in stands on the ticket', async () => {
  const context = await visitor(stage.browser, { screen: 'phone' });
  const page = await stage.page(context);
  await page.goto(`${it.url}/f/default`);
  await page.getByLabel('产品型号').selectOption({ label: '加湿器 H20' });
  await page.getByLabel('地区').last().selectOption({ label: '浙江 / 杭州' });
  await page.getByText('风扇', { exact: true }).click();
  await page.getByLabel('购买日期').fill('2026-03-01');
  await page.locator('textarea').first().fill('加湿器漏水，地板泡坏了，请尽快派人来看。');
  expect(await isWide(page)).toBe(false);
  await stage.picture(page, 'custom-fields-form');
  expect(await axeFaults(page)).toEqual([]);
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText('编号').first().waitFor();
  const admin = await it.as('admin');
  const list = z
    .object({ items: z.array(z.object({ fields: z.record(z.string(), z.unknown()) })) })
    .parse((await admin('GET', '/api/tickets')).body);
  expect(list.items[0]?.fields).toEqual({ model: 'h20', area: 'hz' });
  await context.close();
}, 240_000);

test('is filled in where it stands, by keyboard, and told in the thread', async () => {
  const ticket = await openTestTicket(it, { departmentId: it.departments.root, fields: { model: 'old' } });
  const { page, context } = await seatOf('supervisor', '周亦航');
  await page.goto(`${it.url}/tickets/${ticket.number}`);
  await page.getByRole('button', { name: /修改订单金额/ }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('128.5');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: '修改订单金额，现在是 128.5' }).waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).toContain('订单金额');
  await page.getByRole('button', { name: /修改机身编号/ }).click();
  await page.keyboard.type('错的');
  await page.getByText('机身编号 的格式不对').waitFor();
  await stage.picture(page, 'custom-fields-panel');
  expect(await axeFaults(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '修改机身编号，现在是 未填' }).waitFor();
  expect(await page.locator('.wc').textContent()).toContain('老型号');
  await context.close();
}, 240_000);

test('is a column and a filter of the list, in the dark and on a phone', async () => {
  const admin = await it.as('admin');
  for (const [model, sum] of [
    ['x100', 20],
    ['h20', 3000],
  ] as const) {
    const { number } = await openTestTicket(it, { departmentId: it.departments.root, subject: `${model} ${sum}` });
    expect((await admin('PUT', `/api/tickets/${number}/fields`, { values: { model, sum } })).status).toBe(200);
  }
  const { page, context } = await seatOf('supervisor', '周亦航', { theme: 'dark' });
  await page.goto(`${it.url}/tickets`);
  await page.getByRole('button', { name: '显示哪些列' }).click();
  await page.getByText('产品型号', { exact: true }).click();
  await page.getByRole('columnheader', { name: '产品型号' }).waitFor();
  await page.getByRole('checkbox', { name: '订单金额' }).focus();
  await page.keyboard.press('Space');
  await page.getByRole('columnheader', { name: '订单金额' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: '按字段筛选' }).click();
  await page.getByLabel('字段', { exact: true }).click();
  await page.keyboard.type('订单');
  await page.keyboard.press('Enter');
  await page.getByLabel('最小').fill('1000');
  await stage.picture(page, 'custom-fields-filter');
  await page.getByRole('button', { name: '筛选', exact: true }).click();
  await page.getByText('h20 3000').waitFor();
  await page.getByText('x100 20').waitFor({ state: 'detached' });
  await page.getByRole('cell', { name: '加湿器 H20' }).waitFor();
  await stage.picture(page, 'custom-fields-list');
  expect(await axeFaults(page)).toEqual([]);
  expect(page.url()).toContain('fields=');
  await page.setViewportSize({ width: 375, height: 800 });
  await settled(page);
  expect(await isWide(page)).toBe(false);
  await stage.picture(page, 'custom-fields-list-phone');
  await context.close();
  expect(stage.faults).toEqual([]);
}, 240_000);
