import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { everything } from '../database/index.ts';
import { defineJob, startWorkers } from './index.ts';

let it: TestApp;
beforeAll(async () => {
  it = await startTestApp();
});
afterAll(() => it.stop());

// One notification for all of them: whoever waited for the next look of a sleeping worker would wait 5 s for each.
test('the jobs of one commit are taken one after the other without a pause', async () => {
  const done: number[] = [];
  const probe = defineJob({
    name: 'probe.many',
    payload: z.object({ n: z.number() }),
    retry: { limit: 0, delaySeconds: 1, maxDelaySeconds: 1 },
    run(_app, { n }) {
      done.push(n);
      return Promise.resolve();
    },
  });
  await it.app.jobs.boss.createQueue(probe.name, { notify: true });
  await startWorkers(it.app, [probe]);
  const wanted = Array.from({ length: 24 }, (_unused, n) => n);
  await it.app.db.write(everything, (tx) =>
    it.app.jobs.enqueueMany(
      tx,
      probe.name,
      wanted.map((n) => ({ n })),
    ),
  );
  await eventually(() => expect(done.toSorted((a, b) => a - b)).toEqual(wanted));
});
