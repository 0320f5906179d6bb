import { noticesOf } from '#modules/channel/server/index.ts';
import { accessTicket, ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import * as contract from '../contract.ts';
import './erase.queries.ts';
import { takeAnswer, viewSurvey } from './answer-survey.ts';
import { callEventNames, callTopic } from './call-back/call-back.events.ts';
import { keepCalls } from './call-back/keep-calls.ts';
import { callRoutes } from './call-back/routes.ts';
import { findCase } from './find-case.ts';
import { surveysOf } from './follow-up.queries.ts';
import { settleUnansweredJob } from './settle-unanswered.job.ts';
import { tellCustomer } from './tell-customer.ts';
import { addFile, addWord, idempotencyKey, urgeCase, viewTracking } from './track-case.ts';

export { takeAnswer } from './answer-survey.ts';
export { writeAttempt } from './call-back/attempt-call.ts';
export { callsOfTicket, type CallRow } from './call-back/call-back.queries.ts';
export { addCall, takeCall } from './call-back/work-calls.ts';
export { surveysOf } from './follow-up.queries.ts';
export { settleUnanswered } from './settle-unanswered.job.ts';
export { surveyToken } from './survey-link.ts';

const perMinute = (app: App): number => app.config.publicRatePerMinute;

const viewFollowUp = (app: App, actor: Actor, number: string): Promise<contract.FollowUpView> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const surveys = await surveysOf(tx, [ticket.id]);
    const notices = await noticesOf(tx, ticket.id);
    return {
      surveys: surveys.map(({ round, score, solved, reasons, comment, ...at }) => ({
        round,
        score,
        solved,
        reasons,
        comment,
        invitedAt: at.invitedAt.toISOString(),
        answeredAt: at.answeredAt?.toISOString() ?? null,
        endedAt: at.endedAt?.toISOString() ?? null,
      })),
      notices: notices.map(({ id, templateKey, wire, state, messageId, at, sentAt }) => ({
        id,
        templateKey,
        wire,
        state,
        messageId,
        at: at.toISOString(),
        sentAt: sentAt?.toISOString() ?? null,
      })),
    };
  });

export const followUpModule: ServerModule = {
  name: 'follow-up',
  routes: [
    serve(contract.readTracking, 'public', ({ app, params }) => viewTracking(app, params.token)),
    serve(contract.findTracking, 'public', ({ app, body }) => findCase(app, body), { perMinute }),
    serve(
      contract.writeTracking,
      'public',
      ({ app, actor, params, body, request }) =>
        addWord(app, params.token, { ...body, key: idempotencyKey(request) }, actor.locale),
      { perMinute },
    ),
    serve(contract.uploadTracking, 'public', ({ app, params, request }) => addFile(app, params.token, request), {
      perMinute,
    }),
    serve(contract.urgeTracking, 'public', ({ app, params }) => urgeCase(app, params.token), { perMinute }),
    serve(contract.readSurvey, 'public', ({ app, params }) => viewSurvey(app, params.token)),
    serve(
      contract.answerSurvey,
      'public',
      ({ app, actor, params, body }) => takeAnswer(app, params.token, body, actor.locale),
      { perMinute },
    ),
    serve(contract.readFollowUp, 'ticket.read', ({ app, actor, params }) => viewFollowUp(app, actor, params.number)),
    ...callRoutes,
  ],
  subscribers: [tellCustomer, keepCalls],
  jobs: [settleUnansweredJob],
  live: [
    {
      topic: callTopic,
      events: callEventNames,
      visible: async (app, actor, ids) =>
        may(actor, 'ticket.read')
          ? app.db.read(actor.reach, async (tx) => (await ticketsByIds(tx, ids)).map((ticket) => ticket.id))
          : [],
    },
  ],
};
