import type { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { bulkAction, ticketRoutes } from '../contract.ts';
import type { ReplyOf } from '#platform/contract/route.ts';
import { assignTicket, claimTicket } from './assign-ticket.ts';
import { classifyTicket } from './classify-ticket.ts';
import { applyMacro } from './macros/run-macro.ts';
import { accessTicket, permissionOf } from './ticket.access.ts';
import { setFollowed } from './ticket.queries.ts';
import { transitionTicket } from './transition-ticket.ts';

type BulkAction = z.infer<typeof bulkAction>;
export type BulkReply = ReplyOf<typeof ticketRoutes.bulk>;
type RowResult = BulkReply['results'][number];

/** One row by the very operation that a single ticket uses: same rights, same rules, same events. */
const actOn = async (tx: Tx, app: App, actor: Actor, number: string, action: BulkAction): Promise<void> => {
  switch (action.type) {
    case 'transition': {
      const ticket = await accessTicket(tx, actor, number, permissionOf(action.action));
      await transitionTicket(tx, app, actor, ticket.id, action.action, { reason: action.reason, reply: action.reply });
      return;
    }
    case 'assign':
      await assignTicket(tx, app, actor, number, action);
      return;
    case 'claim':
      await claimTicket(tx, app, actor, number);
      return;
    case 'classify':
      await classifyTicket(tx, app, actor, number, action);
      return;
    case 'macro':
      await applyMacro(tx, app, actor, number, action.macroId);
      return;
    case 'follow': {
      const ticket = await accessTicket(tx, actor, number, 'ticket.read');
      if (actor.id !== null) await setFollowed(tx, ticket.id, [actor.id], action.followed);
    }
  }
};

const permissionFor = (action: BulkAction): string => {
  switch (action.type) {
    case 'transition':
      return permissionOf(action.action);
    case 'assign':
    case 'claim':
      return 'ticket.assign';
    case 'classify':
      return 'ticket.classify';
    case 'follow':
    case 'macro':
      return 'ticket.read';
  }
};

/** Undoes the rehearsal of a row; never leaves this file. */
class Rehearsed extends Error {}

const tryRow = async (
  app: App,
  actor: Actor,
  number: string,
  action: BulkAction,
  dryRun: boolean,
): Promise<RowResult> => {
  try {
    await app.db.write(actor.reach, async (tx) => {
      await actOn(tx, app, actor, number, action);
      if (dryRun) throw new Rehearsed();
    });
    return { number, ok: true, code: null, message: null };
  } catch (error) {
    if (error instanceof Rehearsed) return { number, ok: true, code: null, message: null };
    if (error instanceof Problem)
      return { number, ok: false, code: error.code, message: app.texts.error(error.code, actor.locale, error.data) };
    throw error;
  }
};

/** One operation on many tickets, each in a transaction of its own; a dry run does the same and undoes it. */
export const bulkTickets = async (
  app: App,
  actor: Actor,
  numbers: readonly string[],
  action: BulkAction,
  dryRun: boolean,
): Promise<BulkReply> => {
  if (!may(actor, permissionFor(action))) throw notFound('page');
  const results: RowResult[] = [];
  for (const number of new Set(numbers)) results.push(await tryRow(app, actor, number, action, dryRun));
  const done = results.filter((row) => row.ok).length;
  return { done, skipped: results.length - done, results };
};
