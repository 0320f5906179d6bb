import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { messageByClientKey, type MessageRow } from './message.queries.ts';
import { demandReply } from './ticket.access.ts';
import { setFollowed, type TicketRow } from './ticket.queries.ts';
import { takeStep } from './transition-ticket.ts';
import { writeMessage, type NewMessage } from './write-message.ts';

/** `repeated`: the client key was used before, and this is the message that it stored then. */
export type AddedMessage = MessageRow & { readonly repeated: boolean };

export const findRepeated = async (
  tx: Tx,
  ticketId: string,
  clientKey: string | undefined,
): Promise<AddedMessage | null> => {
  const known = clientKey === undefined ? null : await messageByClientKey(tx, ticketId, clientKey);
  return known && { ...known, repeated: true };
};

/**
 * Adds a message to a ticket the caller has accessed. Whoever answers a new ticket has thereby accepted it, so that step
 * is taken first.
 */
export const addMessage = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  message: NewMessage,
): Promise<AddedMessage> => {
  const known = await findRepeated(tx, ticket.id, message.clientKey);
  if (known) return known;
  if (message.direction !== 'note') demandReply(ticket);
  if (message.direction === 'out' && ticket.state === 'new') await takeStep(tx, app, actor, ticket, 'accept', {});
  const row = await writeMessage(tx, app, actor, ticket, message);
  if (message.mentions && message.mentions.length > 0) await setFollowed(tx, ticket.id, message.mentions, true);
  return { ...row, repeated: false };
};
