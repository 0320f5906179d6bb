import { contactOf } from '#modules/customer/server/index.ts';
import { peopleByIds } from '#modules/staff/server/index.ts';
import { afterWorkingMinutes } from '#modules/sla/server/index.ts';
import { accessTicket, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { sendSignal } from '#platform/server/live/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { latestCallDays, type addCallBack, type CallBackView } from '../../contract/call-back.ts';
import { surveysOf } from '../follow-up.queries.ts';
import { surveyState } from '../survey.rules.ts';
import { accessCall, callPermission, claimExpiry, isHeld } from './call-back.access.ts';
import { callEvent, callTopic } from './call-back.events.ts';
import {
  callById,
  claimCall,
  claimNext,
  endCall,
  insertCall,
  releaseCall,
  type CallRow,
  type NewCall,
} from './call-back.queries.ts';
import { viewCall } from './view-calls.ts';

/** Refuses whoever comes late, with who was faster or how it ended. */
export const demandWaiting = (call: CallRow): void => {
  if (call.state !== 'waiting') throw new Problem('follow-up.call_over', 409, { state: call.state, as: call.endedAs });
};

const heldByOther = async (tx: Tx, call: CallRow): Promise<Problem> => {
  const [person] = call.claimedBy === null ? [] : await peopleByIds(tx, [call.claimedBy]);
  return new Problem('follow-up.call_taken', 409, { name: person?.displayName ?? '' });
};

const personOf = (actor: Actor): string => {
  if (actor.id === null) throw notFound('call back');
  return actor.id;
};

export const takeCall = (app: App, actor: Actor, id: string): Promise<CallBackView> =>
  app.db.write(actor.reach, async (tx) => {
    const { call, ticket } = await accessCall(tx, actor, id, { permission: callPermission });
    const at = app.clock.now();
    const taken = await claimCall(tx, call.id, { by: personOf(actor), at, expired: claimExpiry(at) });
    if (!taken) {
      const now = await callById(tx, id);
      if (now) demandWaiting(now);
      throw await heldByOther(tx, now ?? call);
    }
    await sendSignal(tx, callTopic, [ticket.id]);
    return viewCall(tx, app, actor, taken, ticket);
  });

export const takeNextCall = (app: App, actor: Actor, mine: boolean): Promise<{ callBack: CallBackView | null }> =>
  app.db.write(actor.reach, async (tx) => {
    const at = app.clock.now();
    const by = personOf(actor);
    const taken = await claimNext(
      tx,
      { by, at, expired: claimExpiry(at) },
      { reach: actor.reach, mine: mine ? by : null },
    );
    const [ticket] = taken ? await ticketsByIds(tx, [taken.ticketId]) : [];
    if (!taken || !ticket) return { callBack: null };
    await sendSignal(tx, callTopic, [ticket.id]);
    return { callBack: await viewCall(tx, app, actor, taken, ticket) };
  });

export const giveBackCall = (app: App, actor: Actor, id: string): Promise<CallBackView> =>
  app.db.write(actor.reach, async (tx) => {
    const { call, ticket } = await accessCall(tx, actor, id, { permission: callPermission, lock: true });
    demandWaiting(call);
    if (isHeld(call, app.clock.now()) && call.claimedBy !== actor.id) throw await heldByOther(tx, call);
    await releaseCall(tx, id);
    await sendSignal(tx, callTopic, [ticket.id]);
    return viewCall(tx, app, actor, { ...call, claimedBy: null, claimedAt: null }, ticket);
  });

export const withdrawCall = (app: App, actor: Actor, id: string, reason: string): Promise<CallBackView> =>
  app.db.write(actor.reach, async (tx) => {
    const { call, ticket } = await accessCall(tx, actor, id, { permission: callPermission, lock: true });
    demandWaiting(call);
    const at = app.clock.now();
    if (isHeld(call, at) && call.claimedBy !== actor.id) throw await heldByOther(tx, call);
    await endCall(tx, id, { state: 'over', as: 'withdrawn', at }, { attempted: false, note: reason });
    await emit(tx, [callEvent('call_back.ended', ticket.id, actor, at, { callId: id, as: 'withdrawn' })]);
    const now = await callById(tx, id);
    return viewCall(tx, app, actor, now ?? call, ticket);
  });

/** A time in the future, near enough that somebody still knows what it was about. */
export const demandCallTime = (wished: string, now: Date): Date => {
  const at = new Date(wished);
  if (at <= now) throw new Problem('follow-up.call_in_past', 422);
  if (at.getTime() > now.getTime() + latestCallDays * 86_400_000)
    throw new Problem('follow-up.call_too_late', 422, { days: latestCallDays });
  return at;
};

const spacingMinutes = 120;
const mostAttempts = 3;

const newCall = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  { dueAt, note }: BodyOf<typeof addCallBack>,
): Promise<NewCall> => {
  const at = app.clock.now();
  const survey = (await surveysOf(tx, [ticket.id])).find((one) => surveyState(one, ticket) === 'open');
  return {
    id: newId(at),
    ticketId: ticket.id,
    departmentId: ticket.departmentId,
    ownerId: ticket.ownerId,
    occasion: 'manual',
    round: ticket.reopenCount,
    surveyId: survey?.id ?? null,
    note,
    dueAt: dueAt === undefined ? afterWorkingMinutes(app, at, 0) : demandCallTime(dueAt, at),
    spacingMinutes,
    mostAttempts,
    templateId: null,
    createdBy: actor.id,
    createdAt: at,
  };
};

export const addCall = (
  app: App,
  actor: Actor,
  number: string,
  wish: BodyOf<typeof addCallBack>,
): Promise<CallBackView> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, callPermission);
    if (['archived', 'declined', 'spam'].includes(ticket.state))
      throw new Problem('follow-up.call_not_now', 409, { state: ticket.state });
    const contact = ticket.customerId === null ? null : await contactOf(tx, ticket.customerId);
    if (contact?.phone === undefined) throw new Problem('follow-up.no_phone', 422);
    const row = await newCall(tx, app, actor, ticket, wish);
    if (!(await insertCall(tx, row))) throw new Problem('follow-up.call_waits', 409);
    await emit(tx, [
      callEvent('call_back.added', ticket.id, actor, row.createdAt, { callId: row.id, occasion: row.occasion }),
    ]);
    const call = await callById(tx, row.id);
    if (!call) throw notFound('call back');
    return viewCall(tx, app, actor, call, ticket);
  });
