import type { BodyOf } from '#platform/contract/route.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { isUniqueViolation } from '#platform/server/database/faults.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, systemActor, type Actor } from '#platform/server/session/actor.ts';
import type { OutletItem, createOutletRoute, updateOutletRoute } from '../contract.ts';
import {
  findDepartments,
  findOutlets,
  insertOutlet,
  lockOutlet,
  saveOutlet,
  type OutletRow,
} from './department.queries.ts';
import { refreshDirectory } from './directory.ts';

export type NewOutlet = {
  readonly id?: string;
  readonly name: string;
  readonly region?: string;
  readonly departmentId?: string | null;
  readonly at: Date;
};

export const createOutlet = async (tx: Tx, input: NewOutlet, by: Actor = systemActor): Promise<OutletRow> => {
  const { name, region = '', departmentId = null, at } = input;
  const outlet = { id: input.id ?? newId(at), name, region, departmentId };
  if (!(await insertOutlet(tx, outlet))) throw new Problem('staff.outlet_taken', 409, { name });
  await emit(tx, [
    { name: 'outlet.created', subjectId: outlet.id, actor: by, at, data: { name, region, departmentId } },
  ]);
  return outlet;
};

const checkDepartment = async (tx: Tx, departmentId: string | null): Promise<void> => {
  if (departmentId === null) return;
  if (!(await findDepartments(tx)).some((each) => each.id === departmentId)) throw notFound('department');
};

export const listOutletsFor = async (app: App, actor: Actor) => ({
  items: await app.db.read(actor.reach, findOutlets),
  abilities: { manage: may(actor, 'staff.manage') },
});

export const addOutlet = async (
  app: App,
  actor: Actor,
  input: BodyOf<typeof createOutletRoute>,
): Promise<OutletItem> => {
  const added = await app.db.write(actor.reach, async (tx) => {
    await checkDepartment(tx, input.departmentId);
    return createOutlet(tx, { ...input, at: app.clock.now() }, actor);
  });
  await refreshDirectory(app);
  return added;
};

export const updateOutlet = async (
  app: App,
  actor: Actor,
  id: string,
  input: BodyOf<typeof updateOutletRoute>,
): Promise<OutletItem> => {
  const at = app.clock.now();
  const save = app.db.write(actor.reach, async (tx) => {
    const now = await lockOutlet(tx, id);
    if (!now) throw notFound('outlet');
    const next = { ...now, ...input };
    await checkDepartment(tx, next.departmentId);
    await saveOutlet(tx, next);
    await emit(tx, [{ name: 'outlet.changed', subjectId: id, actor, at, data: input }]);
    return next;
  });
  const changed = await save.catch((error: unknown) => {
    throw isUniqueViolation(error) ? new Problem('staff.outlet_taken', 409, { name: input.name ?? '' }) : error;
  });
  await refreshDirectory(app);
  return changed;
};
