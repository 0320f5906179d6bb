import { z } from 'zod';
import { defineJob } from '#platform/server/jobs/index.ts';
import { dayOf, shiftDay } from '../calendar.ts';
import { findAnomaliesOf } from './find-anomalies.ts';

/** After midnight the day that ended is judged as a whole. */
export const judgeYesterdayJob = defineJob({
  name: 'insight.judge_yesterday',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 120, maxDelaySeconds: 600 },
  cron: '35 0 * * *',
  timeoutSeconds: 300,
  async run(app) {
    const day = shiftDay(dayOf(app.clock.now()), -1);
    const { found } = await findAnomaliesOf(app, { day, hours: 'all' });
    app.log.info({ day, found }, 'looked for anomalies');
  },
});

const zoneHours = 8;

/** While the day goes on, each hour that is over is held against the same hour of the days before. */
export const judgeHoursJob = defineJob({
  name: 'insight.judge_hours',
  payload: z.object({}),
  retry: { limit: 0, delaySeconds: 60, maxDelaySeconds: 60 },
  cron: '6 1-23 * * *',
  timeoutSeconds: 300,
  async run(app) {
    const now = app.clock.now();
    const until = (now.getUTCHours() + zoneHours) % 24;
    await findAnomaliesOf(app, { day: dayOf(now), hours: { until } });
  },
});
