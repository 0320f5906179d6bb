import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { axeFaults } from './axe.ts';
import { languages, settled, signIn, visitor, type Account, type Sight, type Theme } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

const receipt = z.object({ number: z.string(), trackingUrl: z.string() });
const tracked = z.object({ surveyPath: z.string().nullable() });

let it: TestApp;
let stage: Stage;
let boss: Caller;
let admin: Account;
let number = '';
let tracking = '';
let survey = '';

/** Nothing is half way between two colours any more. */
const lit = async (page: Page, colorScheme: Theme): Promise<void> => {
  await page.emulateMedia({ colorScheme });
  await page.locator(`html[data-theme="${colorScheme}"]`).waitFor();
  await page.waitForFunction(() => document.getAnimations().every((each) => each.playState === 'finished'));
};

/** What axe holds against the page as it stands: everything by day, by night what differs then, which is the contrast. */
const violations = async (page: Page, name: string): Promise<string[]> => {
  await settled(page);
  await lit(page, 'light');
  const day = await axeFaults(page);
  await lit(page, 'dark');
  const night = await axeFaults(page, { contrastOnly: true });
  await lit(page, 'light');
  return [...day.map((fault) => `${name} light: ${fault}`), ...night.map((fault) => `${name} dark: ${fault}`)];
};

const walk = async (page: Page, url: string, paths: readonly string[], mark: string): Promise<string[]> => {
  const all: string[] = [];
  for (const path of paths) {
    await page.goto(url + path);
    all.push(...(await violations(page, `${path} ${mark}`)));
  }
  return all;
};

/** Rail and settings as this person sees them, so that a page that comes later is looked at too. */
const placesOf = async (page: Page, url: string): Promise<string[]> => {
  await page.goto(`${url}/settings`);
  await page.locator('nav.side a').first().waitFor();
  const links = page.locator('nav.rail a[href], nav.side a[href]');
  const paths = await links.evaluateAll((found) => found.map((link) => link.getAttribute('href') ?? ''));
  return [...new Set(paths)];
};

const nameOf = ({ language, screen }: Sight): string => [language, screen].filter(Boolean).join(' ');

const staffViolations = async (sight: Sight): Promise<string[]> => {
  const page = await stage.page(await visitor(stage.browser, sight));
  await page.goto(`${it.url}/login`);
  const atLogin = await violations(page, `/login ${nameOf(sight)}`);
  await signIn(page, it.url, admin);
  const paths = ['/workbench?v=open', `/workbench?v=open&t=${number}`, `/tickets/${number}`];
  const places = await placesOf(page, it.url);
  expect(places.length).toBeGreaterThan(8);
  const found = await walk(page, it.url, [...paths, ...places], nameOf(sight));
  console.log(`axe, ${nameOf(sight)}: ${paths.length + places.length + 1} pages for staff`);
  await page.context().close();
  return [...atLogin, ...found];
};

/** The last step of the form too, which only stands there after something was sent. */
const publicViolations = async (sight: Sight): Promise<string[]> => {
  const page = await stage.page(await visitor(stage.browser, sight));
  const found = await walk(page, it.url, ['/t', tracking, survey, '/f'], nameOf(sight));
  await page.locator('textarea').fill('门锁半夜自己报警，邻居都来敲门了');
  await page.locator('button[type="submit"]').click();
  await page.locator('.code').waitFor();
  found.push(...(await violations(page, `/f sent ${nameOf(sight)}`)));
  await page.context().close();
  return found;
};

const askForRating = async (): Promise<void> => {
  await boss('POST', `/api/tickets/${number}/messages`, { direction: 'out', body: '新机今天发出，预计后天送到。' });
  await boss('POST', `/api/tickets/${number}/messages`, { direction: 'note', body: '仓库已确认补发。' });
  await boss('POST', `/api/tickets/${number}/transitions`, { action: 'answer' });
  survey = await eventually(async () => {
    const data = await it.anyone('GET', tracking.replace('/t/', '/api/public/tracking/'));
    const { surveyPath } = tracked.parse(data.body);
    if (surveyPath === null) throw new Error('no survey yet');
    return surveyPath;
  });
};

beforeAll(async () => {
  it = await startTestApp();
  stage = await openStage();
  boss = await it.as('supervisor');
  admin = await hire(it, 'admin', '简明');
  const sent = await it.anyone('POST', '/api/public/feedback', {
    content: '除湿机三天没动，家里等着用，订单 YL20261120001',
    kind: 'complaint',
    contact: { name: '王女士', phone: '13812342046' },
  });
  const opened = receipt.parse(sent.body);
  number = opened.number;
  tracking = new URL(opened.trackingUrl).pathname;
  await it.anyone('POST', '/api/public/feedback', { content: '取暖器通电十分钟外壳发烫、有焦味', kind: 'complaint' });
  await askForRating();
});

afterAll(async () => {
  await stage.close();
  await it.stop();
});

describe('axe finds nothing, light and dark', () => {
  // One page after the other, some thirty of them: the time grows with every page that is added.
  test('pages for staff', { timeout: 600_000 }, async () => {
    expect(await staffViolations({ language: 'zh-CN' })).toEqual([]);
  });

  test.each(languages)('pages for customers on a phone, %s', async (language) => {
    expect(await publicViolations({ language, screen: 'phone' })).toEqual([]);
  });
});
