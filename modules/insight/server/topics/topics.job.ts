import { z } from 'zod';
import { saidSpan } from '#modules/ticket/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { refreshPlaces } from './topic-rows.queries.ts';
import { findTopicsJobName, findTopicsOf, promiseRun } from './topic-runs.ts';
import { latestRun } from './topic-runs.queries.ts';

export const findTopicsJob = defineJob({
  name: findTopicsJobName,
  payload: z.object({ runId: z.uuid() }),
  retry: { limit: 0, delaySeconds: 30, maxDelaySeconds: 60 },
  timeoutSeconds: 1800,
  run: (app, { runId }) => findTopicsOf(app, runId),
});

const dayMs = 86_400_000;
const spanDays = 90;

/** Every hour, if anything was said since the last time; then the quarter up to what was said last. */
export const refreshTopicsJob = defineJob({
  name: 'insight.refresh_topics',
  payload: z.object({}),
  retry: { limit: 1, delaySeconds: 60, maxDelaySeconds: 60 },
  cron: '17 * * * *',
  async run(app) {
    const { last, run } = await app.db.read(everything, async (tx) => ({
      last: (await saidSpan(tx)).last,
      run: await latestRun(tx),
    }));
    if (!last || (run && run.periodUntil > last && run.startedAt > last)) return;
    const until = new Date(last.getTime() + 1000);
    await promiseRun(app, { from: new Date(until.getTime() - spanDays * dayMs), until, startedBy: null });
  },
});

export const followTopics: Subscriber = {
  name: 'insight.follow_topics',
  events: ['ticket.assigned', 'ticket.quarantined'],
  handle: (_app, tx, events) => refreshPlaces(tx, [...new Set(events.map((event) => event.subjectId))]),
};
