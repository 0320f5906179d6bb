import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import { findTopicsApart } from '#platform/server/text/topics-apart.ts';
import { matchTopics, type FoundTopic } from '#platform/server/text/topics/index.ts';
import { sayingsOfPeriod, type Saying } from '#modules/ticket/server/index.ts';
import type { TopicRun } from '../../contract/topics.ts';
import { productOf } from './read-topics.ts';
import { productsByTicket } from './topics.queries.ts';
import { runView } from './run-view.ts';
import { endRun, failStaleRuns, insertRun, latestRun, noteRun, runById, type RunRow } from './topic-runs.queries.ts';
import {
  allTopics,
  dropEmptyTopics,
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

const noteEvery = 0.05;

/** Finds the topics of a run's span and puts their tickets there, in one transaction: nobody sees half of it. */
const findAndStore = async (app: App, run: RunRow): Promise<{ tickets: number; topics: number }> => {
  const { sayings, products, known } = await app.db.search(
    everything,
    async (tx) => {
      const members = await membersOfTopics(tx);
      const topics = await allTopics(tx);
      const said = await sayingsOfPeriod(tx, run.periodFrom, run.periodUntil, mostSayings);
      return {
        sayings: said,
        products: await productsByTicket(
          tx,
          said.map((one) => one.id),
        ),
        known: topics.map(({ id, centre }) => ({ id, centre, textIds: members.get(id) ?? [] })),
      };
    },
    60_000,
  );
  await app.db.write(everything, (tx) => noteRun(tx, run.id, 0, sayings.length));
  let noted = 0;
  const found = await findTopicsApart(
    sayings.map((one) => ({ id: one.id, title: one.subject, body: one.body, at: one.saidAt.getTime() })),
    {
      onProgress(part) {
        if (part - noted < noteEvery) return;
        noted = part;
        app.db.write(everything, (tx) => noteRun(tx, run.id, part, sayings.length)).catch(() => undefined);
      },
    },
  );
  const { topics, rows } = sortFound(app, { sayings, products }, found, matchTopics(known, found));
  await app.db.write(
    everything,
    async (tx) => {
      await saveTopics(tx, topics, app.clock.now());
      await replaceTickets(tx, run.periodFrom, run.periodUntil, rows);
      await dropEmptyTopics(tx);
    },
    120_000,
  );
  return { tickets: sayings.length, topics: topics.length };
};

export const findTopicsOf = async (app: App, runId: string): Promise<void> => {
  const run = await app.db.read(everything, (tx) => runById(tx, runId));
  if (!run || run.state === 'done' || run.state === 'failed') return;
  const end = async (state: 'done' | 'failed', counts: { tickets: number; topics: number }, problem: string) =>
    app.db.write(everything, async (tx) => {
      const at = app.clock.now();
      await endRun(tx, run.id, { state, ...counts, problem, at });
      await emit(tx, [{ name: 'topic.recomputed', subjectId: run.id, actor: systemActor, at, data: {} }]);
    });
  try {
    await end('done', await findAndStore(app, run), '');
  } catch (error) {
    await end('failed', { tickets: 0, topics: 0 }, 'insight.run_failed');
    throw error;
  }
};
