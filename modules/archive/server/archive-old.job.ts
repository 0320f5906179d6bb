import { z } from 'zod';
import { ticketsByIds, transitionTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { archiveAfterDays } from '../contract.ts';
import { dropCandidates, takeCandidates } from './archive.queries.ts';
import { isEnded } from './watch-ended.ts';

const batch = 100;
const dayMs = 86_400_000;

/** Archives cases that ended long enough ago, in batches of one transaction each; returns how many. */
export const archiveOld = async (app: App): Promise<number> => {
  let count = 0;
  for (;;) {
    const before = new Date(app.clock.now().getTime() - archiveAfterDays * dayMs);
    const taken = await app.db.write(everything, async (tx) => {
      const ids = await takeCandidates(tx, before, batch);
      for (const ticket of await ticketsByIds(tx, ids)) {
        if (!isEnded(ticket.state)) continue;
        await transitionTicket(tx, app, systemActor, ticket.id, 'archive');
        count += 1;
      }
      await dropCandidates(tx, ids);
      return ids.length;
    });
    if (taken < batch) return count;
  }
};

export const archiveOldJob = defineJob({
  name: 'archive.archive_old',
  payload: z.object({}),
  retry: { limit: 5, delaySeconds: 60, maxDelaySeconds: 1800 },
  cron: '10 4 * * *',
  timeoutSeconds: 900,
  async run(app) {
    await archiveOld(app);
  },
});
