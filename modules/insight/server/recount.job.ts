import { z } from 'zod';
import { defineJob } from '#platform/server/jobs/index.ts';
import { rebuildInsight } from './rebuild-insight.ts';

/** Every night in the quiet hours; also whenever somebody enqueues it. */
export const recountJob = defineJob({
  name: 'insight.recount',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '40 3 * * *',
  timeoutSeconds: 3600,
  async run(app) {
    const tickets = await rebuildInsight(app);
    app.log.info({ tickets }, 'board counters counted anew');
  },
});
