import { z } from 'zod';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { isColumnUse } from '../contract.ts';
import { findRun } from './import.queries.ts';
import { importFile, runImport } from './run-import.ts';

export const mappingSchema = z.record(z.string(), z.string().refine(isColumnUse));

export const importJob = defineJob({
  name: 'collect.import',
  payload: z.object({ runId: z.uuid() }),
  retry: { limit: 3, delaySeconds: 5, maxDelaySeconds: 60 },
  timeoutSeconds: 6 * 3600,
  async run(app, { runId }) {
    const run = await app.db.read(everything, (tx) => findRun(tx, runId));
    if (!run || run.state === 'done' || run.state === 'cancelled') return;
    await runImport(app, run, { file: importFile(app, runId), mapping: mappingSchema.parse(run.mapping) });
  },
});
