import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { signIn, visitor } from './browser.ts';
import { hire, openStage, type Stage } from './stage.ts';

const receipt = z.object({ number: z.string() });

let first: TestApp;
let second: TestApp;
let stage: Stage;

beforeAll(async () => {
  first = await startTestApp();
  second = await startTestApp({ databaseUrl: first.databaseUrl, role: 'web' });
  stage = await openStage();
});

afterAll(async () => {
  await stage.close();
  await second.stop();
  await first.stop();
});

test('a reply given in one process appears in the browser of the other, without reload', async () => {
  const agent = await first.as('supervisor');
  const content = '空调不制冷，约了三次都没人来';
  const { number } = receipt.parse((await first.anyone('POST', '/api/public/feedback', { content })).body);
  const watcher = await stage.page(await visitor(stage.browser));
  await signIn(watcher, second.url, await hire(first, 'agent', '韩松'));
  const listening = watcher.waitForResponse((response) => response.url().endsWith('/api/live'));
  await watcher.goto(`${second.url}/tickets/${number}`);
  await watcher.locator('.wt .tb').getByText(content).first().waitFor();
  await listening;
  let loads = 0;
  watcher.on('load', () => (loads += 1));

  const body = '师傅明天上午九点到，已经约好。';
  const began = performance.now();
  const reply = await agent('POST', `/api/tickets/${number}/messages`, { direction: 'out', body });
  expect(reply.status).toBe(201);
  await watcher.locator('.wt .tb').getByText(body).waitFor();
  const took = performance.now() - began;

  console.log(`seen in the other process's browser ${Math.round(took)} ms after the reply was sent`);
  expect(loads).toBe(0);
  // A wide margin over the second that is promised: the machine that runs the tests is shared.
  expect(took).toBeLessThan(5000);
  await stage.picture(watcher, 'live-reply');
  expect(stage.faults).toEqual([]);
});
