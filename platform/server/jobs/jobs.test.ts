import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { startTestApp, type TestApp } from '#test/app.ts';
import { eventually } from '#test/eventually.ts';
import { everything } from '../database/index.ts';
import { runSql } from '#test/database.queries.ts';
import { defineJob, startWorkers } from './index.ts';
import { sweepJobsJob } from './sweep-jobs.job.ts';

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

test('a failed job is kept for whoever is on holiday, and what waits outlasts workers that stand still', async () => {
  const { boss } = it.app.jobs;
  await boss.createQueue('probe.fails', { retryLimit: 0, deleteAfterSeconds: 3 * 86_400 });
  const id = await boss.send('probe.fails', {});
  const [taken] = await boss.fetch('probe.fails');
  expect(taken?.id).toBe(id);
  await boss.fail('probe.fails', id ?? '', { message: 'no' });
  await runSql(
    it.databaseUrl,
    "insert into event_delivery values ('a', 'old', '2001-01-01'), ('a', 'new', '2999-01-01')",
  );
  await sweepJobsJob.run(it.app, {});
  const days = (field: string, of: string) =>
    runSql(it.databaseUrl, `select min(${field}) / 86400 as days from pgboss.${of}`);
  expect(await days('deletion_seconds', `job where id = '${id ?? ''}'`)).toEqual([{ days: 90 }]);
  expect(await days('retention_seconds', "queue where name like 'event.%'")).toEqual([{ days: 365 }]);
  const left = await runSql(it.databaseUrl, "select batch_id from event_delivery where subscriber = 'a'");
  expect(left).toEqual([{ batch_id: 'new' }]);
});
