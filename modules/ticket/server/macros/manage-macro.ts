import type { z } from 'zod';
import {
  addMacro,
  changeMacro,
  dropMacro,
  macroForChange,
  selectMacros,
  type MacroRow,
} from '#modules/knowledge/server/index.ts';
import { departmentDirectory, findDepartments, peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { macroSteps, type Macro, type macroInput } from '../../contract.ts';
import { findCategories } from '../category.queries.ts';
import { canEditMacro, canUseMacro, macroViewer, type MacroViewer } from './macro.access.ts';

type Input = z.output<typeof macroInput>;

const viewOf = (app: App, viewer: MacroViewer, row: MacroRow, ownerName: string): Macro => {
  const department = row.departmentId === null ? undefined : departmentDirectory(app).department(row.departmentId);
  const { ownerId: _owner, ...rest } = row;
  return {
    ...rest,
    steps: macroSteps.parse(row.steps),
    usedAt: row.usedAt?.toISOString() ?? null,
    updatedAt: row.updatedAt.toISOString(),
    ownerName,
    departmentName: (viewer.actor.locale === 'en' && department?.nameEn) || (department?.name ?? ''),
    mayEdit: canEditMacro(viewer, row),
  };
};

const oneView = async (tx: Tx, app: App, viewer: MacroViewer, row: MacroRow): Promise<Macro> => {
  const [owner] = await peopleByIds(tx, [row.ownerId]);
  return viewOf(app, viewer, row, owner?.displayName ?? '');
};

export const listMacros = (app: App, actor: Actor, all: boolean): Promise<{ items: Macro[] }> =>
  app.db.read(actor.reach, async (tx) => {
    const viewer = await macroViewer(tx, actor);
    const rows = (await selectMacros(tx, actor.id)).filter((row) =>
      all ? canUseMacro(app, viewer, row) || canEditMacro(viewer, row) : row.enabled && canUseMacro(app, viewer, row),
    );
    const people = await peopleByIds(tx, [...new Set(rows.map((row) => row.ownerId))]);
    const names = new Map(people.map((person) => [person.id, person.displayName]));
    return { items: rows.map((row) => viewOf(app, viewer, row, names.get(row.ownerId) ?? '')) };
  });

const demandPlaces = async (tx: Tx, { departmentId, scope, categoryKeys }: Input): Promise<void> => {
  if (scope === 'department') {
    const department = (await findDepartments(tx)).find((one) => one.id === departmentId);
    if (!department || department.closed) throw new Problem('ticket.unknown_department', 422);
  }
  const known = new Set((await findCategories(tx)).map((one) => one.key));
  if (categoryKeys.some((key) => !known.has(key))) throw new Problem('ticket.unknown_category', 422);
};

const placed = (input: Input): Input => (input.scope === 'department' ? input : { ...input, departmentId: null });

export const writeMacro = (app: App, actor: Actor, input: Input): Promise<Macro> =>
  app.db.write(actor.reach, async (tx) => {
    const viewer = await macroViewer(tx, actor);
    const text = placed(input);
    if (actor.id === null || !canEditMacro(viewer, { ...text, ownerId: actor.id })) throw notFound('macro');
    await demandPlaces(tx, text);
    return oneView(tx, app, viewer, await addMacro(tx, app, actor, text));
  });

const forEditor = async (tx: Tx, viewer: MacroViewer, id: string): Promise<MacroRow> => {
  const found = await macroForChange(tx, id);
  if (!canEditMacro(viewer, found)) throw notFound('macro');
  return found;
};

export const rewriteMacro = (
  app: App,
  actor: Actor,
  id: string,
  input: Input & { version?: number | undefined },
): Promise<Macro> =>
  app.db.write(actor.reach, async (tx) => {
    const viewer = await macroViewer(tx, actor);
    const found = await forEditor(tx, viewer, id);
    const text = { ...placed(input), version: input.version };
    // Whoever may edit his own must not thereby write for everybody.
    if (!canEditMacro(viewer, { ...text, ownerId: found.ownerId })) throw notFound('macro');
    await demandPlaces(tx, text);
    return oneView(tx, app, viewer, await changeMacro(tx, app, actor, found, text));
  });

export const deleteMacro = (app: App, actor: Actor, id: string): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    const viewer = await macroViewer(tx, actor);
    await forEditor(tx, viewer, id);
    await dropMacro(tx, app, actor, id);
  });
