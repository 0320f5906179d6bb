import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { idsAfter, recountCells, refreshFacts, smallestId } from './insight.queries.ts';

const recountLimitMs = 600_000;

/**
 * Looks at every ticket and counts everything again, in batches, while the board stays readable and true.
 * Returns how many tickets it looked at. For a restored backup, a bulk load, and every night.
 */
export const rebuildInsight = async (
  app: App,
  options: { batch?: number; onProgress?: (done: number) => void } = {},
): Promise<number> => {
  const { batch = 5000, onProgress } = options;
  let done = 0;
  let after = smallestId;
  for (;;) {
    const ids = await app.db.write(everything, async (tx) => {
      const found = await idsAfter(tx, after, batch);
      await refreshFacts(tx, found, 0);
      return found;
    });
    const last = ids.at(-1);
    if (last === undefined) break;
    after = last;
    done += ids.length;
    onProgress?.(done);
  }
  await app.db.write(everything, recountCells, recountLimitMs);
  return done;
};
