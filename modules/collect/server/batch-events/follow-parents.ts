import { ticketsByIds } from '#modules/ticket/server/index.ts';
import { openStates, type TicketState } from '#modules/ticket/contract.ts';
import { emit } from '#platform/server/events/emit.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { batchNews } from './batch.events.ts';
import { isParent, setEventState } from './batch.queries.ts';

const open: ReadonlySet<TicketState> = new Set(openStates);

/** An event is open as long as its parent ticket is, however that was ended or opened again. */
export const followParents: Subscriber = {
  name: 'collect.follow_parents',
  events: [
    'ticket.closed',
    'ticket.declined',
    'ticket.reopened',
    'ticket.archived',
    'ticket.quarantined',
    'ticket.restored',
  ],
  async handle(app, tx, events) {
    const parents = await isParent(tx, [...new Set(events.map((event) => event.subjectId))]);
    if (parents.size === 0) return;
    const at = app.clock.now();
    for (const ticket of await ticketsByIds(tx, [...parents])) {
      const state = open.has(ticket.state) ? 'open' : 'closed';
      const changed = await setEventState(tx, ticket.id, state, at);
      if (changed !== null)
        await emit(tx, [batchNews(state === 'open' ? 'batch.changed' : 'batch.closed', changed, systemActor, at)]);
    }
  },
};
