import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { signIn, visitor } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

const receipt = z.object({ number: z.string() });
const sent = z.object({ message: z.object({ id: z.string() }) });

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

test('a link to a message far back fetches, scrolls to it and marks it, on a phone too', async () => {
  const chief = await it.as('supervisor');
  const { number } = receipt.parse(
    (await it.anyone('POST', '/api/public/feedback', { content: '洗衣机脱水时整个阳台都在抖' })).body,
  );
  const ids: string[] = [];
  for (let n = 0; n < 90; n += 1) {
    const answer = await chief('POST', `/api/tickets/${number}/messages`, {
      direction: 'note',
      body: `第 ${n} 条核查`,
    });
    ids.push(sent.parse(answer.body).message.id);
  }
  const page = await stage.page(await visitor(stage.browser, { screen: 'phone' }));
  await signIn(page, it.url, await hire(it, 'agent', '韩松'));
  await page.goto(`${it.url}/tickets/${number}#m-${ids[4]}`);
  const message = page.locator(`[id="m-${ids[4]}"]`);
  await message.and(page.locator('[data-marked]')).waitFor();
  const inSight = () =>
    message.evaluate((element) => {
      const thread = element.closest('.tb')?.getBoundingClientRect();
      const { top, bottom } = element.getBoundingClientRect();
      return thread !== undefined && top >= thread.top && bottom <= thread.bottom;
    });
  await expect.poll(inSight).toBe(true);
  await stage.picture(page, 'permalink-phone');
  expect(await inSight()).toBe(true);

  // The next link moves the mark; a made-up one leaves the thread where it is.
  await page.evaluate((id) => (window.location.hash = `#m-${id}`), ids[80]);
  await page.locator(`[id="m-${ids[80]}"][data-marked]`).waitFor();
  expect(await page.locator('[data-marked]').count()).toBe(1);
  expect(stage.faults).toEqual([]);
});
