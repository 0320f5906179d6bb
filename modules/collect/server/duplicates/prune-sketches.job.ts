import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { rememberedMs } from './find-near.ts';
import { pruneSketches } from './near.queries.ts';

const rowsAtOnce = 5000;

export const pruneSketchesJob = defineJob({
  name: 'collect.prune_sketches',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '25 4 * * *',
  async run(app) {
    const before = new Date(app.clock.now().getTime() - rememberedMs);
    for (;;) {
      const gone = await app.db.write(everything, (tx) => pruneSketches(tx, before, rowsAtOnce));
      if (gone < rowsAtOnce) return;
    }
  },
});
