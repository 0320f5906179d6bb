import { addMessage, publicView, trackingUrl } from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import { everything } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { SurveyAnswer, SurveyReceipt, SurveyView } from '../contract.ts';
import { customerActor } from './customer-actor.ts';
import { accessSurvey } from './follow-up.access.ts';
import { makeCalls } from './call-back/make-calls.ts';
import { drawConsequence, keepRating } from './draw-consequence.ts';
import type { SurveyRow } from './follow-up.queries.ts';
import { surveyState } from './survey.rules.ts';

type Given = NonNullable<SurveyView['answer']>;

const givenAnswer = (survey: SurveyRow): Given | null =>
  survey.answeredAt === null || survey.score === null
    ? null
    : {
        score: survey.score,
        solved: survey.solved ?? false,
        reasons: survey.reasons,
        comment: survey.comment,
        answeredAt: survey.answeredAt.toISOString(),
      };

export const viewSurvey = (app: App, token: string): Promise<SurveyView> =>
  app.db.read(everything, async (tx) => {
    const { survey, ticket } = await accessSurvey(tx, app, token);
    const shown = await publicView(tx, app, ticket.id);
    return {
      number: ticket.number,
      subject: ticket.subject,
      companyName: await readCompanyName(tx),
      state: surveyState(survey, ticket),
      lastReply: shown.messages.findLast((message) => message.from === 'company')?.body ?? '',
      answer: givenAnswer(survey),
      trackingUrl: trackingUrl(app, ticket.id),
    };
  });

/** Takes the one answer of an invitation: it is kept, shown in the thread, and acted upon in the same transaction. */
export const takeAnswer = (app: App, token: string, answer: SurveyAnswer, locale: Locale): Promise<SurveyReceipt> =>
  app.db.write(everything, async (tx) => {
    const { survey, ticket } = await accessSurvey(tx, app, token, true);
    const state = surveyState(survey, ticket);
    if (state === 'answered') throw new Problem('follow-up.already_answered', 409, { ...givenAnswer(survey) });
    if (state === 'over') throw new Problem('follow-up.survey_over', 409);
    const at = app.clock.now();
    const actor = customerActor(locale, ticket.customerName);
    await keepRating(tx, app, actor, { survey, ticket, answer });
    if (answer.comment !== '') await addMessage(tx, app, actor, ticket, { direction: 'in', body: answer.comment });
    const dueAt = await drawConsequence(tx, app, actor, { ticket, answer, onceKey: `survey:${survey.id}` });
    if (dueAt !== null)
      await makeCalls(tx, app, 'low_score', [{ ticket, surveyId: null, round: ticket.reopenCount + 1 }]);
    return {
      number: ticket.number,
      answer: { ...answer, answeredAt: at.toISOString() },
      reopened: dueAt !== null,
      dueAt: dueAt?.toISOString() ?? null,
      trackingUrl: trackingUrl(app, ticket.id),
    };
  });
