import { notFound } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';

/** Retention is the whole company's: whoever reaches only a part of it neither sees the list nor erases from it. */
export const demandKeeper = (actor: Actor): void => {
  if (!may(actor, 'retention.manage') || actor.reach.kind !== 'all') throw notFound('retention');
};
