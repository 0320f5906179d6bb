import { parseTicketNumber, readSayings, ticketsByNumbers } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { findTopicsApart } from '#platform/server/text/topics-apart.ts';
import { placesOf } from '../places.ts';
import { accessTopic } from './read-topics.ts';
import {
  clearMerged,
  lockTopics,
  placeTickets,
  saveTopics,
  setMerged,
  setTopic,
  topicById,
  type Centre,
  type TopicRow,
} from './topic-rows.queries.ts';
import { spanOf } from './topic-span.ts';
import { ticketsOfTopic } from './topics.queries.ts';

type Changed = { id: string; label: string; named: boolean; pinned: boolean };
const changedView = ({ id, label, named, pinned }: TopicRow): Changed => ({ id, label, named, pinned });

/** Refuses a topic of which the actor reaches nothing. */
const demandReach = (app: App, actor: Actor, ids: readonly string[]): Promise<void> =>
  app.db.read(actor.reach, async (tx) => {
    const span = await spanOf(tx, { range: 'all' }, app.clock.now());
    for (const id of ids) {
      const row = await topicById(tx, id);
      await accessTopic(tx, row?.mergedInto ?? id, span, placesOf(app, actor, undefined));
    }
  });

/** A decision of a person about topics: made with reach over all rows once his own has been checked, and told of. */
const decide = async <T>(
  app: App,
  actor: Actor,
  ids: readonly string[],
  run: (tx: Tx, topic: TopicRow) => Promise<T>,
): Promise<T> => {
  await demandReach(app, actor, ids);
  return app.db.write(everything, async (tx) => {
    await lockTopics(tx);
    const topic = await topicById(tx, ids[0] ?? '', true);
    if (!topic) throw notFound('topic');
    const done = await run(tx, topic);
    await emit(tx, [{ name: 'topic.changed', subjectId: topic.id, actor, at: app.clock.now(), data: {} }]);
    return done;
  });
};

export const changeTopicFor = (
  app: App,
  actor: Actor,
  id: string,
  change: { label?: string | undefined; pinned?: boolean | undefined },
): Promise<Changed> =>
  decide(app, actor, [id], async (tx, topic) => {
    const next = {
      ...topic,
      pinned: change.pinned ?? topic.pinned,
      // An empty name hands the naming back: the words stay until topics are found again.
      ...(change.label === undefined
        ? {}
        : change.label === ''
          ? { named: false }
          : { label: change.label, named: true }),
    };
    await setTopic(tx, id, next);
    return changedView(next);
  });

export const mergeTopicFor = (app: App, actor: Actor, id: string, into: string): Promise<Changed> =>
  decide(app, actor, [id, into], async (tx, topic) => {
    const other = await topicById(tx, into, true);
    if (!other) throw notFound('topic');
    const root = other.mergedInto ?? other.id;
    if (root === topic.id) throw new Problem('insight.merge_circle', 422);
    await setMerged(tx, topic.id, root);
    const kept = await topicById(tx, root);
    return changedView(kept ?? other);
  });

export const releaseTopicFor = (app: App, actor: Actor, id: string): Promise<Changed> =>
  decide(app, actor, [id], async (tx, topic) => {
    await clearMerged(tx, topic.id);
    return changedView(topic);
  });

const splitLimit = 2000;

/** Tickets of the topic within the actor's reach that are named, or that say the word. */
const chosenTickets = (
  app: App,
  actor: Actor,
  id: string,
  wish: { numbers: readonly string[]; word: string },
): Promise<string[]> =>
  app.db.search(actor.reach, async (tx) => {
    const span = await spanOf(tx, { range: 'all' }, app.clock.now());
    const inside = (await ticketsOfTopic(tx, id, span, placesOf(app, actor, undefined), null, splitLimit)).map(
      (row) => row.id,
    );
    const numbers = wish.numbers.flatMap((number) => {
      const parsed = parseTicketNumber(number);
      return parsed.ok ? [parsed.number] : [];
    });
    const named = new Set((await ticketsByNumbers(tx, numbers)).map((ticket) => ticket.id));
    const says =
      wish.word === ''
        ? new Set<string>()
        : new Set(
            (await readSayings(tx, inside))
              .filter((one) => one.subject.includes(wish.word) || one.body.includes(wish.word))
              .map((one) => one.id),
          );
    return inside.filter((one) => named.has(one) || says.has(one));
  });

/** What the tickets have in common, so that the new topic finds its own next time. */
const centreOf = async (
  app: App,
  ids: readonly string[],
): Promise<{ centre: Centre; words: string[]; places: string[] }> => {
  const sayings = await app.db.read(everything, (tx) => readSayings(tx, ids.slice(0, 400)));
  const [topic] = await findTopicsApart(
    sayings.map((one) => ({ id: one.id, title: one.subject, body: one.body })),
    { minSize: 2, limit: 1 },
  );
  return { centre: topic?.centre ?? [], words: topic?.words ?? [], places: topic?.places ?? [] };
};

export const splitTopicFor = async (
  app: App,
  actor: Actor,
  id: string,
  wish: { label: string; numbers: readonly string[]; word: string },
): Promise<Changed & { moved: number }> => {
  await demandReach(app, actor, [id]);
  const ids = await chosenTickets(app, actor, id, wish);
  if (ids.length === 0) throw new Problem('insight.split_nothing', 422);
  const common = await centreOf(app, ids);
  return decide(app, actor, [id], async (tx, topic) => {
    const at = app.clock.now();
    const fresh = { id: newId(at), label: wish.label, named: true, pinned: false };
    await saveTopics(tx, [{ id: fresh.id, label: fresh.label, ...common }], at);
    await setTopic(tx, fresh.id, fresh);
    const moved = await placeTickets(tx, ids, topic.id, fresh.id);
    return { ...fresh, moved };
  });
};
