import { afterAll, beforeAll, expect, test } from 'vitest';
import { everything } from '#platform/server/database/index.ts';
import { startTestApp, type Caller, type TestApp } from '#test/app.ts';
import { fakeClock } from '#test/clock.ts';
import { readAccuracy } from '../../contract.ts';
import { addToDays } from './correction.queries.ts';
import { tellDrift } from './drift-metrics.ts';

const clock = fakeClock('2026-09-23T02:00:00Z');
let it: TestApp;
let admin: Caller;
beforeAll(async () => {
  it = await startTestApp({ role: 'web', clock });
  admin = await it.as('admin');
});
afterAll(() => it.stop());

const decided = (daysAgo: number, field: 'category' | 'kind', count: number, corrected: number) =>
  it.app.db.write(everything, (tx) =>
    addToDays(tx, [
      { at: new Date(clock.now().getTime() - daysAgo * 86_400_000), field, by: 'model', decided: count, corrected },
    ]),
  );
const metricsText = async (): Promise<string> => (await it.anyone('GET', '/metrics')).text;
const driftOf = async (field: string) =>
  readAccuracy.reply
    .parse((await admin('GET', '/api/classify/accuracy')).body)
    .fields.find((one) => one.field === field)?.drift;

test('a week that fell raises the alarm on the page and in the metrics, and only for its field', async () => {
  await decided(15, 'category', 200, 6);
  await decided(15, 'kind', 200, 6);
  await decided(2, 'kind', 100, 4);
  await decided(2, 'category', 100, 4);
  await tellDrift(it.app);
  expect(await driftOf('category')).toBe(false);
  expect(await metricsText()).toContain('huiyin_classify_drift{field="category"} 0');
  await decided(1, 'category', 100, 30);
  await tellDrift(it.app);
  expect(await driftOf('category')).toBe(true);
  const text = await metricsText();
  expect(text).toContain('huiyin_classify_drift{field="category"} 1');
  expect(text).toContain('huiyin_classify_drift{field="kind"} 0');
  expect(text).toContain('huiyin_classify_week_accuracy{field="category"} 0.83');
  expect(text).not.toContain('huiyin_classify_week_accuracy{field="sentiment"}');
});

test('a few decisions say nothing', async () => {
  clock.advance({ days: 60 });
  await decided(2, 'kind', 20, 15);
  await tellDrift(it.app);
  expect(await metricsText()).toContain('huiyin_classify_drift{field="kind"} 0');
});
