import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { findBrowser } from '../checks/browser.ts';

export const themes = ['light', 'dark'] as const;
export type Theme = (typeof themes)[number];
export const languages = ['zh-CN', 'en'] as const;
export type Language = (typeof languages)[number];

export const screens = {
  desk: { width: 1440, height: 900 },
  narrow: { width: 1024, height: 768 },
  phone: { width: 375, height: 812 },
} as const;
export type Screen = keyof typeof screens;

const flags = ['--no-sandbox', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

export const openBrowser = (): Promise<Browser> => {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    throw new Error('No Chromium or Chrome found; install one or name it in CHROMIUM_PATH.');
  }
  return chromium.launch({ executablePath, args: flags });
};

export type Sight = { readonly screen?: Screen; readonly theme?: Theme; readonly language?: Language };

/** Somebody with a browser of his own: no cookie, nothing remembered. */
export const visitor = async (browser: Browser, sight: Sight = {}): Promise<BrowserContext> => {
  const { screen = 'desk', theme = 'light', language = 'zh-CN' } = sight;
  const context = await browser.newContext({
    viewport: screens[screen],
    colorScheme: theme,
    locale: language,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
    isMobile: screen === 'phone',
    hasTouch: screen === 'phone',
    deviceScaleFactor: screen === 'phone' ? 2 : 1,
    serviceWorkers: 'block',
  });
  // The language of an account gives way to one chosen on the machine.
  await context.addInitScript((chosen) => localStorage.setItem('huiyin.language', chosen), language);
  return context;
};

export type Account = { readonly username: string; readonly password: string };

/** Through the login page, with the keyboard, as a person does it. */
export const signIn = async (page: Page, url: string, { username, password }: Account): Promise<void> => {
  await page.goto(`${url}/login`);
  await page.locator('input[autocomplete="username"]').fill(username);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.locator('nav.rail').waitFor();
};

/** A heading stands, fonts are there, and nothing is being fetched or shown as a skeleton. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1, main .empty, .wt, .wnone').first().waitFor();
  await page.waitForFunction(() => document.querySelector('#root [aria-busy="true"]') === null);
  await page.evaluate(() => document.fonts.ready);
};
