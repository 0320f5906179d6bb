import { ticketsByIds, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { callEvent } from './call-back.events.ts';
import { endCall, placeCall, waitingOfTickets, type CallRow } from './call-back.queries.ts';

const ended = new Set<TicketRow['state']>(['archived', 'declined', 'spam']);
const merged = 'merged';

/** Why nobody need be called any more; null while the call makes sense. */
const overBy = (call: CallRow, ticket: TicketRow | undefined): 'reopened' | 'ended' | null => {
  if (!ticket || ended.has(ticket.state) || ticket.closeReason === merged) return 'ended';
  // A call about an answer has nothing to ask once the case is being worked at again.
  const aboutAnswer = call.occasion === 'answered' || call.occasion === 'no_answer';
  return aboutAnswer && call.round !== ticket.reopenCount ? 'reopened' : null;
};

const keep = async (tx: Tx, app: App, ticketIds: readonly string[]): Promise<void> => {
  const calls = await waitingOfTickets(tx, ticketIds);
  if (calls.length === 0) return;
  const tickets = new Map((await ticketsByIds(tx, ticketIds)).map((ticket) => [ticket.id, ticket]));
  const at = app.clock.now();
  for (const call of calls) {
    const ticket = tickets.get(call.ticketId);
    const as = overBy(call, ticket);
    if (as !== null) {
      await endCall(tx, call.id, { state: 'over', as, at }, { attempted: false });
      await emit(tx, [callEvent('call_back.ended', call.ticketId, systemActor, at, { callId: call.id, as })]);
    } else if (ticket && (ticket.departmentId !== call.departmentId || ticket.ownerId !== call.ownerId))
      await placeCall(tx, call.id, ticket);
  }
};

/** Calls follow their ticket: to whoever has it now, and away when there is nothing left to ask. */
export const keepCalls: Subscriber = {
  name: 'follow-up.keep_calls',
  events: [
    'ticket.assigned',
    'ticket.reopened',
    'ticket.archived',
    'ticket.declined',
    'ticket.quarantined',
    'ticket.merged',
  ],
  handle: (app, tx, events) => keep(tx, app, [...new Set(events.map((event) => event.subjectId))]),
};
