import { z } from 'zod';
import { everything } from '../database/index.ts';
import { deleteOldDeliveries } from '../events/events.queries.ts';
import { defineJob } from './index.ts';
import { keepFailedJobs } from './jobs.queries.ts';

const failedDays = 90;
/** A handled batch can only come again from its own job, and no job is kept so long after it was taken. */
const deliveryDays = 100;

/** Keeps failed jobs beyond the days of done ones, and drops what only proved that a batch was handled once. */
export const sweepJobsJob = defineJob({
  name: 'job.sweep',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '7 4 * * *',
  async run(app) {
    await app.db.write(everything, async (tx) => {
      await keepFailedJobs(tx, failedDays);
      await deleteOldDeliveries(tx, new Date(app.clock.now().getTime() - deliveryDays * 86_400_000));
    });
  },
});
