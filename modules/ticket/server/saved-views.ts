import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { ticketFilter, type TicketFilter, type viewSchema } from '../contract.ts';
import { usableFilters } from './fields/field-filter.ts';
import { deleteView, findViews, insertView, updateView, viewById, type ViewRow } from './view.queries.ts';

type View = z.infer<typeof viewSchema>;
export type ViewInput = { name: string; query: TicketFilter; shared: boolean; sort: number };

/** A view saved by an older release may name what no longer exists: those parts fall away, the rest still works. */
const filterOf = (stored: unknown): TicketFilter => {
  const whole = ticketFilter.safeParse(stored);
  if (whole.success) return whole.data;
  const parts = z.record(z.string(), z.unknown()).safeParse(stored);
  const kept = Object.entries(parts.data ?? {}).filter(
    ([key, value]) => ticketFilter.safeParse({ [key]: value }).success,
  );
  return ticketFilter.parse(Object.fromEntries(kept));
};

const viewOf = (actor: Actor, row: ViewRow): View => ({
  id: row.id,
  name: row.name,
  query: filterOf(row.query),
  shared: row.shared,
  mine: row.ownerId === actor.id,
  sort: row.sort,
});

export const listViews = (app: App, actor: Actor): Promise<{ items: View[] }> =>
  app.db.read(actor.reach, async (tx) => ({ items: (await findViews(tx, actor.id)).map((row) => viewOf(actor, row)) }));

export const addView = (app: App, actor: Actor, input: ViewInput): Promise<View> =>
  app.db.write(actor.reach, async (tx) => {
    const row = { id: newId(app.clock.now()), ownerId: actor.id, ...input };
    await insertView(tx, row);
    return viewOf(actor, row);
  });

const accessOwnView = async (tx: Tx, actor: Actor, id: string): Promise<ViewRow> => {
  const row = await viewById(tx, id);
  if (!row || row.ownerId !== actor.id) throw notFound('view');
  return row;
};

export const changeView = (app: App, actor: Actor, id: string, input: ViewInput): Promise<View> =>
  app.db.write(actor.reach, async (tx) => {
    const row = { ...(await accessOwnView(tx, actor, id)), ...input };
    await updateView(tx, row);
    return viewOf(actor, row);
  });

export const dropView = (app: App, actor: Actor, id: string): Promise<void> =>
  app.db.write(actor.reach, async (tx) => {
    await accessOwnView(tx, actor, id);
    await deleteView(tx, id);
  });

/** The filter of a view of one's own or a shared one; what the request names itself goes before it. */
export const withView = async (
  tx: Tx,
  actor: Actor,
  viewId: string | undefined,
  given: TicketFilter,
): Promise<TicketFilter> => {
  if (viewId === undefined) return given;
  const row = await viewById(tx, viewId);
  if (!row || (row.ownerId !== actor.id && !row.shared)) throw notFound('view');
  const named = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const stored = filterOf(row.query);
  return { ...stored, fields: await usableFilters(tx, actor, stored.fields), ...named };
};
