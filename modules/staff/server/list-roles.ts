import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { canGrantRole } from './person.access.ts';
import { findRoles } from './person.queries.ts';

export const listRolesFor = async (app: App, actor: Actor) => ({
  items: (await app.db.read(actor.reach, findRoles)).map((role) => ({ ...role, grantable: canGrantRole(actor, role) })),
});
