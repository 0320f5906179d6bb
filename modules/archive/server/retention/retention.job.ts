import { z } from 'zod';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { eraseOne } from './erase-retained.ts';
import {
  pageOfRetention,
  putRetention,
  readEraseByJob,
  unworkedRetention,
  type Place,
  type RetentionRecord,
} from './retention.queries.ts';
import { workOut } from './work-out.ts';

const batch = 200;

/** Works out how long is kept what was archived before anybody looked; returns how many. */
const workOutOld = async (app: App): Promise<number> => {
  for (let count = 0; ;) {
    const found = await app.db.write(everything, async (tx) => {
      const rows = await unworkedRetention(tx, batch);
      const tickets = await ticketsByIds(
        tx,
        rows.map((row) => row.ticketId),
      );
      await putRetention(tx, await workOut(tx, app, tickets));
      return tickets.length;
    });
    count += found;
    if (found < batch) return count;
  }
};

/** Erases what is over, one transaction each; what turns out to be kept longer is passed over. */
const eraseOver = async (app: App): Promise<number> => {
  let count = 0;
  for (let after: Place | null = null; ;) {
    const at: Place | null = after;
    const rows: RetentionRecord[] = await app.db.read(everything, (tx) =>
      pageOfRetention(tx, 'over', app.clock.now(), at, batch),
    );
    for (const { number } of rows) {
      try {
        await app.db.write(everything, (tx) => eraseOne(tx, app, systemActor, number, { reason: '', dryRun: false }));
        count += 1;
      } catch (error) {
        if (!(error instanceof Problem)) throw error;
      }
    }
    const last = rows.at(-1);
    if (rows.length < batch || !last?.keepUntil) return count;
    after = { at: last.keepUntil, ticketId: last.ticketId };
  }
};

/** Returns how many were erased: none unless an administrator switched that on. */
export const keepTime = async (app: App): Promise<number> => {
  await workOutOld(app);
  return (await app.db.read(everything, readEraseByJob)) ? eraseOver(app) : 0;
};

export const retentionJob = defineJob({
  name: 'archive.retention',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 300, maxDelaySeconds: 3600 },
  cron: '50 4 * * *',
  timeoutSeconds: 3600,
  async run(app) {
    await keepTime(app);
  },
});
