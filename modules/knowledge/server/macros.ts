import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { insertMacro, macroById, removeMacro, updateMacro, type MacroRow } from './macro.queries.ts';

export type MacroText = Pick<
  MacroRow,
  'name' | 'nameEn' | 'scope' | 'departmentId' | 'categoryKeys' | 'steps' | 'enabled' | 'sort'
>;

const tell = (tx: Tx, actor: Actor, id: string, at: Date): Promise<void> =>
  emit(tx, [{ name: 'macro.changed', subjectId: id, actor, at, data: {} }]);

export const addMacro = async (tx: Tx, app: App, actor: Actor, text: MacroText): Promise<MacroRow> => {
  if (actor.id === null) throw notFound('macro');
  const at = app.clock.now();
  const row = { ...text, id: newId(at), ownerId: actor.id, version: 1, usedCount: 0, usedAt: null, updatedAt: at };
  await insertMacro(tx, row);
  await tell(tx, actor, row.id, at);
  return row;
};

/** Two who edit the same macro: the second is told, as the words of the first would be gone otherwise. */
export const changeMacro = async (
  tx: Tx,
  app: App,
  actor: Actor,
  found: MacroRow,
  { version, ...text }: MacroText & { version?: number | undefined },
): Promise<MacroRow> => {
  if (version !== undefined && version !== found.version)
    throw new Problem('knowledge.changed', 409, { version: found.version });
  const at = app.clock.now();
  const row = { ...found, ...text, version: found.version + 1, updatedAt: at };
  await updateMacro(tx, row);
  await tell(tx, actor, row.id, at);
  return row;
};

export const dropMacro = async (tx: Tx, app: App, actor: Actor, id: string): Promise<void> => {
  await removeMacro(tx, id);
  await tell(tx, actor, id, app.clock.now());
};

/** The macro, locked until the end of a change. */
export const macroForChange = async (tx: Tx, id: string): Promise<MacroRow> => {
  const found = await macroById(tx, id, true);
  if (!found) throw notFound('macro');
  return found;
};
