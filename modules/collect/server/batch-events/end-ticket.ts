import { transitionTicket, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { TicketAction, TicketState } from '#modules/ticket/contract.ts';

const nextStep: Partial<Record<TicketState, TicketAction>> = {
  new: 'accept',
  verifying: 'answer',
  resolving: 'answer',
  replying: 'answer',
  awaiting: 'close',
};

/**
 * Takes an open ticket to its end by the steps that a person would take, one after the other: accepted, answered (with
 * the reply, where the customer has had no answer yet), closed.
 */
export const endTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  ticket: TicketRow,
  words: { reason: string; reply: string },
): Promise<TicketRow> => {
  let now = ticket;
  for (let step = nextStep[now.state]; step !== undefined; step = nextStep[now.state]) {
    const tells = step === 'answer' && now.roundReplyAt === null && words.reply !== '';
    now = await transitionTicket(tx, app, actor, now.id, step, {
      ...(step === 'close' ? { reason: words.reason } : {}),
      ...(tells ? { reply: words.reply } : {}),
    });
  }
  if (now.state !== 'closed')
    throw new Problem('ticket.illegal_transition', 409, { state: now.state, action: 'close' });
  return now;
};
