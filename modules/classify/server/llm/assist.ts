import { accessTicket, readThread, type TicketRow } from '#modules/ticket/server/index.ts';
import type { MessageEntry, ThreadEntry } from '#modules/ticket/contract.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Hidden, Masker } from '#platform/server/llm/index.ts';
import { maskerFor } from './ask-purpose.ts';
import { asData } from './prompts.ts';

/** The newest so many messages and characters of a long thread. */
const mostMessages = 60;
const longestMessage = 3000;
const longestThread = 24_000;

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

/** What is asked, masked, and what the placeholders in it stand for. */
export type Question = { readonly user: string; readonly hidden: Hidden; readonly masked: number };
export type Asked = { readonly ticket: TicketRow; readonly question: Question };

const questionOf = (user: string, { hidden, count }: Masker): Question => ({ user, hidden, masked: count });

export const summaryQuestion = async (app: App, actor: Actor, number: string): Promise<Asked> => {
  const { ticket, messages, names } = await readFor(app, actor, number, 'ticket.read');
  const masker = maskerFor(app, names);
  const user = asData('thread', masker.mask(`${ticket.subject}\n${inWords(messages)}`));
  return { ticket, question: questionOf(user, masker) };
};

/** Internal notes stay in the house: what the model does not know it cannot tell the customer. */
export const replyQuestion = async (app: App, actor: Actor, number: string, wish: string): Promise<Asked> => {
  const { ticket, messages, names } = await readFor(app, actor, number, 'ticket.reply');
  const masker = maskerFor(app, names);
  const said = messages.filter((one) => one.direction !== 'note');
  const thread = asData('thread', masker.mask(`${ticket.subject}\n${inWords(said)}`));
  const user = wish === '' ? thread : `${thread}\n${asData('wish', masker.mask(wish))}`;
  return { ticket, question: questionOf(user, masker) };
};
