import { z } from 'zod';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { promiseLook } from './batch.queries.ts';
import { watchBursts } from './watch-bursts.ts';

/** Every minute in any case; after arrivals within seconds. */
export const watchBurstsJob = defineJob({
  name: 'collect.watch_bursts',
  payload: z.object({}),
  retry: { limit: 1, delaySeconds: 10, maxDelaySeconds: 60 },
  cron: '* * * * *',
  run: async (app) => {
    const placed = await watchBursts(app);
    if (placed > 0) app.log.info({ tickets: placed }, 'tickets joined batch events');
  },
});

const settleMs = 5000;

/** One look for many arrivals: a storm of tickets is looked at once in five seconds, not once for each. */
export const promiseBurstLook: Subscriber = {
  name: 'collect.promise_burst_look',
  events: ['ticket.opened'],
  async handle(app, tx, events) {
    const now = app.clock.now();
    if (!events.some((event) => event.data['spam'] !== true && event.data['channel'] !== 'import')) return;
    const at = new Date(now.getTime() + settleMs);
    if (await promiseLook(tx, now, at))
      await app.jobs.enqueueMany(tx, 'collect.watch_bursts', [{}], { startAfter: at });
  },
};
