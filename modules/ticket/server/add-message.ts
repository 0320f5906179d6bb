import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { messageByClientKey, type MessageRow } from './message.queries.ts';
import { demandReply } from './ticket.access.ts';
import { setFollowed, type TicketRow } from './ticket.queries.ts';
import { takeStep } from './transition-ticket.ts';
import { writeMessage, type NewMessage } from './write-message.ts';

/**
 * Adds a message to a ticket the caller has accessed. Whoever answers a new ticket has thereby accepted it, so that step
 * is taken first. The same client key again returns the message that is there.
 */
export const addMessage = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, message: NewMessage): Promise<MessageRow> => {
  if (message.clientKey !== undefined) {
    const known = await messageByClientKey(tx, ticket.id, message.clientKey);
    if (known) return known;
  }
  if (message.direction !== 'note') demandReply(ticket);
  if (message.direction === 'out' && ticket.state === 'new') {
    await takeStep(tx, app, actor, ticket, 'accept', {});
  }
  const row = await writeMessage(tx, app, actor, ticket, message);
  if (message.mentions && message.mentions.length > 0) await setFollowed(tx, ticket.id, message.mentions, true);
  return row;
};
