import { accessTicket, readThread, type TicketRow } from '#modules/ticket/server/index.ts';
import type { MessageEntry, ThreadEntry } from '#modules/ticket/contract.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import type { askLlmReply, askLlmSummary } from '../../contract/llm.ts';
import { answerOf, askPurpose, maskerFor } from './ask-purpose.ts';
import { asData, replySchema, summarySchema } from './prompts.ts';

/** The newest so many messages and characters of a long thread. */
const mostMessages = 60;
const longestMessage = 3000;
const longestThread = 24_000;
const longestReply = 8000;

const speakers = { in: 'customer', out: 'company', note: 'internal note' } as const;

const isMessage = (entry: ThreadEntry): entry is MessageEntry => entry.type === 'message';

type Read = { readonly ticket: TicketRow; readonly messages: readonly MessageEntry[]; readonly names: string[] };

/** Read as the person himself: what he may not see is not sent, and so cannot come back. */
const readFor = async (app: App, actor: Actor, number: string, permission: string): Promise<Read> => {
  const ticket = await app.db.read(actor.reach, (tx) => accessTicket(tx, actor, number, permission));
  const { items } = await readThread(app, actor, number, { limit: mostMessages });
  const messages = items.filter(isMessage);
  return { ticket, messages, names: [ticket.customerName, ...messages.map((one) => one.authorName)] };
};

const inWords = (messages: readonly MessageEntry[]): string => {
  const lines = messages.map(
    (one) => `[${one.at.slice(0, 16)} ${speakers[one.direction]}] ${one.body.slice(0, longestMessage)}`,
  );
  while (lines.length > 1 && lines.reduce((sum, line) => sum + line.length, 0) > longestThread) lines.shift();
  return lines.join('\n');
};

export const summariseFor = async (app: App, actor: Actor, number: string): Promise<ReplyOf<typeof askLlmSummary>> => {
  const { ticket, messages, names } = await readFor(app, actor, number, 'ticket.read');
  const masker = maskerFor(app, names);
  const user = asData('thread', masker.mask(`${ticket.subject}\n${inWords(messages)}`));
  const place = { ticketId: ticket.id, personId: actor.id, masked: masker.count };
  const end = await askPurpose(app, { purpose: 'summary', user, schema: summarySchema, ...place });
  return answerOf(end, summarySchema, masker);
};

/** Internal notes stay in the house: what the model does not know it cannot tell the customer. */
export const draftReplyFor = async (
  app: App,
  actor: Actor,
  number: string,
  wish: string,
): Promise<ReplyOf<typeof askLlmReply>> => {
  const { ticket, messages, names } = await readFor(app, actor, number, 'ticket.reply');
  const masker = maskerFor(app, names);
  const said = messages.filter((one) => one.direction !== 'note');
  const thread = asData('thread', masker.mask(`${ticket.subject}\n${inWords(said)}`));
  const user = wish === '' ? thread : `${thread}\n${asData('wish', masker.mask(wish))}`;
  const place = { ticketId: ticket.id, personId: actor.id, masked: masker.count };
  const end = await askPurpose(app, { purpose: 'reply_draft', user, schema: replySchema, ...place });
  return { reply: answerOf(end, replySchema, masker).reply.slice(0, longestReply) };
};
