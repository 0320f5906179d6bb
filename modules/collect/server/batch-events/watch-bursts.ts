import { readSayings, sayingsOfPeriod, type Saying } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { findTopicsApart } from '#platform/server/text/topics-apart.ts';
import type { FoundTopic } from '#platform/server/text/topics/index.ts';
import type { BatchPolicy } from '../../contract/batch-events.ts';
import { usualInWindow } from '../duplicates/near.queries.ts';
import { commonest, eventToJoin, judgeBurst } from './batch.rules.ts';
import {
  eventsOfTickets,
  isParent,
  lockBatches,
  newestChildren,
  openEventsSince,
  readPolicy,
} from './batch.queries.ts';
import everyday from './everyday.json' with { type: 'json' };
import { joinBatch, openBatch } from './open-batch.ts';

/** The newest of the window; of more than these nobody would tell a burst from the day's work by their words. */
const mostSayings = 800;
const activeMs = 48 * 3_600_000;
const mostEvents = 10;
const samplesPerEvent = 30;
/** So many clusters of two are worth a look for what belongs to an open event. */
const mostTopics = 200;

type Window = { sayings: Saying[]; background: Saying[]; policy: BatchPolicy; from: Date };

/** What was said before the window: by it the words of a burst are known to be rare. */
const backgroundSayings = 400;
const everydayTexts = everyday.map((body, index) => ({ id: `everyday ${index}`, title: body, body }));

/** What came lately, and of each open event some of its last members, so that what comes later finds its own. */
const readWindow = async (tx: Tx, now: Date): Promise<Window> => {
  const policy = await readPolicy(tx);
  const from = new Date(now.getTime() - policy.windowMinutes * 60_000);
  const fresh = await sayingsOfPeriod(tx, from, new Date(now.getTime() + 60_000), mostSayings);
  if (fresh.length === 0 || !policy.enabled) return { sayings: [], background: [], policy, from };
  const events = await openEventsSince(tx, new Date(now.getTime() - activeMs), mostEvents);
  const known = new Set(fresh.map((one) => one.id));
  const members: string[] = [];
  for (const event of events)
    members.push(...(await newestChildren(tx, event.id, samplesPerEvent)).filter((id) => !known.has(id)));
  const all = [...fresh, ...(await readSayings(tx, members))];
  const parents = await isParent(
    tx,
    all.map((one) => one.id),
  );
  return {
    sayings: all.filter((one) => !parents.has(one.id)),
    background: await sayingsOfPeriod(tx, new Date(0), from, backgroundSayings),
    policy,
    from,
  };
};

type Cluster = { topic: FoundTopic; sayings: Saying[] };

const settleCluster = async (
  tx: Tx,
  app: App,
  { topic, sayings }: Cluster,
  { policy, from }: Window,
): Promise<number> => {
  const placed = await eventsOfTickets(
    tx,
    sayings.map((one) => one.id),
  );
  const free = sayings.filter((one) => !placed.has(one.id));
  if (free.length === 0) return 0;
  const eventOf = new Map([...placed].filter(([, row]) => !row.removed).map(([id, row]) => [id, row.eventId]));
  const joined = eventToJoin(
    sayings.map((one) => one.id),
    eventOf,
  );
  if (joined !== null) {
    const open = await openEventsSince(tx, new Date(0), 100);
    const event = open.find((one) => one.id === joined);
    return event
      ? (
          await joinBatch(
            tx,
            app,
            systemActor,
            event,
            free.map((one) => one.id),
          )
        ).length
      : 0;
  }
  const fresh = free.filter((one) => one.saidAt >= from);
  const category = commonest(fresh.map((one) => one.categoryKey ?? ''));
  const usual = await usualInWindow(tx, category, from, policy.windowMinutes);
  if (judgeBurst(fresh.length, usual, policy) !== 'open') return 0;
  await openBatch(tx, app, systemActor, {
    label: topic.label,
    words: topic.words.slice(0, 8),
    places: topic.places.slice(0, 5),
    examples: fresh.map(({ number, subject, region }) => ({ number, subject, region })),
    childIds: fresh.map((one) => one.id),
    cause: { found: fresh.length, windowMinutes: policy.windowMinutes, usual: usual ?? 0 },
  });
  return fresh.length;
};

/**
 * Looks for bursts among what came lately: similar tickets join the event they belong to, or open one. Reading and
 * clustering go without a lock; what is then done is decided anew behind it, so two processes open one event.
 * Returns how many tickets found an event.
 */
export const watchBursts = async (app: App): Promise<number> => {
  const window = await app.db.read(everything, (tx) => readWindow(tx, app.clock.now()));
  const { sayings, background, policy } = window;
  if (sayings.length < Math.min(policy.least, policy.leastUnusual)) return 0;
  const byId = new Map(sayings.map((one) => [one.id, one]));
  const members = new Set(sayings.map((one) => one.id));
  const textOf = (one: Saying) => ({ id: one.id, title: one.subject, body: one.body, at: one.saidAt.getTime() });
  // Twenty texts about one matter and nothing else have no rare words and fall into five matters. On the first day of an
  // instance invented everyday sentences stand in for the history that it does not have.
  const around = background.filter((one) => !members.has(one.id)).map(textOf);
  const found = await findTopicsApart([...sayings.map(textOf), ...around, ...everydayTexts], {
    minSize: 2,
    limit: mostTopics,
  });
  const clusters = found.map((topic) => ({
    topic,
    sayings: topic.ids.flatMap((id) => {
      const saying = byId.get(id);
      return saying ? [saying] : [];
    }),
  }));
  return app.db.write(everything, async (tx) => {
    await lockBatches(tx);
    let placed = 0;
    for (const cluster of clusters) placed += await settleCluster(tx, app, cluster, window);
    return placed;
  });
};
