import { addTasks, noteRating, transitionTicket, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { isLow, lowScoreHours, type SurveyAnswer } from '../contract.ts';
import { callEvent } from './call-back/call-back.events.ts';
import { endCallsOfSurveys } from './call-back/call-back.queries.ts';
import { keepAnswer, type SurveyRow } from './follow-up.queries.ts';

/** The same for an answer by link and one on the phone: an invitation is answered once, whichever came first. */
export const keepRating = async (
  tx: Tx,
  app: App,
  by: Actor,
  { survey, ticket, answer }: { survey: SurveyRow; ticket: TicketRow; answer: SurveyAnswer },
): Promise<void> => {
  const at = app.clock.now();
  await keepAnswer(tx, survey.id, answer, at);
  await noteRating(tx, ticket.id, answer.score);
  const { score, solved, reasons } = answer;
  await emit(tx, [
    {
      name: 'survey.answered',
      subjectId: ticket.id,
      actor: by,
      at,
      data: { score, solved, reasons, round: survey.round },
    },
  ]);
  // Nobody is called to say again what he has just said.
  const over = await endCallsOfSurveys(tx, [survey.id], { as: 'rated', at });
  await emit(
    tx,
    over.map((call) => callEvent('call_back.ended', call.ticketId, by, at, { callId: call.id, as: 'rated' })),
  );
};

type Said = {
  readonly ticket: TicketRow;
  readonly answer: Pick<SurveyAnswer, 'score' | 'solved'>;
  /** What was answered: the follow-up of it exists once. */
  readonly onceKey: string;
};

/** Opens the case again under its number, and makes it somebody's task to get in touch. Returns until when. */
export const reopenFor = async (tx: Tx, app: App, actor: Actor, { ticket, answer, onceKey }: Said): Promise<Date> => {
  const dueAt = new Date(app.clock.now().getTime() + lowScoreHours * 3_600_000);
  await transitionTicket(tx, app, actor, ticket.id, 'reopen', { reason: answer.solved ? 'low_score' : 'unsolved' });
  const { departmentId, ownerId } = ticket;
  const task = { kind: 'follow_up', titleKey: 'low_score', departmentId, ownerId, dueAt };
  await addTasks(tx, app, [{ ...task, ticketId: ticket.id, onceKey }], actor);
  return dueAt;
};

/** What an answer leads to; returns the deadline of the follow-up when the case was opened again. */
export const drawConsequence = async (tx: Tx, app: App, actor: Actor, said: Said): Promise<Date | null> => {
  if (isLow(said.answer)) return reopenFor(tx, app, actor, said);
  if (said.ticket.state === 'awaiting')
    await transitionTicket(tx, app, actor, said.ticket.id, 'close', { reason: 'confirmed' });
  return null;
};
