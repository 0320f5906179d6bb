import type { Locale } from '#platform/contract/fields.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { hashPassword } from '#platform/server/crypto/password.ts';
import { isUniqueViolation } from '#platform/server/database/faults.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { Presence } from '../contract.ts';
import { insertPerson, type PersonRow } from './person.queries.ts';

export type NewPerson = {
  readonly id?: string;
  readonly username: string;
  readonly displayName: string;
  readonly roleKey: string;
  readonly departmentId?: string | null;
  readonly email?: string;
  readonly locale?: Locale;
  readonly presence?: Presence;
  readonly skills?: readonly string[];
  readonly capacity?: number;
  /** Null: nobody can sign in as this person until a password is set. */
  readonly password: string | null;
  readonly at: Date;
};

/** Adds a person. Who may do so, and whether the password is good enough, is decided by the caller. */
export const createPerson = async (tx: Tx, input: NewPerson, by: Actor = systemActor): Promise<PersonRow> => {
  const person = {
    id: input.id ?? newId(input.at),
    username: input.username,
    displayName: input.displayName,
    email: input.email ?? '',
    roleKey: input.roleKey,
    departmentId: input.departmentId ?? null,
    locale: input.locale ?? 'zh-CN',
    presence: input.presence ?? 'off',
    skills: [...(input.skills ?? [])],
    capacity: input.capacity ?? 30,
    createdAt: input.at,
  };
  const passwordHash = input.password === null ? null : await hashPassword(input.password);
  try {
    await insertPerson(tx, { ...person, passwordHash });
  } catch (error) {
    if (isUniqueViolation(error)) throw new Problem('staff.username_taken', 409, { username: input.username });
    throw error;
  }
  const { username, displayName, roleKey, departmentId } = person;
  const data = { username, displayName, roleKey, departmentId };
  await emit(tx, [{ name: 'person.created', subjectId: person.id, actor: by, at: input.at, data }]);
  return { ...person, active: true, version: 1 };
};
