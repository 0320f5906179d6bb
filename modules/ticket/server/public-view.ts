import { peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { PublicTicket } from '../contract.ts';
import { attachmentsOfMessages } from './attachment.queries.ts';
import { attachmentView } from './keep-attachment.ts';
import { sourceIds } from './merge/merge.queries.ts';
import { publicMessages } from './message.queries.ts';
import { ticketById } from './ticket.queries.ts';
import { stageBar } from './ticket.rules.ts';

const mostMessages = 200;

/** A quarantined case looks like one that was just received: its sender learns nothing about our filter. */
const shownState = (state: PublicTicket['state']): PublicTicket['state'] => (state === 'spam' ? 'new' : state);

/**
 * What the customer sees of his own case (reach `all`; who may see it was decided by his link). Notes, tasks, links to
 * other cases, levels and rules stay inside: nothing is taken over from the ticket but what is named here.
 */
export const publicView = async (tx: Tx, _app: App, ticketId: string): Promise<PublicTicket> => {
  const ticket = await ticketById(tx, ticketId);
  if (!ticket) throw notFound('ticket');
  const ids = [ticket.id, ...(await sourceIds(tx, ticket.id))];
  const messages = await publicMessages(tx, ids, mostMessages);
  const files = Map.groupBy(
    await attachmentsOfMessages(
      tx,
      ids,
      messages.map((message) => message.id),
    ),
    (file) => file.messageId,
  );
  const [owner] = ticket.ownerId === null ? [] : await peopleByIds(tx, [ticket.ownerId]);
  const state = shownState(ticket.state);
  return {
    number: ticket.number,
    subject: ticket.subject,
    kind: ticket.kind,
    state,
    stages: stageBar(state, ticket),
    createdAt: ticket.createdAt.toISOString(),
    nextDueAt: ticket.nextDueAt?.toISOString() ?? null,
    nextClock: ticket.nextClock,
    ownerName: owner?.displayName ?? '',
    rating: ticket.rating,
    messages: messages.map((message) => ({
      id: message.id,
      from: message.direction === 'in' ? 'customer' : 'company',
      authorName: message.authorName,
      body: message.body,
      at: message.createdAt.toISOString(),
      attachments: (files.get(message.id) ?? []).map(attachmentView),
    })),
  };
};
