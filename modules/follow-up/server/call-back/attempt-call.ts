import { afterWorkingMinutes } from '#modules/sla/server/index.ts';
import {
  addMessage,
  completeTask,
  tasksOfTicket,
  ticketsByIds,
  transitionTicket,
  type TicketRow,
} from '#modules/ticket/server/index.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { addAttempt, AttemptInput } from '../../contract/call-back.ts';
import { customerActor } from '../customer-actor.ts';
import { drawConsequence, keepRating, reopenFor } from '../draw-consequence.ts';
import { setByPhone, surveyById, type SurveyRow } from '../follow-up.queries.ts';
import { surveyState } from '../survey.rules.ts';
import { accessCall, callPermission, isHeld } from './call-back.access.ts';
import { callEvent } from './call-back.events.ts';
import { callById, endCall, insertAttempt, putOff, type CallRow } from './call-back.queries.ts';
import { afterAttempt } from './call-back.rules.ts';
import { viewCall } from './view-calls.ts';
import { demandCallTime, demandWaiting } from './work-calls.ts';

type Held = { readonly call: CallRow; readonly ticket: TicketRow; readonly survey: SurveyRow | null };

/**
 * The call of this person with the invitation it is about. The invitation is locked first, as an answer by link does:
 * so neither waits for the other, and whichever comes second learns that it is answered.
 */
const holdCall = async (tx: Tx, app: App, actor: Actor, id: string, seen: number): Promise<Held> => {
  const { call: found } = await accessCall(tx, actor, id, { permission: callPermission });
  const survey = found.surveyId === null ? null : await surveyById(tx, found.surveyId, true);
  const { call, ticket } = await accessCall(tx, actor, id, { permission: callPermission, lock: true });
  demandWaiting(call);
  if (call.claimedBy !== actor.id || !isHeld(call, app.clock.now())) throw new Problem('follow-up.call_not_taken', 409);
  if (call.attempts !== seen) throw new Problem('follow-up.call_changed', 409, { attempts: call.attempts });
  return { call, ticket, survey: survey && surveyState(survey, ticket) === 'open' ? survey : null };
};

const demandFits = (input: AttemptInput, survey: SurveyRow | null): void => {
  const reached = input.outcome === 'solved' || input.outcome === 'not_solved';
  if (input.outcome === 'later' && input.callAt === undefined) throw new Problem('follow-up.call_time_missing', 422);
  if (input.score !== undefined && !reached) throw new Problem('follow-up.score_unreached', 422);
  if (input.score !== undefined && survey === null) throw new Problem('follow-up.survey_over', 409);
};

/** The follow-up that a low score had asked for is done by having spoken. */
const finishFollowUp = async (tx: Tx, app: App, actor: Actor, { call, ticket }: Held): Promise<void> => {
  if (call.occasion !== 'low_score') return;
  const open = (await tasksOfTicket(tx, ticket.id)).filter(
    (task) => task.kind === 'follow_up' && task.titleKey === 'low_score' && task.doneAt === null,
  );
  for (const task of open) await completeTask(tx, app, actor, task);
};

/** What the customer said decides about the case, not the rights of who wrote it down: the same path as by link. */
const actOnAnswer = async (tx: Tx, app: App, actor: Actor, held: Held, input: AttemptInput): Promise<void> => {
  const { call, ticket, survey } = held;
  const customer = customerActor(actor.locale, ticket.customerName);
  const solved = input.outcome === 'solved';
  const onceKey = `call:${call.id}`;
  if (survey && input.score !== undefined) {
    const answer = { score: input.score, solved, reasons: [], comment: input.note };
    await keepRating(tx, app, actor, { survey, ticket, answer });
    await drawConsequence(tx, app, customer, { ticket, answer, onceKey });
    return;
  }
  const rated = ticket.state === 'awaiting' || ticket.state === 'closed';
  if (!solved && rated) await reopenFor(tx, app, customer, { ticket, answer: { score: 1, solved }, onceKey });
  if (solved && ticket.state === 'awaiting')
    await transitionTicket(tx, app, customer, ticket.id, 'close', { reason: 'confirmed' });
};

/** Nobody could be asked by phone, so the link goes out with the next reminder after all. */
const fallBackToLink = async (tx: Tx, survey: SurveyRow | null): Promise<void> => {
  if (survey?.byPhone === true) await setByPhone(tx, [survey.id], false);
};

const settle = async (tx: Tx, app: App, actor: Actor, held: Held, input: AttemptInput): Promise<void> => {
  const { call, ticket, survey } = held;
  const at = app.clock.now();
  const no = call.attempts + 1;
  const after = afterAttempt(input.outcome, no, call.mostAttempts);
  const nextAt =
    after.state !== 'waiting'
      ? null
      : after.next === 'wished' && input.callAt !== undefined
        ? demandCallTime(input.callAt, at)
        : afterWorkingMinutes(app, at, call.spacingMinutes);
  const { outcome, note, score = null } = input;
  await insertAttempt(tx, newId(at), { callId: call.id, no, at, personId: actor.id, outcome, score, note, nextAt });
  if (nextAt !== null) await putOff(tx, call.id, nextAt);
  else if (after.state !== 'waiting')
    await endCall(tx, call.id, { state: after.state, as: outcome, at }, { attempted: true });
  const name = after.state === 'reached' ? 'call_back.reached' : 'call_back.missed';
  await emit(tx, [callEvent(name, ticket.id, actor, at, { callId: call.id, no, outcome })]);
  if (after.state === 'unreached') await fallBackToLink(tx, survey);
  if (after.state !== 'reached') return;
  if (note !== '') await addMessage(tx, app, actor, ticket, { direction: 'note', body: note });
  await finishFollowUp(tx, app, actor, held);
  await actOnAnswer(tx, app, actor, held, input);
};

/** Writes down how a call went, once, and draws what follows from it in the same transaction. */
export const writeAttempt = (
  app: App,
  actor: Actor,
  id: string,
  input: AttemptInput,
): Promise<ReplyOf<typeof addAttempt>> =>
  app.db.write(actor.reach, async (tx) => {
    const held = await holdCall(tx, app, actor, id, input.attempts);
    demandFits(input, held.survey);
    await settle(tx, app, actor, held, input);
    const [ticket] = await ticketsByIds(tx, [held.ticket.id]);
    const call = await callById(tx, id);
    const before = held.ticket;
    return {
      callBack: await viewCall(tx, app, actor, call ?? held.call, ticket ?? before),
      reopened: ticket !== undefined && ticket.reopenCount > before.reopenCount,
      closed: ticket?.state === 'closed' && before.state !== 'closed',
    };
  });
