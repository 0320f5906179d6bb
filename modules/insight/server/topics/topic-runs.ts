import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import { findTopicsApart } from '#platform/server/text/topics-apart.ts';
import { matchTopics, type FoundTopic, type KnownTopic } from '#platform/server/text/topics/index.ts';
import { sayingsOfPeriod, type Saying } from '#modules/ticket/server/index.ts';
import type { TopicRun } from '../../contract/topics.ts';
import { productOf } from './read-topics.ts';
import { productsByTicket } from './topics.queries.ts';
import { runView } from './run-view.ts';
import {
  cancelRun,
  endRun,
  failStaleRuns,
  insertRun,
  latestRun,
  noteRun,
  runById,
  type RunRow,
} from './topic-runs.queries.ts';
import {
  allTopics,
  dropEmptyTopics,
  lockTopics,
  membersOfTopics,
  replaceTickets,
  saveTopics,
  type SavedTopic,
  type TopicTicketRow,
} from './topic-rows.queries.ts';
import { spanOf, type Asked } from './topic-span.ts';

export const findTopicsJobName = 'insight.find_topics';
const staleMs = 30 * 60_000;

type Wanted = { from: Date; until: Date; startedBy: string | null };

/** Promises a run over a span; when one is under way, that one. */
export const promiseRun = (app: App, wanted: Wanted): Promise<RunRow | null> =>
  app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    await failStaleRuns(tx, new Date(at.getTime() - staleMs), at);
    const id = newId(at);
    if (await insertRun(tx, { id, ...wanted, at })) await app.jobs.enqueueMany(tx, findTopicsJobName, [{ runId: id }]);
    return latestRun(tx);
  });

export const startRunFor = async (app: App, actor: Actor, asked: Asked): Promise<TopicRun> => {
  const span = await app.db.read(everything, (tx) => spanOf(tx, asked, app.clock.now()));
  const run = await promiseRun(app, { from: span.from, until: span.until, startedBy: actor.id });
  if (!run) throw new Error('a run was promised and is not there');
  return runView(run);
};

/** The newest of a span: of more the clusters are the same, and they take minutes. */
export const mostSayings = 20_000;

const votesOf = (fields: Readonly<Record<string, unknown>>): number => {
  const likes = Number(fields['likes'] ?? 0);
  return Number.isFinite(likes) && likes > 0 ? Math.min(Math.round(likes), 1_000_000) : 0;
};

const rowOf = (saying: Saying, products: readonly string[], topicId: string, rank: number): TopicTicketRow => ({
  ticket_id: saying.id,
  topic_id: topicId,
  rank,
  said_at: saying.saidAt.toISOString(),
  department_id: saying.departmentId,
  speaker: saying.speaker,
  category_key: saying.categoryKey ?? '',
  region: saying.region,
  // A topic counts a ticket for one product: the one that its form named comes first.
  product: productOf(saying.fields) || (products[0] ?? ''),
  channel: saying.channel,
  votes: votesOf(saying.fields),
});

type Heard = { readonly sayings: readonly Saying[]; readonly products: ReadonlyMap<string, readonly string[]> };
type Sorted = { topics: SavedTopic[]; rows: TopicTicketRow[] };

const sortFound = (
  app: App,
  { sayings, products }: Heard,
  found: readonly FoundTopic[],
  known: ReadonlyMap<number, string>,
): Sorted => {
  const byId = new Map(sayings.map((one) => [one.id, one]));
  const topics = found.map((topic, index): SavedTopic => {
    const { label, words, places, centre } = topic;
    return { id: known.get(index) ?? newId(app.clock.now()), label, words, places, centre };
  });
  const rows = found.flatMap((topic, index) =>
    topic.ids.flatMap((id, rank) => {
      const saying = byId.get(id);
      const to = topics[index];
      return saying && to ? [rowOf(saying, products.get(id) ?? [], to.id, rank)] : [];
    }),
  );
  return { topics, rows };
};

type Read = Heard & { readonly known: readonly KnownTopic[] };

