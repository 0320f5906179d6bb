import type { App } from '../app.ts';
import { everything } from '../database/index.ts';
import type { Subscriber } from '../module.ts';
import { defineJob, type JobDefinition } from '../jobs/index.ts';
import { z } from 'zod';
import type { EventRow } from './event.ts';
import { advance } from './cursor.ts';
import { adoptEvents, claimDelivery, dispatchLag, eventsBehind, moveCursor, takeCursor } from './events.queries.ts';

const cursorName = 'dispatch';
const batchRows = 2000;
const rowsPerJob = 200;

const eventSchema = z.object({
  id: z.number(),
  xid: z.string(),
  name: z.string(),
  subjectId: z.string(),
  actorKind: z.enum(['user', 'token', 'customer', 'system']),
  actorId: z.string().nullable(),
  actorName: z.string(),
  at: z.coerce.date(),
  data: z.record(z.string(), z.unknown()),
});

/** Each subscriber is a job queue of its own, so that a failing one holds up nobody else and shows on the page of dead letters. */
export const subscriberJob = (subscriber: Subscriber): JobDefinition =>
  defineJob({
    name: `event.${subscriber.name}`,
    payload: z.object({ batchId: z.string(), events: z.array(eventSchema) }),
    retry: { limit: 8, delaySeconds: 2, maxDelaySeconds: 600 },
    async run(app, { batchId, events }) {
      await app.db.write(everything, async (tx) => {
        const fresh = await claimDelivery(tx, subscriber.name, batchId, app.clock.now());
        if (fresh) await subscriber.handle(app, tx, events);
      });
    },
  });

const batchesFor = (subscriber: Subscriber, rows: readonly EventRow[]): { batchId: string; events: EventRow[] }[] => {
  const wanted = rows.filter((row) => subscriber.events.includes(row.name));
  const batches: { batchId: string; events: EventRow[] }[] = [];
  for (let from = 0; from < wanted.length; from += rowsPerJob) {
    const events = wanted.slice(from, from + rowsPerJob);
    batches.push({ batchId: `${events[0]?.xid}-${events[0]?.id}`, events });
  }
  return batches;
};

/**
 * Reads committed events and hands each to its subscribers as jobs, in the transaction that moves the cursor.
 * Returns how many it read; 0 when there was nothing or another process is at it.
 */
export const dispatchOnce = (app: App, subscribers: readonly Subscriber[]): Promise<number> =>
  app.db.write(everything, async (tx) => {
    const taken = await takeCursor(tx, cursorName);
    if (!taken) return 0;
    const sight = await eventsBehind(tx, taken, batchRows);
    const { rows } = sight;
    if (rows.length === 0) return 0;
    for (const subscriber of subscribers) {
      const payloads = batchesFor(subscriber, rows);
      if (payloads.length > 0) await app.jobs.enqueueMany(tx, `event.${subscriber.name}`, payloads);
    }
    await moveCursor(tx, cursorName, taken, advance(taken, sight, rows.length < batchRows), app.clock.now());
    return rows.length;
  });

/**
 * Hands events to their subscribers here and now, each batch in the transaction that moves the cursor, without jobs.
 * For a process without workers that replays history with a clock of its own; returns how many events it handled.
 */
export const dispatchInline = async (app: App, subscribers: readonly Subscriber[]): Promise<number> => {
  let count = 0;
  for (;;) {
    const handled = await app.db.write(everything, async (tx) => {
      const taken = await takeCursor(tx, cursorName);
      if (!taken) return 0;
      const sight = await eventsBehind(tx, taken, batchRows);
      const { rows } = sight;
      if (rows.length === 0) return 0;
      for (const subscriber of subscribers) {
        const wanted = rows.filter((row) => subscriber.events.includes(row.name));
        if (wanted.length > 0) await subscriber.handle(app, tx, wanted);
      }
      await moveCursor(tx, cursorName, taken, advance(taken, sight, rows.length < batchRows), app.clock.now());
      return rows.length;
    });
    if (handled === 0) return count;
    count += handled;
  }
};

export const readDispatchLag = (app: App): Promise<number> =>
  app.db.read(everything, (tx) => dispatchLag(tx, cursorName, app.clock.now()));

const adoptLimitMs = 3_600_000;

/** Before the first event is read: a database restored from a dump counts transactions anew. */
export const adoptRestored = async (app: App): Promise<void> => {
  const adopted = await app.db.write(everything, (tx) => adoptEvents(tx, cursorName, app.clock.now()), adoptLimitMs);
  if (adopted) app.log.warn('events of another database server were renumbered; those not handed out yet will be');
};

export type Dispatcher = { wake(): void; stop(): Promise<void> };

const idleMs = 1000;

/** Runs until stopped: woken by NOTIFY, and once a second in any case (a lost notification only costs that second). */
export const startDispatcher = (app: App, subscribers: readonly Subscriber[]): Dispatcher => {
  let stopping = false;
  let awake = false;
  let adopted = false;
  let ring: () => void = () => undefined;
  const nap = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, awake ? 0 : idleMs);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const loop = async (): Promise<void> => {
    while (!stopping) {
      awake = false;
      try {
        if (!adopted) await adoptRestored(app);
        adopted = true;
        if ((await dispatchOnce(app, subscribers)) > 0) continue;
      } catch (error) {
        if (!stopping) app.log.error({ err: error }, 'event dispatcher failed; trying again');
      }
      if (!stopping) await nap();
    }
  };
  const running = loop();
  return {
    wake() {
      awake = true;
      ring();
    },
    async stop() {
      stopping = true;
      ring();
      await running;
    },
  };
};
