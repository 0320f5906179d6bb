import type { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { sessionSchema } from '../contract.ts';
import type { Directory } from './directory.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { peopleByIds } from './person.queries.ts';

export type SessionView = z.input<typeof sessionSchema>;

/** What the caller is told about himself. */
export const sessionView = async (tx: Tx, directory: Directory, actor: Actor): Promise<SessionView> => {
  const [person] = await peopleByIds(tx, actor.id === null ? [] : [actor.id]);
  if (!person) throw notFound('person');
  const department = person.departmentId === null ? undefined : directory.department(person.departmentId);
  const { id, username, displayName, email, roleKey, departmentId, locale, presence, skills } = person;
  return {
    person: {
      ...{ id, username, displayName, email, roleKey, departmentId, locale, presence, skills },
      departmentName: department?.name ?? '',
      departmentNameEn: department?.nameEn ?? '',
    },
    permissions: [...actor.permissions].sort(),
    reach: actor.reach.kind,
  };
};
