import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { hashPassword } from '#platform/server/crypto/password.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { endSessionsOf } from '#platform/server/session/session.ts';
import type { createPersonRoute, updatePersonRoute } from '../contract.ts';
import { createPerson } from './create-person.ts';
import { findDepartments } from './department.queries.ts';
import { viewPerson, type PersonView } from './find-people.ts';
import { canDoToPerson, canGrantRole, canReadPeople, type PersonAction } from './person.access.ts';
import {
  findRoles,
  lockPerson,
  otherManagers,
  savePasswordHash,
  savePerson,
  type PersonRow,
} from './person.queries.ts';
import { revokeTokensOf } from './token.queries.ts';

/** Loads and locks a person and checks the action; absent and out of reach look the same. */
const holdPerson = async (tx: Tx, actor: Actor, id: string, action: PersonAction): Promise<PersonRow> => {
  const person = await lockPerson(tx, id);
  if (!person || !canReadPeople(actor)) throw notFound('person');
  if (canDoToPerson(actor, action, person)) return person;
  if (person.id === actor.id) throw new Problem('staff.not_yourself', 409);
  throw notFound('person');
};

const checkRole = async (tx: Tx, actor: Actor, roleKey: string): Promise<void> => {
  const role = (await findRoles(tx)).find((each) => each.key === roleKey);
  if (!role) throw new Problem('staff.role_unknown', 422, { role: roleKey });
  if (!canGrantRole(actor, role)) throw new Problem('staff.role_beyond', 403, { role: roleKey });
};

const checkDepartment = async (tx: Tx, departmentId: string | null): Promise<void> => {
  if (departmentId === null) return;
  const department = (await findDepartments(tx)).find((each) => each.id === departmentId);
  if (!department || department.closed) throw new Problem('staff.department_unknown', 422);
};

/** An instance that nobody can manage is lost: the last one who can stays. */
const keepOneManager = async (tx: Tx, person: PersonRow): Promise<void> => {
  const role = (await findRoles(tx)).find((each) => each.key === person.roleKey);
  const manages = person.active && role?.reach === 'all' && role.permissions.includes('staff.manage');
  if (manages && (await otherManagers(tx, person.id)) === 0) throw new Problem('staff.last_manager', 409);
};

export const addPerson = (app: App, actor: Actor, input: BodyOf<typeof createPersonRoute>): Promise<PersonView> =>
  app.db.write(actor.reach, async (tx) => {
    const place = { id: '', departmentId: input.departmentId, active: true };
    if (!canDoToPerson(actor, 'create', place)) throw notFound('department');
    await checkRole(tx, actor, input.roleKey);
    await checkDepartment(tx, input.departmentId);
    return viewPerson(tx, actor, await createPerson(tx, { ...input, at: app.clock.now() }, actor));
  });

export const updatePerson = (
  app: App,
  actor: Actor,
  id: string,
  input: BodyOf<typeof updatePersonRoute>,
): Promise<PersonView> =>
  app.db.write(actor.reach, async (tx) => {
    const now = await holdPerson(tx, actor, id, 'edit');
    if (now.version !== input.version) throw new Problem('staff.person_changed', 409, { version: now.version });
    const { version, ...change } = input;
    const next: PersonRow = { ...now, ...change };
    if (next.roleKey !== now.roleKey) {
      await checkRole(tx, actor, next.roleKey);
      await keepOneManager(tx, now);
    }
    if (next.departmentId !== now.departmentId) {
      await checkDepartment(tx, next.departmentId);
      if (!canDoToPerson(actor, 'edit', next)) throw notFound('department');
    }
    await savePerson(tx, next);
    const data = { ...change, from: { roleKey: now.roleKey, departmentId: now.departmentId } };
    await emit(tx, [{ name: 'person.changed', subjectId: id, actor, at: app.clock.now(), data }]);
    return viewPerson(tx, actor, { ...next, version: version + 1 });
  });

export const deactivatePerson = (app: App, actor: Actor, id: string): Promise<PersonView> =>
  app.db.write(actor.reach, async (tx) => {
    const at = app.clock.now();
    const now = await holdPerson(tx, actor, id, 'deactivate');
    await keepOneManager(tx, now);
    const next: PersonRow = { ...now, active: false, presence: 'off' };
    await savePerson(tx, next);
    await endSessionsOf(tx, id, null);
    await revokeTokensOf(tx, id, at);
    await emit(tx, [{ name: 'person.deactivated', subjectId: id, actor, at, data: {} }]);
    return viewPerson(tx, actor, { ...next, version: now.version + 1 });
  });

export const reactivatePerson = (app: App, actor: Actor, id: string): Promise<PersonView> =>
  app.db.write(actor.reach, async (tx) => {
    const now = await holdPerson(tx, actor, id, 'reactivate');
    await checkRole(tx, actor, now.roleKey);
    const next: PersonRow = { ...now, active: true };
    await savePerson(tx, next);
    await emit(tx, [{ name: 'person.reactivated', subjectId: id, actor, at: app.clock.now(), data: {} }]);
    return viewPerson(tx, actor, { ...next, version: now.version + 1 });
  });

export const setPassword = async (app: App, actor: Actor, id: string, password: string): Promise<void> => {
  const hash = await hashPassword(password);
  await app.db.write(actor.reach, async (tx) => {
    const person = await holdPerson(tx, actor, id, 'set-password');
    // Whoever sets a password can sign in with it: that needs the right to give the role.
    await checkRole(tx, actor, person.roleKey);
    await savePasswordHash(tx, id, hash);
    const sessions = await endSessionsOf(tx, id, null);
    await emit(tx, [{ name: 'person.password_set', subjectId: id, actor, at: app.clock.now(), data: { sessions } }]);
  });
};
