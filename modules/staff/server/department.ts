import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { DepartmentItem, createDepartmentRoute, updateDepartmentRoute } from '../contract.ts';
import {
  countPeopleByDepartment,
  findDepartments,
  insertDepartment,
  lockDepartments,
  saveDepartment,
  type DepartmentRow,
} from './department.queries.ts';
import { inTreeOrder, makesCircle } from './department-tree.ts';
import { refreshDirectory } from './directory.ts';
import { countOpenWork } from './open-work.ts';

export type NewDepartment = {
  readonly id?: string;
  readonly parentId?: string | null;
  readonly name: string;
  readonly nameEn?: string;
  readonly region?: string;
  readonly sort?: number;
  readonly at: Date;
};

export const createDepartment = async (
  tx: Tx,
  input: NewDepartment,
  by: Actor = systemActor,
): Promise<DepartmentRow> => {
  const department = {
    id: input.id ?? newId(input.at),
    parentId: input.parentId ?? null,
    name: input.name,
    nameEn: input.nameEn ?? '',
    region: input.region ?? '',
    sort: input.sort ?? 0,
  };
  await insertDepartment(tx, department);
  const data = { name: department.name, parentId: department.parentId };
  await emit(tx, [{ name: 'department.created', subjectId: department.id, actor: by, at: input.at, data }]);
  return { ...department, closed: false };
};

export const listDepartmentsFor = (app: App, actor: Actor) =>
  app.db.read(actor.reach, async (tx) => {
    const people = await countPeopleByDepartment(tx);
    const items = inTreeOrder(await findDepartments(tx)).map((each) => ({ ...each, people: people.get(each.id) ?? 0 }));
    return { items, abilities: { manage: may(actor, 'staff.manage') } };
  });

export const addDepartment = async (
  app: App,
  actor: Actor,
  input: BodyOf<typeof createDepartmentRoute>,
): Promise<DepartmentItem> => {
  const added = await app.db.write(actor.reach, async (tx) => {
    await lockDepartments(tx);
    const parent = (await findDepartments(tx)).find((each) => each.id === input.parentId);
    if (input.parentId !== null && (!parent || parent.closed)) throw notFound('department');
    return createDepartment(tx, { ...input, at: app.clock.now() }, actor);
  });
  await refreshDirectory(app);
  return { ...added, people: 0 };
};

/** Where a department may lie and when it may close; throws the refusal. */
const checkChange = (
  all: readonly DepartmentRow[],
  inside: { people: number; tickets: number },
  now: DepartmentRow,
  next: DepartmentRow,
): void => {
  if (makesCircle(all, next.id, next.parentId)) throw new Problem('staff.department_circle', 409);
  const parent = all.find((each) => each.id === next.parentId);
  if (next.parentId !== null && !parent) throw notFound('department');
  if (!next.closed) {
    if (parent?.closed) throw new Problem('staff.department_parent_closed', 409);
    return;
  }
  const parts = all.filter((each) => each.parentId === next.id && !each.closed).length;
  if (!now.closed && (parts > 0 || inside.people > 0 || inside.tickets > 0))
    throw new Problem('staff.department_in_use', 409, { ...inside, parts });
  const otherRoots = all.filter((each) => each.id !== next.id && each.parentId === null && !each.closed);
  if (otherRoots.length === 0) throw new Problem('staff.department_last', 409);
};

export const updateDepartment = async (
  app: App,
  actor: Actor,
  id: string,
  input: BodyOf<typeof updateDepartmentRoute>,
): Promise<DepartmentItem> => {
  const at = app.clock.now();
  const changed = await app.db.write(actor.reach, async (tx) => {
    await lockDepartments(tx);
    const all = await findDepartments(tx);
    const people = await countPeopleByDepartment(tx);
    const now = all.find((each) => each.id === id);
    if (!now) throw notFound('department');
    const next = { ...now, ...input };
    const tickets = next.closed && !now.closed ? await countOpenWork(tx, id) : 0;
    checkChange(all, { people: people.get(id) ?? 0, tickets }, now, next);
    await saveDepartment(tx, next, at);
    await emit(tx, [{ name: 'department.changed', subjectId: id, actor, at, data: input }]);
    return { ...next, people: people.get(id) ?? 0 };
  });
  await refreshDirectory(app);
  return changed;
};
