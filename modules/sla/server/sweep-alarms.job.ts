import { z } from 'zod';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { dropAlarmsBefore } from './alarm.queries.ts';

const keptDays = 180;
const dayMs = 86_400_000;
const batch = 5000;

/** What nobody looked up for half a year is noise; the timeline of the ticket keeps what happened. */
export const sweepAlarmsJob = defineJob({
  name: 'sla.sweep_alarms',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '40 3 * * *',
  timeoutSeconds: 600,
  async run(app) {
    const firstKept = newId(new Date(app.clock.now().getTime() - keptDays * dayMs));
    for (;;) if ((await app.db.write(everything, (tx) => dropAlarmsBefore(tx, firstKept, batch))) < batch) return;
  },
});
