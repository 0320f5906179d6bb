import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { APIRequestContext, Browser, Page } from 'playwright-core';
import { z } from 'zod';
import {
  languages,
  openBrowser,
  screens,
  settled,
  signIn,
  themes,
  visitor,
  type Screen,
  type Sight,
} from './browser.ts';

const usage = `node e2e/screenshots.ts --url URL --out DIR [--only NAME]... [--user NAME] [--password WORD]
Signs into a running demo and takes every page in three sizes, light and dark, Chinese and English.`;

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    out: { type: 'string' },
    only: { type: 'string', multiple: true },
    user: { type: 'string', default: 'linshuya' },
    // The board and the settings are seen by those who run the place.
    boss: { type: 'string', default: 'jianming' },
    password: { type: 'string', default: 'huiyin-demo' },
    help: { type: 'boolean', default: false },
  },
});

const listed = z.object({ items: z.array(z.object({ number: z.string(), messageCount: z.number() })) });
const opened = z.object({ trackingUrl: z.string() });
const tracked = z.object({ surveyPath: z.string().nullable() });

type Shot = { readonly name: string; readonly path: string; readonly who: 'agent' | 'boss' | 'customer' };

const read = async <T>(request: APIRequestContext, address: string, schema: z.ZodType<T>): Promise<T> =>
  schema.parse(await (await request.get(address)).json());

/** What is worth showing is looked up, as every demo is a little different. */
const findShots = async (request: APIRequestContext, url: string): Promise<Shot[]> => {
  const { items } = await read(request, `${url}/api/tickets?state=open&sort=updated&limit=50`, listed);
  const told = items.toSorted((a, b) => b.messageCount - a.messageCount)[0]?.number ?? '';
  const awaiting = await read(request, `${url}/api/tickets?state=awaiting&limit=1`, listed);
  const { trackingUrl } = await read(request, `${url}/api/tickets/${awaiting.items[0]?.number ?? told}`, opened);
  const tracking = new URL(trackingUrl).pathname;
  const { surveyPath } = await read(request, `${url}/api/public/tracking/${path.basename(tracking)}`, tracked);
  return [
    { name: 'login', path: '/login', who: 'customer' },
    { name: 'form', path: '/f', who: 'customer' },
    { name: 'tracking', path: tracking, who: 'customer' },
    ...(surveyPath ? [{ name: 'survey', path: surveyPath, who: 'customer' } as const] : []),
    { name: 'workbench', path: `/workbench?v=open&t=${told}`, who: 'agent' },
    { name: 'list-column', path: '/workbench?v=open', who: 'agent' },
    { name: 'ticket', path: `/tickets/${told}`, who: 'agent' },
    { name: 'list', path: '/tickets', who: 'agent' },
    { name: 'tasks', path: '/tasks', who: 'agent' },
    { name: 'board', path: '/board', who: 'boss' },
    { name: 'settings', path: '/settings', who: 'boss' },
  ];
};

/** The settings are whatever stands at the side, so that a new page is seen without being named here. */
const findSettings = async (page: Page, url: string): Promise<Shot[]> => {
  await page.goto(`${url}/settings`);
  await page.locator('nav.side a').first().waitFor();
  const paths = await page.locator('nav.side a').evaluateAll((links) => links.map((link) => link.getAttribute('href')));
  return paths.flatMap((found) =>
    found === null ? [] : [{ name: `settings-${path.basename(found)}`, path: found, who: 'boss' as const }],
  );
};

const overflowing = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

type Job = { readonly url: string; readonly out: string; readonly only: readonly string[]; readonly password: string };

const signedIn = async (browser: Browser, sight: Sight, who: Shot['who'], { url, password }: Job): Promise<Page> => {
  const page = await (await visitor(browser, sight)).newPage();
  page.on('pageerror', (error) => console.log(`! ${page.url()}: ${error.message}`));
  if (who !== 'customer') {
    await signIn(page, url, { username: who === 'agent' ? values.user : values.boss, password });
  }
  return page;
};

const take = async (page: Page, shot: Shot, name: string, { url, out }: Job): Promise<void> => {
  await page.goto(url + shot.path);
  await page.waitForLoadState('load');
  await settled(page);
  await page.screenshot({ path: path.join(out, `${name}.png`) });
  const wide = await overflowing(page);
  console.log(`${name}.png${wide > 0 ? ` is ${wide} px too wide` : ''}`);
};

const takeSight = async (browser: Browser, sight: Required<Sight>, shots: readonly Shot[], job: Job): Promise<void> => {
  for (const who of ['customer', 'agent', 'boss'] as const) {
    const own = shots.filter((shot) => shot.who === who && (job.only.length === 0 || job.only.includes(shot.name)));
    if (own.length === 0) continue;
    const page = await signedIn(browser, sight, who, job);
    for (const shot of own) {
      const name = [shot.name, screens[sight.screen].width, sight.theme, sight.language].join('-');
      await take(page, shot, name, job);
    }
    await page.context().close();
  }
};

const run = async (job: Job): Promise<void> => {
  await mkdir(job.out, { recursive: true });
  const browser = await openBrowser();
  try {
    const boss = await signedIn(browser, {}, 'boss', job);
    const shots = [...(await findShots(boss.request, job.url)), ...(await findSettings(boss, job.url))];
    for (const screen of Object.keys(screens).filter((key): key is Screen => key in screens)) {
      for (const theme of themes) {
        for (const language of languages) await takeSight(browser, { screen, theme, language }, shots, job);
      }
    }
  } finally {
    await browser.close();
  }
};

const { url, out, only = [], password, help } = values;
if (help || url === undefined || out === undefined) {
  console.log(usage);
  process.exitCode = help ? 0 : 2;
} else {
  await run({ url: url.replace(/\/$/, ''), out, only, password });
}
