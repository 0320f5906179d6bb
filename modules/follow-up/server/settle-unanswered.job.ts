import { z } from 'zod';
import { ticketsByIds, transitionTicket } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { callStates } from './call-back/call-back.queries.ts';
import { makeCalls } from './call-back/make-calls.ts';
import { endSurveys, noteReminded, unanswered, type SurveyRow } from './follow-up.queries.ts';
import { nightlyStep, reminderDays } from './survey.rules.ts';
import { tell } from './tell-customer.ts';

const batch = 200;
const dayMs = 86_400_000;

type Place = { invitedAt: Date; id: string };

const settleBatch = (
  app: App,
  after: Place | null,
): Promise<{ last: Place | null; closed: number; reminded: number }> =>
  app.db.write(everything, async (tx) => {
    const now = app.clock.now();
    const surveys = await unanswered(tx, new Date(now.getTime() - reminderDays * dayMs), after, batch);
    const tickets = new Map(
      (
        await ticketsByIds(
          tx,
          surveys.map((survey) => survey.ticketId),
        )
      ).map((ticket) => [ticket.id, ticket]),
    );
    const calls = await callStates(tx, surveys);
    const steps = Map.groupBy(surveys, (survey) =>
      nightlyStep(survey, tickets.get(survey.ticketId), now, calls.get(survey.id) === 'waiting'),
    );
    const idsOf = (rows: readonly SurveyRow[]): string[] => rows.map((row) => row.id);
    const toClose = steps.get('close') ?? [];
    for (const survey of toClose)
      await transitionTicket(tx, app, systemActor, survey.ticketId, 'close', { reason: 'no_answer' });
    await endSurveys(tx, idsOf([...toClose, ...(steps.get('end') ?? [])]), now);
    const toRemind = steps.get('remind') ?? [];
    await tell(
      tx,
      app,
      toRemind.flatMap((survey) => {
        const ticket = tickets.get(survey.ticketId);
        return ticket ? [{ key: 'survey' as const, ticket, onceKey: `survey:${survey.id}`, surveyId: survey.id }] : [];
      }),
    );
    await noteReminded(tx, idsOf(toRemind), now);
    const silent = toRemind.filter((survey) => !calls.has(survey.id));
    await makeCalls(
      tx,
      app,
      'no_answer',
      silent.flatMap((survey) => {
        const ticket = tickets.get(survey.ticketId);
        return ticket ? [{ ticket, surveyId: survey.id, round: survey.round }] : [];
      }),
    );
    const last = surveys.length < batch ? null : (surveys.at(-1) ?? null);
    return { last, closed: toClose.length, reminded: toRemind.length };
  });

/** Reminds once of an unanswered invitation, and closes the case when the time for an answer is over. */
export const settleUnanswered = async (app: App): Promise<{ closed: number; reminded: number }> => {
  const done = { closed: 0, reminded: 0 };
  let after: Place | null = null;
  do {
    const { last, closed, reminded } = await settleBatch(app, after);
    done.closed += closed;
    done.reminded += reminded;
    after = last;
  } while (after !== null);
  return done;
};

export const settleUnansweredJob = defineJob({
  name: 'follow-up.settle_unanswered',
  payload: z.object({}),
  retry: { limit: 5, delaySeconds: 60, maxDelaySeconds: 1800 },
  cron: '30 3 * * *',
  timeoutSeconds: 900,
  async run(app) {
    await settleUnanswered(app);
  },
});
