import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { slaBreached, slaWarned } from './sla.events.ts';
import { takeBreached, takeWarned } from './sla.queries.ts';

const batch = 500;

/** Fires every clock that is due now, in batches of one transaction each. Returns how many fired. */
export const fireDueClocks = async (app: App): Promise<number> => {
  let count = 0;
  for (;;) {
    const fired = await app.db.write(everything, async (tx) => {
      const now = app.clock.now();
      const breached = await takeBreached(tx, now, batch);
      const warned = await takeWarned(tx, now, batch);
      await refreshNextDue(
        tx,
        breached.map((one) => one.ticketId),
      );
      await emit(tx, [...breached.map((one) => slaBreached(one, now)), ...warned.map((one) => slaWarned(one, now))]);
      return breached.length + warned.length;
    });
    count += fired;
    if (fired < batch) return count;
  }
};

export type Ticker = { stop(): Promise<void> };

const everyMs = 1000;

/** Once a second in every worker; rows are locked while they fire, so several workers share them. */
export const startTicker = (app: App): Ticker => {
  let running: Promise<unknown> | null = null;
  let stopping = false;
  const timer = setInterval(() => {
    if (running !== null || stopping) return;
    running = fireDueClocks(app)
      .catch((error: unknown) => {
        if (!stopping) app.log.error({ err: error }, 'sla clocks: firing failed; trying again in a second');
      })
      .finally(() => {
        running = null;
      });
  }, everyMs);
  return {
    async stop() {
      stopping = true;
      clearInterval(timer);
      await running;
    },
  };
};
