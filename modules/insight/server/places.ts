import { departmentDirectory } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { Places } from './board.queries.ts';

/** Every department that an actor reaches; null = all there are. */
export const reachedPlaces = ({ reach }: Actor): Places =>
  reach.kind === 'all' ? null : reach.kind === 'units' ? reach.units : [];

/**
 * The departments whose counters an actor may see, narrowed to one with all below it when he asks for it. Counters know
 * departments only: who reaches nothing but his own tickets sees an empty board. PostgreSQL's policy is the second wall.
 */
export const placesOf = (app: App, actor: Actor, wanted: string | undefined): Places => {
  const reached = reachedPlaces(actor);
  if (wanted === undefined) return reached;
  const named = departmentDirectory(app).unitsBelow(wanted);
  if (reached === null) return named;
  const kept = new Set(reached);
  return named.filter((one) => kept.has(one));
};
