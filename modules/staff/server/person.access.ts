import type { Reach } from '#platform/server/database/index.ts';
import { inReach, may, type Actor } from '#platform/server/session/actor.ts';
import type { PersonRow, PersonWithRole, RoleRow } from './person.queries.ts';

export type PersonAction = 'read' | 'create' | 'edit' | 'deactivate' | 'reactivate' | 'set-password';

export type PlacedPerson = Pick<PersonRow, 'id' | 'departmentId' | 'active'>;

/** Everybody who works here may be seen by those who read people: work is handed to any department. */
export const canReadPeople = (actor: Actor): boolean => may(actor, 'staff.read');

/** Managing people stays within reach; nobody shuts himself out or changes his own standing. */
export const canDoToPerson = (actor: Actor, action: PersonAction, person: PlacedPerson): boolean => {
  if (action === 'read') return canReadPeople(actor);
  if (!may(actor, 'staff.manage')) return false;
  if (!inReach(actor.reach, { unitId: person.departmentId, personId: null })) return false;
  switch (action) {
    case 'create':
    case 'edit':
      return true;
    case 'deactivate':
      return person.active && person.id !== actor.id;
    case 'reactivate':
      return !person.active;
    case 'set-password':
      // One's own is changed with the current one known, so that a borrowed screen is not enough.
      return person.active && person.id !== actor.id;
  }
};

/** Nobody hands out more than he holds: neither a permission nor a wider reach. */
export const canGrantRole = (actor: Actor, role: RoleRow): boolean =>
  may(actor, 'staff.manage') &&
  role.permissions.every((permission) => may(actor, permission)) &&
  (actor.reach.kind === 'all' || (actor.reach.kind === 'units' && role.reach !== 'all'));

/** A token gets what it is given, as long as its owner still has it. */
export const permissionsOf = (role: readonly string[], scopes: readonly string[] | null): Set<string> =>
  new Set(scopes === null ? role : role.filter((permission) => scopes.includes(permission)));

export const reachOf = (person: Pick<PersonWithRole, 'id' | 'units' | 'roleReach'>): Reach => {
  if (person.roleReach === 'all') return { kind: 'all' };
  if (person.roleReach === 'units' && person.units.length > 0) {
    return { kind: 'units', units: person.units, person: person.id };
  }
  return { kind: 'own', person: person.id };
};

export const actorOf = (
  person: PersonWithRole,
  token: { name: string; scopes: readonly string[] } | null = null,
): Actor => ({
  kind: token ? 'token' : 'user',
  id: person.id,
  name: token ? `${person.displayName} (${token.name})` : person.displayName,
  permissions: permissionsOf(person.permissions, token?.scopes ?? null),
  reach: reachOf(person),
  locale: person.locale,
});
