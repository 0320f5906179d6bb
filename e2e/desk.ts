import type { Locator, Page } from 'playwright-core';
import type { keyboardOf } from './stage.ts';

/** Somebody at a page of his own, of whom only the keyboard moves. */
export type Desk = { readonly page: Page; readonly hand: ReturnType<typeof keyboardOf>; readonly name: string };

/** Ctrl K, the words, Enter: three keys for whatever has none of its own. */
export const command = async ({ page, hand }: Desk, words: string): Promise<void> => {
  await hand.press('Control+k');
  await page.locator('.palette input').waitFor();
  await hand.write(words);
  await page.locator('.palette .hit.on', { hasText: words }).waitFor();
  await hand.press('Enter');
  await page.locator('.palette').waitFor({ state: 'detached' });
};

export const toast = (desk: Desk, words: string | RegExp): Promise<void> =>
  desk.page.locator('.toast', { hasText: words }).first().waitFor();
export const dialog = (desk: Desk): Promise<void> => desk.page.locator('.ant-modal').first().waitFor();
export const noDialog = (desk: Desk): Promise<void> =>
  desk.page.locator('.ant-modal-wrap:not([style*="display: none"])').waitFor({ state: 'detached' });

/** A page takes its keys a moment after it shows its rows, and news may redraw it: a person would try again, too. */
export const tryUntil = async (goal: Locator, act: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries += 1) {
    await act();
    try {
      await goal.waitFor({ timeout: 4000 });
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
};

export const pressFor = ({ hand }: Desk, key: string, goal: Locator): Promise<void> =>
  tryUntil(goal, () => hand.press(key));
