import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { addLinks } from '../link-tickets.ts';
import { openTickets, type OpenedTicket } from '../open-tickets.ts';
import type { OpeningDraft } from '../opening-stages.ts';
import { accessTicketForChange } from '../ticket.access.ts';
import { ticketEvent } from '../ticket.events.ts';
import { liftReach, type TicketRow } from '../ticket.queries.ts';
import { saidInTicket } from './merge.queries.ts';

const longestSubject = 60;

const draftOf = (ticket: TicketRow, content: string, subject: string | undefined, at: Date): OpeningDraft => ({
  id: newId(at),
  customer:
    ticket.customerId === null
      ? null
      : { id: ticket.customerId, name: ticket.customerName, tier: ticket.customerTier, region: ticket.region },
  subject: subject || content.replaceAll(/\s+/g, ' ').slice(0, longestSubject),
  content,
  channel: ticket.channel,
  region: ticket.region,
  outletId: ticket.outletId,
  fields: {},
  occurredAt: null,
  at,
  contactName: ticket.customerName,
  locale: ticket.locale,
  triage: {},
});

export type SplitWish = { messageIds: readonly string[]; subject?: string | undefined };

/** A second matter in one ticket gets a number, an owner and a clock of its own; what was said stays readable in both. */
export const splitTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  wish: SplitWish,
  startClocks: (tx: Tx, opened: readonly OpenedTicket[]) => Promise<void>,
): Promise<{ number: string }> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.transition', undefined);
  const said = await saidInTicket(tx, ticket.id, wish.messageIds);
  if (said.length !== new Set(wish.messageIds).size) throw new Problem('ticket.split_not_said', 422);
  // The new ticket goes where the rules send it, which may be out of this person's reach.
  await liftReach(tx);
  const at = app.clock.now();
  const content = said.map((message) => message.body).join('\n\n');
  const [opened] = await openTickets(tx, app, [draftOf(ticket, content, wish.subject, at)]);
  if (!opened) throw new Error('a draft without a ticket');
  await startClocks(tx, [opened]);
  await addLinks(tx, app, actor, [{ ticketId: opened.id, otherId: ticket.id, kind: 'related' }]);
  await emit(tx, [ticketEvent('ticket.split', ticket.id, actor, at, { toId: opened.id, toNumber: opened.number })]);
  return { number: opened.number };
};
