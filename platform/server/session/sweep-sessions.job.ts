import { z } from 'zod';
import { everything } from '../database/index.ts';
import { defineJob } from '../jobs/index.ts';
import { deleteOldAttempts } from './attempts.queries.ts';
import { deleteExpiredSessions } from './session.queries.ts';

const dayMs = 86_400_000;

/** Ended sessions and forgotten attempts would only grow: nothing reads them after their time. */
export const sweepSessionsJob = defineJob({
  name: 'session.sweep',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '17 4 * * *',
  async run(app) {
    const now = app.clock.now();
    await app.db.write(everything, async (tx) => {
      await deleteExpiredSessions(tx, now);
      await deleteOldAttempts(tx, new Date(now.getTime() - dayMs));
    });
  },
});
