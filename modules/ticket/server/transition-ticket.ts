import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketAction } from '../contract.ts';
import { mergedReason } from './merge/merged-reason.ts';
import { askGuards } from './step-guards.ts';
import { writeMessage } from './write-message.ts';
import { can, demandVersion, permissionOf } from './ticket.access.ts';
import { ticketEvent } from './ticket.events.ts';
import { moveTicket, ticketById, type TicketRow } from './ticket.queries.ts';
import { decideStep } from './ticket.rules.ts';

export type TransitionData = {
  reason?: string | undefined;
  /** An outbound message that goes with the step. */
  reply?: string | undefined;
  /** The version the writer saw; a change since then refuses the step. */
  version?: number | undefined;
};

const byPerson = (actor: Actor): boolean => actor.kind === 'user' || actor.kind === 'token';

/** A declined customer is told why, in the same transaction: the reason stands in for words of its own. */
const replyOf = (action: TicketAction, data: TransitionData): string | undefined => {
  if (data.reply !== undefined) return data.reply;
  return action === 'decline' && data.reason ? data.reason : undefined;
};

const lockTicket = async (tx: Tx, ticketId: string): Promise<TicketRow> => {
  const ticket = await ticketById(tx, ticketId, true);
  if (!ticket) throw notFound('ticket');
  return ticket;
};

/** One step of the state machine within the caller's transaction, whoever takes it. */
export const takeStep = async (
  tx: Tx,
  app: App,
  actor: Actor,
  locked: TicketRow,
  action: TicketAction,
  data: TransitionData,
): Promise<TicketRow> => {
  const reason = data.reason?.trim() ?? '';
  const reply = replyOf(action, data);
  if (action === 'reopen' && locked.closeReason === mergedReason) throw new Problem('ticket.is_merged', 409);
  const repliedThisRound = locked.roundReplyAt !== null || reply !== undefined;
  const decision = decideStep({ state: locked.state, repliedThisRound }, action, { reason, byPerson: byPerson(actor) });
  if (!decision.ok)
    throw new Problem(
      `ticket.${decision.refusal.code}`,
      decision.refusal.code === 'needs_reason' ? 422 : 409,
      decision.refusal.data,
    );
  if (byPerson(actor) && (await askGuards(tx, { app, actor, ticket: locked, action, reason, reply })) === 'wait')
    return locked;
  if (reply !== undefined) await writeMessage(tx, app, actor, locked, { direction: 'out', body: reply });
  const at = app.clock.now();
  const closeReason = action === 'close' || action === 'decline' ? reason : null;
  await moveTicket(tx, locked.id, {
    to: decision.to,
    stamp: decision.stamp,
    reopens: decision.reopens,
    closeReason,
    at,
  });
  const told = { from: locked.state, to: decision.to, ...(reason === '' ? {} : { reason }) };
  await emit(tx, [ticketEvent(decision.event, locked.id, actor, at, told)]);
  return lockTicket(tx, locked.id);
};

/** The same for somebody: people need the permission; the system and the customer (follow-up) come with their own reasons. */
export const transitionTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticketId: string,
  action: TicketAction,
  data: TransitionData = {},
): Promise<TicketRow> => {
  const ticket = await lockTicket(tx, ticketId);
  if (byPerson(actor) && !can(actor, permissionOf(action), ticket)) throw notFound('ticket');
  demandVersion(ticket, data.version);
  return takeStep(tx, app, actor, ticket, action, data);
};
