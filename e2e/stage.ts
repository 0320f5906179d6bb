import { randomBytes } from 'node:crypto';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { createPerson } from '#modules/staff/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import type { RoleKey, TestApp } from '#test/app.ts';
import { openBrowser, settled, signIn, visitor, type Account, type Sight } from './browser.ts';

const pictures = path.resolve(import.meta.dirname, '../test-results');

/** Somebody who can sign in through the page; `as` of the test app only hands out tokens. */
export const hire = async (
  { app, departments }: Pick<TestApp, 'app' | 'departments'>,
  roleKey: RoleKey,
  displayName: string,
  departmentId: string = departments.root,
): Promise<Account> => {
  const username = `${roleKey}-${randomBytes(3).toString('hex')}`;
  const password = randomBytes(12).toString('hex');
  const person = { username, displayName, roleKey, departmentId, password };
  await app.db.write(everything, (tx) => createPerson(tx, { ...person, at: app.clock.now() }));
  return { username, password };
};

export type Stage = {
  readonly browser: Browser;
  /** Errors that pages threw; a journey ends with none. */
  readonly faults: string[];
  page(context: BrowserContext): Promise<Page>;
  picture(page: Page, name: string): Promise<void>;
  close(): Promise<void>;
};

/** Somebody hired and signed in at a browser of his own. */
export const seat = async (
  stage: Stage,
  it: Pick<TestApp, 'app' | 'departments' | 'url'>,
  { role, name, departmentId, sight }: { role: RoleKey; name: string; departmentId?: string; sight?: Sight },
): Promise<{ page: Page; context: BrowserContext; account: Account }> => {
  const account = await hire(it, role, name, departmentId);
  const context = await visitor(stage.browser, sight);
  const page = await stage.page(context);
  await signIn(page, it.url, account);
  return { page, context, account };
};

export const openStage = async (): Promise<Stage> => {
  const browser = await openBrowser();
  const faults: string[] = [];
  return {
    browser,
    faults,
    async page(context) {
      const page = await context.newPage();
      page.setDefaultTimeout(30_000);
      page.on('pageerror', (error) => faults.push(`${page.url()} ${error.message}`));
      return page;
    },
    async picture(page, name) {
      await settled(page);
      await page.screenshot({ path: path.join(pictures, `${name}.png`) });
    },
    close: () => browser.close(),
  };
};

/** A hand on the keyboard that counts: chords as one, words apart from the keys. */
export const keyboardOf = (page: Page) => {
  const keys: string[] = [];
  return {
    keys,
    async press(...pressed: string[]): Promise<void> {
      for (const key of pressed) {
        await page.keyboard.press(key);
        keys.push(key);
      }
    },
    write: (words: string): Promise<void> => page.keyboard.insertText(words),
  };
};
