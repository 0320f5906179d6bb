import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { refreshFacts, smallestId, takeUnsettled } from './insight.queries.ts';

const batch = 2000;

/**
 * Looks again at tickets to which something happened: sla answers the same events in a job of its own, and what it
 * writes into the ticket (a promise broken, a new round) is no event. Returns how many it looked at.
 */
export const settleFacts = async (app: App): Promise<number> => {
  let done = 0;
  let after = smallestId;
  for (;;) {
    const taken = await app.db.write(everything, async (tx) => {
      const ids = await takeUnsettled(tx, after, batch);
      await refreshFacts(tx, ids, 0);
      return ids;
    });
    const last = taken.at(-1);
    if (last === undefined) return done;
    after = last;
    done += taken.length;
  }
};

export const settleFactsJob = defineJob({
  name: 'insight.settle',
  payload: z.object({}),
  retry: { limit: 1, delaySeconds: 5, maxDelaySeconds: 30 },
  cron: '* * * * *',
  run: async (app) => {
    await settleFacts(app);
  },
});
