import { z } from 'zod';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { answerAsk, askJobName } from './asks.ts';
import { forgetAsks } from './ask.queries.ts';
import { purposesOf } from './llm-setting.ts';
import { findLlmSetting, forgetCalls } from './llm.queries.ts';
import { opinionLater } from './second-opinion.ts';

const jobName = 'classify.second_opinion';

/** The client tries again by itself; a job that failed is not worth another call. */
export const opinionJob = defineJob({
  name: jobName,
  payload: z.object({ ticketId: z.uuid() }),
  retry: { limit: 0, delaySeconds: 30, maxDelaySeconds: 30 },
  timeoutSeconds: 600,
  async run(app, { ticketId }) {
    try {
      await opinionLater(app, ticketId);
    } catch (error) {
      // Switched off since it was asked for.
      if (!(error instanceof Problem)) throw error;
    }
  },
});

/** Several at a time: a provider that takes half a minute must not make the next person wait another half. */
export const askJob = defineJob({
  name: askJobName,
  payload: z.object({ id: z.uuid() }),
  retry: { limit: 0, delaySeconds: 30, maxDelaySeconds: 30 },
  concurrency: 4,
  timeoutSeconds: 600,
  run: (app, { id }) => answerAsk(app, id),
});

/** Of a file of history a model is not asked row by row: that would use up a month's budget in a minute. */
const notAsked: ReadonlySet<string> = new Set(['import']);

export const askForOpinions: Subscriber = {
  name: 'classify.ask_for_opinions',
  events: ['ticket.opened'],
  async handle(app, tx, events) {
    if (!purposesOf(await findLlmSetting(tx)).includes('second_opinion')) return;
    const ids = events.map((event) => event.subjectId);
    const unsure = (await ticketsByIds(tx, ids)).filter((one) => one.unsure && !notAsked.has(one.channel));
    await app.jobs.enqueueMany(
      tx,
      jobName,
      unsure.map((one) => ({ ticketId: one.id })),
    );
  },
};

const dayMs = 86_400_000;

export const forgetCallsJob = defineJob({
  name: 'classify.forget_llm_calls',
  payload: z.object({}),
  retry: { limit: 2, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '50 3 * * *',
  async run(app) {
    await app.db.write(everything, async (tx) => {
      const now = app.clock.now();
      await forgetCalls(tx, now, (await findLlmSetting(tx)).keepDays);
      await forgetAsks(tx, new Date(now.getTime() - dayMs));
    });
  },
});
