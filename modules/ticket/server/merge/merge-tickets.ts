import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Merged } from '../../contract.ts';
import { accessTicket, accessTicketForChange, demandOpen } from '../ticket.access.ts';
import { ticketEvent } from '../ticket.events.ts';
import { moveTicket, selectTickets, ticketById, type TicketRow } from '../ticket.queries.ts';
import { mergedReason } from './merged-reason.ts';
import {
  deleteMerge,
  goBackTo,
  insertMerge,
  lockBoth,
  mergedSources,
  mergeOf,
  openOfCustomer,
  passOnSources,
} from './merge.queries.ts';

/** Where a ticket lives on: itself, unless it was merged. Never more than one step away. */
export const livesOnIn = async (tx: Tx, ticketId: string): Promise<string> =>
  (await mergeOf(tx, ticketId))?.targetId ?? ticketId;

const demandMergeable = async (tx: Tx, source: TicketRow, target: TicketRow): Promise<void> => {
  if (source.id === target.id) throw new Problem('ticket.merge_same', 422);
  const [sourceMerge, targetMerge] = [await mergeOf(tx, source.id), await mergeOf(tx, target.id)];
  if (sourceMerge) throw new Problem('ticket.merge_done', 409);
  if (targetMerge) {
    const [root] = await selectTickets(tx, [targetMerge.targetId]);
    throw new Problem('ticket.merge_target_merged', 409, { number: root?.number ?? '' });
  }
  // The tracking link of the source opens the target from now on: never somebody else's.
  if (source.customerId !== null && source.customerId !== target.customerId)
    throw new Problem('ticket.merge_other_customer', 422);
  if (source.state === 'archived' || source.state === 'spam') throw new Problem('ticket.not_open', 409);
  demandOpen(target);
};

/** Lets one ticket live on in another. Threads stay where they are and are read together; a survey is not sent. */
export const mergeTickets = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  into: { number: string; version: number | undefined },
): Promise<{ number: string; into: string }> => {
  const seen = await accessTicket(tx, actor, number, 'ticket.transition');
  const wanted = await accessTicket(tx, actor, into.number, 'ticket.transition');
  await lockBoth(tx, [seen.id, wanted.id]);
  const source = await accessTicketForChange(tx, actor, seen.id, 'ticket.transition', into.version);
  const target = await accessTicketForChange(tx, actor, wanted.id, 'ticket.transition', undefined);
  await demandMergeable(tx, source, target);
  const at = app.clock.now();
  await passOnSources(tx, source.id, target.id);
  await insertMerge(tx, { sourceId: source.id, targetId: target.id, stateBefore: source.state, by: actor.id, at });
  const step = { to: 'closed', stamp: 'closedAt', reopens: false, closeReason: mergedReason, at } as const;
  await moveTicket(tx, source.id, step);
  await emit(tx, [
    ticketEvent('ticket.merged', source.id, actor, at, {
      toId: target.id,
      toNumber: target.number,
      from: source.state,
    }),
    ticketEvent('ticket.merged_in', target.id, actor, at, { toId: source.id, toNumber: source.number }),
  ]);
  return { number: source.number, into: target.number };
};

export const unmergeTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
): Promise<{ number: string; from: string }> => {
  const source = await accessTicketForChange(tx, actor, number, 'ticket.transition', undefined);
  const merge = await mergeOf(tx, source.id);
  if (!merge) throw new Problem('ticket.merge_none', 409);
  const target = await ticketById(tx, merge.targetId);
  const at = app.clock.now();
  await deleteMerge(tx, source.id);
  await goBackTo(tx, source.id, merge.stateBefore, at);
  const from = target?.number ?? '';
  await emit(tx, [
    ticketEvent('ticket.unmerged', source.id, actor, at, {
      toId: merge.targetId,
      toNumber: from,
      to: merge.stateBefore,
    }),
    ticketEvent('ticket.merged_out', merge.targetId, actor, at, { toId: source.id, toNumber: source.number }),
  ]);
  return { number: source.number, from };
};

export const readMerged = (app: App, actor: Actor, number: string): Promise<Merged> =>
  app.db.read(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.read');
    const merge = await mergeOf(tx, ticket.id);
    const [into] = merge ? await selectTickets(tx, [merge.targetId]) : [];
    const others = ticket.customerId === null || merge ? [] : await openOfCustomer(tx, ticket.customerId, ticket.id);
    return {
      into: into ? { number: into.number, subject: into.subject } : null,
      sources: (await mergedSources(tx, ticket.id)).map(({ at, ...rest }) => ({ ...rest, mergedAt: at.toISOString() })),
      candidates: others.map(({ at, ...rest }) => ({ ...rest, createdAt: at.toISOString() })),
    };
  });
