import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { NewEvent } from '#platform/server/events/event.ts';
import { takeAlarms, takeBreached, takeSilent, type Fired } from './clock.queries.ts';
import { silenceMs } from './plan-clocks.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { slaBreached, slaEscalated, slaSilent, slaWarned } from './sla.events.ts';

const batch = 500;

/** What an alarm means: `w75` warns, the n-th `e…` of the plan tells the n-th level of the department tree. */
const alarmEvent = (one: Fired, now: Date): NewEvent => {
  const marks = one.alarmPlan.split(' ').slice(0, one.alarmStep);
  const mark = marks.at(-1) ?? 'w0';
  const part = Number(mark.slice(1));
  if (!mark.startsWith('e')) return slaWarned(one, part, now);
  return slaEscalated(one, marks.filter((each) => each.startsWith('e')).length, part, now);
};

const fireBatch = async (tx: Tx, now: Date): Promise<number> => {
  const breached = await takeBreached(tx, now, batch);
  const alarms = await takeAlarms(tx, now, batch);
  const silent = await takeSilent(tx, now, new Date(now.getTime() + silenceMs), batch);
  await refreshNextDue(
    tx,
    breached.map((one) => one.ticketId),
  );
  await emit(tx, [
    ...breached.map((one) => slaBreached(one, now)),
    ...alarms.map((one) => alarmEvent(one, now)),
    ...silent.map((one) => slaSilent(one, silenceMs / 3_600_000, now)),
  ]);
  return Math.max(breached.length, alarms.length, silent.length);
};

/** Fires every clock that is due now, in batches of one transaction each. Returns how many turns found something. */
export const fireDueClocks = async (app: App): Promise<number> => {
  let turns = 0;
  for (;;) {
    const most = await app.db.write(everything, (tx) => fireBatch(tx, app.clock.now()));
    if (most === 0) return turns;
    turns += 1;
    // A clock may have several alarms behind it (the server was down): a small batch is no reason to stop.
    if (most < batch && turns > 8) return turns;
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
