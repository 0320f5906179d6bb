import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { cleanText } from '#platform/server/text/normalise.ts';
import { claimAttachments } from './attachment.queries.ts';
import { insertMessage, noteMessage, type MessageRow } from './message.queries.ts';
import { ticketEvent } from './ticket.events.ts';
import type { TicketRow } from './ticket.queries.ts';

export type NewMessage = {
  direction: 'in' | 'out' | 'note';
  body: string;
  attachmentIds?: readonly string[];
  clientKey?: string | undefined;
  mentions?: readonly string[];
};

const authorOf = (actor: Actor, ticket: TicketRow): Pick<MessageRow, 'authorKind' | 'authorId' | 'authorName'> => {
  if (actor.kind === 'customer') return { authorKind: 'customer', authorId: null, authorName: ticket.customerName };
  if (actor.kind === 'system') return { authorKind: 'system', authorId: null, authorName: '' };
  return { authorKind: 'person', authorId: actor.id, authorName: actor.name };
};

const noteChannel = 'internal';

/** Stores a message with its files and its event; what else follows from it is decided by who calls. */
export const writeMessage = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  message: NewMessage,
): Promise<MessageRow> => {
  const at = app.clock.now();
  const body = cleanText(message.body).text;
  const attachmentIds = message.attachmentIds ?? [];
  if (body === '' && attachmentIds.length === 0) throw new Problem('ticket.empty_message', 422);
  const row: MessageRow = {
    id: newId(at),
    ticketId: ticket.id,
    direction: message.direction,
    ...authorOf(actor, ticket),
    body,
    channel: message.direction === 'note' ? noteChannel : ticket.channel,
    createdAt: at,
    clientKey: message.clientKey ?? null,
  };
  await insertMessage(tx, row);
  await noteMessage(tx, row);
  if (attachmentIds.length > 0) {
    const claims = attachmentIds.map((attachmentId) => ({ attachmentId, ticketId: ticket.id, messageId: row.id }));
    if ((await claimAttachments(tx, claims)) !== claims.length) throw new Problem('ticket.attachment_missing', 422);
  }
  const data = { messageId: row.id, direction: row.direction, mentions: message.mentions ?? [] };
  await emit(tx, [ticketEvent('ticket.message_added', ticket.id, actor, at, data)]);
  return row;
};
