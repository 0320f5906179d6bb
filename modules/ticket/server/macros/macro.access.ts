import type { MacroRow } from '#modules/knowledge/server/index.ts';
import { departmentDirectory, peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';

/** Who looks: himself, and where he works. */
export type MacroViewer = { readonly actor: Actor; readonly departmentId: string | null };

export const macroViewer = async (tx: Tx, actor: Actor): Promise<MacroViewer> => {
  const [person] = actor.id === null ? [] : await peopleByIds(tx, [actor.id]);
  return { actor, departmentId: person?.departmentId ?? null };
};

type Placed = Pick<MacroRow, 'scope' | 'ownerId' | 'departmentId'>;

const reaches = ({ actor }: MacroViewer, departmentId: string): boolean =>
  actor.reach.kind === 'all' || (actor.reach.kind === 'units' && actor.reach.units.includes(departmentId));

/** A department's macro is for those who work in it or below it, and for those who lead it. */
export const canUseMacro = (app: App, viewer: MacroViewer, macro: Placed): boolean => {
  if (macro.scope === 'all') return true;
  if (macro.scope === 'mine') return macro.ownerId === viewer.actor.id;
  if (macro.departmentId === null) return false;
  const within = departmentDirectory(app).unitsBelow(macro.departmentId);
  return (viewer.departmentId !== null && within.includes(viewer.departmentId)) || reaches(viewer, macro.departmentId);
};

/** One's own, always; what others use, with the right to edit words and within one's reach. */
export const canEditMacro = (viewer: MacroViewer, macro: Placed): boolean => {
  if (macro.scope === 'mine') return macro.ownerId === viewer.actor.id && may(viewer.actor, 'ticket.note');
  if (!may(viewer.actor, 'template.manage')) return false;
  return macro.scope === 'all' || (macro.departmentId !== null && reaches(viewer, macro.departmentId));
};