const readSpan = (app: App, run: RunRow): Promise<Read> =>
  app.db.search(
    everything,
    async (tx) => {
      const members = await membersOfTopics(tx);
      const topics = await allTopics(tx);
      const sayings = await sayingsOfPeriod(tx, run.periodFrom, run.periodUntil, mostSayings);
      const ids = sayings.map((one) => one.id);
      return {
        sayings,
        products: await productsByTicket(tx, ids),
        known: topics.map(({ id, centre }) => ({ id, centre, textIds: members.get(id) ?? [] })),
      };
    },
    60_000,
  );

/** Of a span that holds more than is looked at, what is older keeps the topics that earlier runs found for it. */
export const lookedAtFrom = (from: Date, sayings: readonly Pick<Saying, 'saidAt'>[], most: number): Date => {
  if (sayings.length < most) return from;
  return new Date(Math.min(...sayings.map((one) => one.saidAt.getTime())));
};

const noteMs = 1000;

/** Tells the table each second how far it is; ends the work when it hears that somebody cancelled it. */
const watchRun = (app: App, run: RunRow, tickets: number) => {
  const controller = new AbortController();
  let part = 0;
  const timer = setInterval(() => {
    app.db
      .write(everything, (tx) => noteRun(tx, run.id, part, tickets))
      .then((goesOn) => (goesOn ? undefined : controller.abort()))
      .catch((error: unknown) => app.log.warn({ err: error }, 'topics: progress could not be noted'));
  }, noteMs);
  return {
    signal: controller.signal,
    onProgress: (value: number): void => {
      part = value;
    },
    end: () => clearInterval(timer),
  };
};

/** Finds the topics of a run's span and puts their tickets there, in one transaction: nobody sees half of it. */
const findAndStore = async (app: App, run: RunRow): Promise<{ tickets: number; topics: number }> => {
  const read = await readSpan(app, run);
  const { sayings } = read;
  const goesOn = (tx: Tx): Promise<boolean> => noteRun(tx, run.id, 0, sayings.length);
  const nothing = { tickets: 0, topics: 0 };
  if (!(await app.db.write(everything, goesOn))) return nothing;
  const { signal, onProgress, end } = watchRun(app, run, sayings.length);
  const texts = sayings.map((one) => ({ id: one.id, title: one.subject, body: one.body, at: one.saidAt.getTime() }));
  const found = await findTopicsApart(texts, { signal, onProgress }).finally(end);
  const { topics, rows } = sortFound(app, read, found, matchTopics(read.known, found));
  return app.db.write(
    everything,
    async (tx) => {
      await lockTopics(tx);
      if (!(await noteRun(tx, run.id, 1, sayings.length))) return nothing;
      await saveTopics(tx, topics, app.clock.now());
      await replaceTickets(tx, lookedAtFrom(run.periodFrom, sayings, mostSayings), run.periodUntil, rows);
      await dropEmptyTopics(tx);
      return { tickets: sayings.length, topics: topics.length };
    },
    120_000,
  );
};

/** Answers the last run as it is then. */
export const cancelRunUnderWay = (app: App, actor: Actor): Promise<RunRow | null> =>
  app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    const id = await cancelRun(tx, at);
    if (id !== null) await emit(tx, [{ name: 'topic.recomputed', subjectId: id, actor, at, data: {} }]);
    return latestRun(tx);
  });

export const findTopicsOf = async (app: App, runId: string): Promise<void> => {
  const run = await app.db.read(everything, (tx) => runById(tx, runId));
  if (!run || run.state === 'done' || run.state === 'failed') return;
  /** False when somebody cancelled it: then it has been ended already, and told of. */
  const end = async (state: 'done' | 'failed', counts: { tickets: number; topics: number }, problem: string) =>
    app.db.write(everything, async (tx) => {
      const at = app.clock.now();
      const isEnded = await endRun(tx, run.id, { state, ...counts, problem, at });
      if (isEnded) await emit(tx, [{ name: 'topic.recomputed', subjectId: run.id, actor: systemActor, at, data: {} }]);
      return isEnded;
    });
  try {
    await end('done', await findAndStore(app, run), '');
  } catch (error) {
    if (await end('failed', { tickets: 0, topics: 0 }, 'insight.run_failed')) throw error;
  }
};
