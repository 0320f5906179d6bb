import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { openFileStore } from '#platform/server/files/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { dropForgotten, forgottenContents, lockContent } from './attachment.queries.ts';

const keptHours = 24;
const contentsPerRun = 2000;

/** Uploads that no message named within a day are cleared away, so that nobody fills the disk with files he never sends. */
export const sweepAttachments = defineJob({
  name: 'ticket.sweep-attachments',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '17 3 * * *',
  timeoutSeconds: 900,
  async run(app) {
    const store = openFileStore({ dataDir: app.config.dataDir });
    const before = new Date(app.clock.now().getTime() - keptHours * 3_600_000);
    await store.sweepUnfinished(before);
    const contents = await app.db.read(everything, (tx) => forgottenContents(tx, before, contentsPerRun));
    for (const sha256 of contents) {
      await app.db.write(everything, async (tx) => {
        await lockContent(tx, sha256);
        if (await dropForgotten(tx, sha256, before)) await store.removeFile(sha256);
      });
    }
  },
});
