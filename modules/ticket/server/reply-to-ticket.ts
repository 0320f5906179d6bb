import { peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketAction } from '../contract.ts';
import { addMessage, findRepeated } from './add-message.ts';
import { deleteDraft } from './draft.queries.ts';
import type { MessageRow } from './message.queries.ts';
import { accessTicketForChange, demandVersion } from './ticket.access.ts';
import { ticketById, type TicketRow } from './ticket.queries.ts';
import { transitionTicket } from './transition-ticket.ts';

export type ReplyInput = {
  direction: 'out' | 'note';
  body: string;
  attachmentIds: readonly string[];
  mentions: readonly string[];
  next?: { action: TicketAction; reason?: string | undefined } | undefined;
  clientKey?: string | undefined;
  version?: number | undefined;
};

const knownPeople = async (tx: Tx, ids: readonly string[]): Promise<string[]> =>
  (await peopleByIds(tx, [...new Set(ids)])).filter((person) => person.active).map((person) => person.id);

/** A person's reply or note, with the step he wants to take in the same breath. */
export const replyToTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  input: ReplyInput,
): Promise<{ message: MessageRow; ticket: TicketRow }> => {
  const permission = input.direction === 'out' ? 'ticket.reply' : 'ticket.note';
  const ticket = await accessTicketForChange(tx, actor, number, permission, undefined);
  // A request sent again after a lost answer must not be refused for the change that it made itself.
  const repeated = await findRepeated(tx, ticket.id, input.clientKey);
  if (repeated) return { message: repeated, ticket };
  demandVersion(ticket, input.version);
  const message = await addMessage(tx, app, actor, ticket, {
    direction: input.direction,
    body: input.body,
    attachmentIds: input.attachmentIds,
    clientKey: input.clientKey,
    mentions: await knownPeople(tx, input.mentions),
  });
  if (actor.id !== null) await deleteDraft(tx, ticket.id, actor.id);
  if (input.next)
    return {
      message,
      ticket: await transitionTicket(tx, app, actor, ticket.id, input.next.action, { reason: input.next.reason }),
    };
  const now = await ticketById(tx, ticket.id);
  if (!now) throw notFound('ticket');
  return { message, ticket: now };
};
