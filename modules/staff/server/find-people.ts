import type { z } from 'zod';
import type { QueryOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { listPeople, personSchema } from '../contract.ts';
import { unitsOf } from './department-tree.ts';
import { findDepartments } from './department.queries.ts';
import { countLoad } from './load-counter.ts';
import { canDoToPerson } from './person.access.ts';
import { countPeople, selectPeople, type PersonRow } from './person.queries.ts';

export type PersonView = z.input<typeof personSchema>;

const departmentIdsOf = async (tx: Tx, departmentId: string | undefined): Promise<string[] | undefined> =>
  departmentId === undefined ? undefined : unitsOf(await findDepartments(tx), departmentId);

/** People for other modules, by user name; `departmentId` includes all departments below. */
export const findPeople = async (
  tx: Tx,
  filter: { departmentId?: string; active?: boolean } = {},
): Promise<PersonRow[]> => {
  const { departmentId, active } = filter;
  return selectPeople(tx, { departmentIds: await departmentIdsOf(tx, departmentId), active });
};

export const personView = (actor: Actor, person: PersonRow, load: number | null): PersonView => ({
  ...person,
  email: may(actor, 'staff.manage') ? person.email : null,
  createdAt: person.createdAt.toISOString(),
  load,
  abilities: {
    edit: canDoToPerson(actor, 'edit', person),
    deactivate: canDoToPerson(actor, 'deactivate', person),
  },
});

export const viewPerson = async (tx: Tx, actor: Actor, person: PersonRow): Promise<PersonView> => {
  const loads = await countLoad(tx, [person.id]);
  return personView(actor, person, loads && (loads.get(person.id) ?? 0));
};

const cursorOf = (username: string): string => Buffer.from(username.toLowerCase()).toString('base64url');

/** A list of people as the caller may see it: everybody, with what he may do to each. */
export const listPeopleFor = (app: App, actor: Actor, query: QueryOf<typeof listPeople>) =>
  app.db.read(actor.reach, async (tx) => {
    const words = {
      departmentIds: await departmentIdsOf(tx, query.department),
      query: query.query,
      roleKey: query.role,
    };
    const found = await selectPeople(tx, {
      ...words,
      presence: query.presence,
      active: query.active,
      after: query.cursor === undefined ? undefined : Buffer.from(query.cursor, 'base64url').toString(),
      limit: query.limit + 1,
    });
    const page = found.slice(0, query.limit);
    const loads = await countLoad(
      tx,
      page.map((each) => each.id),
    );
    const last = page.at(-1);
    return {
      items: page.map((each) => personView(actor, each, loads && (loads.get(each.id) ?? 0))),
      nextCursor: found.length > page.length && last ? cursorOf(last.username) : null,
      abilities: { create: may(actor, 'staff.manage') },
      counts: await countPeople(tx, words),
    };
  });
