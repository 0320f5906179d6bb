import { z } from 'zod';
import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventRow } from '#platform/server/events/event.ts';
import type { Subscriber } from '#platform/server/module.ts';
import type { Policy } from '../contract.ts';
import { currentPolicies } from './policy-cache.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { cancelClocks, clocksOf, meetClock, moveDepartment, moveDue, restartClock } from './sla.queries.ts';
import { dueOf, policyFor } from './sla.rules.ts';

const message = z.object({ direction: z.enum(['in', 'out', 'note']) });
const assigned = z.object({ toDepartmentId: z.uuid() });
const reclassified = z.object({ field: z.string() });

type Ticket = { id: string; kind: string; level: number; departmentId: string };

/** A reopened or restored ticket gets its full time again, from that moment. */
const restart = async (
  tx: Tx,
  policies: readonly Policy[],
  ticket: Ticket,
  at: Date,
  clocks: readonly ('first_reply' | 'resolve')[],
): Promise<void> => {
  const policy = policyFor(policies, ticket);
  if (!policy) return;
  for (const clock of clocks) await restartClock(tx, ticket, dueOf(policy, clock, at));
};

/** Another level or kind: the promise changes, counted from the same start. */
const recompute = async (tx: Tx, policies: readonly Policy[], ticket: Ticket): Promise<void> => {
  const policy = policyFor(policies, ticket);
  if (!policy) return;
  for (const row of await clocksOf(tx, [ticket.id]))
    await moveDue(tx, ticket.id, dueOf(policy, row.clock, row.startedAt, row.pausedMs));
};

const apply = async (tx: Tx, policies: readonly Policy[], event: EventRow, ticket: Ticket): Promise<void> => {
  switch (event.name) {
    case 'ticket.message_added':
      if (message.parse(event.data).direction === 'out') await meetClock(tx, ticket.id, 'first_reply', event.at);
      return;
    case 'ticket.answered':
    case 'ticket.closed':
      await meetClock(tx, ticket.id, 'first_reply', event.at);
      await meetClock(tx, ticket.id, 'resolve', event.at);
      return;
    case 'ticket.declined':
    case 'ticket.quarantined':
      await cancelClocks(tx, ticket.id);
      return;
    case 'ticket.reopened':
      await restart(tx, policies, ticket, event.at, ['resolve']);
      return;
    case 'ticket.restored':
      await restart(tx, policies, ticket, event.at, ['first_reply', 'resolve']);
      return;
    case 'ticket.assigned':
      await moveDepartment(tx, ticket.id, assigned.parse(event.data).toDepartmentId);
      return;
    case 'ticket.reclassified':
      if (['level', 'kind'].includes(reclassified.parse(event.data).field)) await recompute(tx, policies, ticket);
  }
};

export const followTicket: Subscriber = {
  name: 'sla.follow_ticket',
  events: [
    'ticket.message_added',
    'ticket.answered',
    'ticket.closed',
    'ticket.declined',
    'ticket.quarantined',
    'ticket.reopened',
    'ticket.restored',
    'ticket.assigned',
    'ticket.reclassified',
  ],
  async handle(app: App, tx, events) {
    const tickets = new Map(
      (await ticketsByIds(tx, [...new Set(events.map((event) => event.subjectId))])).map((ticket) => [
        ticket.id,
        ticket,
      ]),
    );
    const policies = currentPolicies(app);
    for (const event of events) {
      const ticket = tickets.get(event.subjectId);
      if (ticket) await apply(tx, policies, event, ticket);
    }
    await refreshNextDue(tx, [...tickets.keys()]);
  },
};
