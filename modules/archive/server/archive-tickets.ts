import { accessTicket, transitionTicket } from '#modules/ticket/server/index.ts';
import type { BodyOf, ReplyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { archiveTickets as route } from '../contract.ts';
import { isEnded } from './watch-ended.ts';

type Outcome = ReplyOf<typeof route>['results'][number];

const archiveOne = (app: App, actor: Actor, number: string, dryRun: boolean): Promise<Outcome> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.archive');
    if (!isEnded(ticket.state))
      throw new Problem('ticket.illegal_transition', 409, { state: ticket.state, action: 'archive' });
    if (!dryRun) await transitionTicket(tx, app, actor, ticket.id, 'archive');
    return { number: ticket.number, ok: true, code: null, message: null };
  });

/** Each case in a transaction of its own: one that may not be archived keeps no other from it. */
export const archiveMany = async (
  app: App,
  actor: Actor,
  asked: BodyOf<typeof route>,
): Promise<ReplyOf<typeof route>> => {
  const results: Outcome[] = [];
  for (const number of new Set(asked.numbers)) {
    try {
      results.push(await archiveOne(app, actor, number, asked.dryRun));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const message = app.texts.error(error.code, actor.locale, error.data);
      results.push({ number, ok: false, code: error.code, message });
    }
  }
  const done = results.filter((one) => one.ok).length;
  return { done, skipped: results.length - done, results };
};
