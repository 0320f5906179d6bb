import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { openFileStore } from '#platform/server/files/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { dropForgotten, forgottenContents, lockContent } from './file.queries.ts';
import { filesDir } from './files.ts';

const keptHours = 24;
const contentsPerRun = 2000;

/** Uploads that no act named within a day are cleared away. */
export const sweepFilesJob = defineJob({
  name: 'approval.sweep_files',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '27 3 * * *',
  timeoutSeconds: 900,
  async run(app) {
    const store = openFileStore({ dataDir: filesDir(app) });
    const before = new Date(app.clock.now().getTime() - keptHours * 3_600_000);
    await store.sweepUnfinished(before);
    for (const sha256 of await app.db.read(everything, (tx) => forgottenContents(tx, before, contentsPerRun)))
      await app.db.write(everything, async (tx) => {
        await lockContent(tx, sha256);
        if (await dropForgotten(tx, sha256, before)) await store.removeFile(sha256);
      });
  },
});
