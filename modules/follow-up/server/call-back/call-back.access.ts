import { canDoToTicket, ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import { claimMinutes, type CallBackRow } from '../../contract/call-back.ts';
import { callById, type CallRow } from './call-back.queries.ts';

/** A call is as visible as its ticket; whoever may answer the customer in writing may call him. */
export const callPermission = 'ticket.reply';

export const claimExpiry = (now: Date): Date => new Date(now.getTime() - claimMinutes * 60_000);

/** Somebody is on the phone now: his claim has not run out. */
export const isHeld = (call: CallRow, now: Date): boolean =>
  call.claimedBy !== null && call.claimedAt !== null && call.claimedAt >= claimExpiry(now);

export const abilitiesOf = (actor: Actor, call: CallRow, ticket: TicketRow, now: Date): CallBackRow['abilities'] => {
  const mayCall = call.state === 'waiting' && actor.id !== null && canDoToTicket(actor, callPermission, ticket);
  const held = isHeld(call, now);
  return {
    claim: mayCall && (!held || call.claimedBy === actor.id),
    attempt: mayCall && held && call.claimedBy === actor.id,
    withdraw: mayCall && (!held || call.claimedBy === actor.id),
  };
};

/** The call and its ticket within the reach of the transaction; absent and forbidden look the same. */
export const accessCall = async (
  tx: Tx,
  actor: Actor,
  id: string,
  { permission = 'ticket.read', lock = false }: { permission?: string; lock?: boolean } = {},
): Promise<{ call: CallRow; ticket: TicketRow }> => {
  const call = await callById(tx, id, lock);
  const [ticket] = call ? await ticketsByIds(tx, [call.ticketId]) : [];
  if (!call || !ticket || !may(actor, permission) || !canDoToTicket(actor, permission, ticket))
    throw notFound('call back');
  return { call, ticket };
};
