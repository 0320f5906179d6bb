import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { signIn, visitor } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

let it: TestApp;
let stage: Stage;
let admin: Caller;
let desk: Page;
let number = '';

beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
  admin = await it.as('admin');
  for (const content of ['除湿机三天没动，家里等着用', '发票抬头开错了，请重开']) {
    const made = await it.anyone('POST', '/api/public/feedback', { content, kind: 'complaint' });
    number = z.object({ number: z.string() }).parse(made.body).number;
  }
  const steps = [{ type: 'reply', body: '{{customerName}}，您好，已经在办。' }];
  await admin('POST', '/api/macros', { name: '先安抚', scope: 'all', steps });
  desk = await stage.page(await visitor(stage.browser));
  await signIn(desk, it.url, await hire(it, 'admin', '简明'));
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await desk.screenshot({ path: 'test-results/help-sheet-failed.png' });
});
afterAll(async () => {
  await stage.close();
  await it.stop();
});

type Line = { readonly title: string; readonly keys: readonly string[] };

/** What `?` says on this page: a line for each action with its keys. */
const sheetLines = async (): Promise<Line[]> => {
  await desk.keyboard.press('?');
  await desk.locator('.palette[role="dialog"] .hit').first().waitFor();
  const lines = await desk.locator('.palette .hit').evaluateAll((rows) =>
    rows.map((row) => ({
      title: row.querySelector('.el')?.textContent ?? '',
      keys: [...row.querySelectorAll('.keys')].map((keys) =>
        [...keys.querySelectorAll('kbd')].map((kbd) => kbd.textContent).join(' '),
      ),
    })),
  );
  return lines;
};
const closeSheet = async (): Promise<void> => {
  await desk.keyboard.press('Escape');
  await desk.locator('.palette').waitFor({ state: 'detached' });
};

/** What stands beside buttons as their key, in the spelling of the sheet. */
const printedKeys = (): Promise<string[]> =>
  desk.locator('#root [aria-keyshortcuts]:visible').evaluateAll((all) =>
    all.map((one) =>
      (one.getAttribute('aria-keyshortcuts') ?? '')
        .replaceAll('Control', 'Ctrl')
        .split(/[ +]/)
        .map((key) => (key === 'Enter' ? '↵' : key === 'Escape' ? 'Esc' : key.length === 1 ? key.toUpperCase() : key))
        .join(' '),
    ),
  );

type Place = {
  readonly name: string;
  readonly path: () => string;
  readonly ready: string;
  readonly has: readonly string[];
};
const places: readonly Place[] = [
  {
    name: 'workbench',
    path: () => `/workbench?v=open&t=${number.replace('-', '')}`,
    ready: '.cp textarea',
    has: ['J', 'K', 'E', 'A', 'L', 'M', 'R', 'N', 'T', '/', '?', 'Ctrl Z', 'Ctrl K', 'G Y', 'Shift M'],
  },
  { name: 'approvals', path: () => '/workbench?v=approvals', ready: '.wapprovals', has: ['J', 'K', 'G Y', 'G A'] },
  {
    name: 'board of stages',
    path: () => '/tickets?layout=board',
    ready: '.kcard',
    has: ['↑', '↓', '←', '→', 'Shift ←', 'Shift →'],
  },
  { name: 'triage', path: () => '/triage', ready: 'h1', has: ['?'] },
  { name: 'a new ticket', path: () => '/tickets/new', ready: 'h1', has: ['Ctrl ↵'] },
  { name: 'settings', path: () => '/settings/macros', ready: 'table', has: ['?'] },
];

test.each(places)('$name: every key stands on the sheet once, none with Alt', async ({ name, path, ready, has }) => {
  await desk.goto(`${it.url}${path()}`);
  await desk.locator(ready).first().waitFor();
  await desk.locator('body').focus();
  await desk.evaluate(() =>
    document.activeElement instanceof HTMLElement ? document.activeElement.blur() : undefined,
  );
  const printed = await printedKeys();
  const lines = await sheetLines();
  const keys = lines.flatMap((line) => line.keys);
  if (name === 'workbench' || name.startsWith('board')) await stage.picture(desk, `help-sheet-${name.split(' ')[0]}`);
  expect(lines.filter((line) => line.title.trim() === '')).toEqual([]);
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  expect(keys.filter((key) => key.includes('Alt'))).toEqual([]);
  for (const key of has) expect(keys).toContain(key);
  expect([...new Set(printed)].filter((key) => !keys.includes(key))).toEqual([]);
  await closeSheet();
});

test('a key pressed while pinyin is being written starts nothing', async () => {
  await desk.goto(`${it.url}/workbench?v=open&t=${number.replace('-', '')}`);
  await desk.locator('.cp textarea').waitFor();
  const taken = (keys: readonly string[], isComposing: boolean): Promise<string[]> =>
    desk.evaluate(
      (given) =>
        given.keys.filter((key) => {
          const init = { key, isComposing: given.isComposing, bubbles: true, cancelable: true };
          return !window.dispatchEvent(new KeyboardEvent('keydown', init));
        }),
      { keys, isComposing },
    );
  expect(await taken(['a', 'e', 'm', '?'], true)).toEqual([]);
  expect(await desk.locator('.palette, .ant-modal').count()).toBe(0);
  expect(await taken(['m'], false)).toEqual(['m']);
  await desk.locator('.palette input:focus').waitFor();
  await closeSheet();
});

test('typing narrows it, Escape gives the focus back', async () => {
  await desk.keyboard.press('?');
  await desk.locator('.palette input:focus').waitFor();
  await desk.keyboard.insertText('宏');
  await eventually(async () => expect(await desk.locator('.palette .hit').count()).toBe(1));
  await closeSheet();
});

test('what the rail folds away is two keys from anywhere, and Enter presses what the focus is on', async () => {
  await desk.goto(`${it.url}/workbench`);
  await desk.locator('.railmore').waitFor({ state: 'attached' });
  await desk.locator('nav.rail button.more').focus();
  await desk.keyboard.press('Enter');
  await desk.locator('.railmore a[href="/batch-events"]').waitFor();
  await desk.keyboard.press('Escape');
  await desk.locator('.railmore').waitFor({ state: 'hidden' });
  expect(await desk.evaluate(() => document.activeElement?.matches('button.more'))).toBe(true);
  await desk.keyboard.press('Enter');
  await desk.keyboard.press('Tab');
  await desk.keyboard.press('Enter');
  await desk.waitForURL('**/batch-events');
  await desk.locator('.railmore').waitFor({ state: 'hidden' });
  await desk.keyboard.press('g');
  await desk.keyboard.press('i');
  await desk.waitForURL('**/anomalies');
  await desk.locator('nav.rail button.more[aria-current="true"]').waitFor();
  expect(stage.faults).toEqual([]);
});
