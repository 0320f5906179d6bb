import {
  addMessage,
  addTasks,
  noteRating,
  publicView,
  trackingUrl,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { Locale } from '#platform/contract/fields.ts';
import type { App } from '#platform/server/app.ts';
import { readCompanyName } from '#platform/server/database/instance.queries.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { isLow, lowScoreHours, type SurveyAnswer, type SurveyReceipt, type SurveyView } from '../contract.ts';
import { customerActor } from './customer-actor.ts';
import { accessSurvey } from './follow-up.access.ts';
import { keepAnswer, type SurveyRow } from './follow-up.queries.ts';
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

/** Opens the case again under its number, and makes it somebody's task to get in touch. Returns until when. */
const reopenFor = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  survey: SurveyRow,
  answer: SurveyAnswer,
): Promise<Date> => {
  const dueAt = new Date(app.clock.now().getTime() + lowScoreHours * 3_600_000);
  await transitionTicket(tx, app, actor, ticket.id, 'reopen', { reason: answer.solved ? 'low_score' : 'unsolved' });
  const { departmentId, ownerId } = ticket;
  const task = { kind: 'follow_up', titleKey: 'low_score', departmentId, ownerId, dueAt };
  await addTasks(tx, app, [{ ...task, ticketId: ticket.id, onceKey: `survey:${survey.id}` }], actor);
  return dueAt;
};

/** What an answer leads to; returns the deadline of the follow-up when the case was opened again. */
const drawConsequence = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  survey: SurveyRow,
  answer: SurveyAnswer,
): Promise<Date | null> => {
  if (isLow(answer)) return reopenFor(tx, app, actor, ticket, survey, answer);
  if (ticket.state === 'awaiting') await transitionTicket(tx, app, actor, ticket.id, 'close', { reason: 'confirmed' });
  return null;
};

/** Takes the one answer of an invitation: it is kept, shown in the thread, and acted upon in the same transaction. */
export const takeAnswer = (app: App, token: string, answer: SurveyAnswer, locale: Locale): Promise<SurveyReceipt> =>
  app.db.write(everything, async (tx) => {
    const { survey, ticket } = await accessSurvey(tx, app, token, true);
    const state = surveyState(survey, ticket);
    if (state === 'answered') throw new Problem('follow-up.already_answered', 409, { ...givenAnswer(survey) });
    if (state === 'over') throw new Problem('follow-up.survey_over', 409);
    const at = app.clock.now();
    const actor = customerActor(locale, ticket.customerName);
    await keepAnswer(tx, survey.id, answer, at);
    await noteRating(tx, ticket.id, answer.score);
    const { score, solved, reasons, comment } = answer;
    await emit(tx, [
      {
        name: 'survey.answered',
        subjectId: ticket.id,
        actor,
        at,
        data: { score, solved, reasons, round: survey.round },
      },
    ]);
    if (comment !== '') await addMessage(tx, app, actor, ticket, { direction: 'in', body: comment });
    const dueAt = await drawConsequence(tx, app, actor, ticket, survey, answer);
    return {
      number: ticket.number,
      answer: { ...answer, answeredAt: at.toISOString() },
      reopened: dueAt !== null,
      dueAt: dueAt?.toISOString() ?? null,
      trackingUrl: trackingUrl(app, ticket.id),
    };
  });
