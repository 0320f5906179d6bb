import { departmentDirectory } from '#modules/staff/server/index.ts';
import { ticketCategories } from '#modules/ticket/server/index.ts';
import { ticketChannels, ticketKinds } from '#modules/ticket/contract.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BoardRange, ListQuery, TrendFacet, TrendSeries } from '../contract.ts';
import { slicesByDay, type SliceCount } from './board.queries.ts';
import { daysBetween, lineFrom, periodOf } from './calendar.ts';
import { placesOf } from './places.ts';

/** One thing that arrivals are counted by, and the keys that count for it. */
export type Entry = { key: string; name: string; nameEn: string; query: ListQuery | null };

/** What every key of the facet counts as, and all of these in their lasting order. */
export type Catalogue = { entries: readonly Entry[]; ownerOf: (key: string) => string };

const plain = (facet: 'kind' | 'channel', keys: readonly string[]): Catalogue => ({
  entries: keys.map((key) => ({ key, name: '', nameEn: '', query: { [facet]: key } })),
  ownerOf: (key) => key,
});

/** A category counts for the top one above it, as the list shows all below the one it is asked for. */
const categories = async (tx: Tx): Promise<Catalogue> => {
  const all = await ticketCategories(tx);
  const parents = new Map(all.map((one) => [one.key, one.parentKey]));
  const rootOf = (key: string): string => {
    let at = key;
    for (let steps = 0; steps < all.length; steps += 1) {
      const parent = parents.get(at);
      if (parent === null || parent === undefined) return at;
      at = parent;
    }
    return at;
  };
  const roots = all.filter((one) => one.parentKey === null);
  return {
    entries: [
      ...roots.map(({ key, name, nameEn }) => ({ key, name, nameEn, query: { category: key } })),
      { key: '', name: '', nameEn: '', query: null },
    ],
    ownerOf: rootOf,
  };
};

const departments = (app: App): Catalogue => {
  const directory = departmentDirectory(app);
  return {
    entries: directory.departments.map(({ id, name, nameEn }) => ({
      key: id,
      name,
      nameEn,
      query: directory.unitsBelow(id).length > 1 ? null : { department: id },
    })),
    ownerOf: (key) => key,
  };
};

const catalogueOf = (app: App, tx: Tx, facet: TrendFacet): Promise<Catalogue> => {
  if (facet === 'category') return categories(tx);
  if (facet === 'department') return Promise.resolve(departments(app));
  return Promise.resolve(plain(facet, facet === 'kind' ? ticketKinds : ticketChannels));
};

const totalOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The largest few as series of their own, in their lasting order; the others added up under `*`. */
export const seriesOf = (
  { entries, ownerOf }: Catalogue,
  slices: readonly SliceCount[],
  days: readonly string[],
  top: number,
): TrendSeries[] => {
  const places = new Map(days.map((day, index) => [day, index]));
  const values = new Map<string, number[]>();
  for (const slice of slices) {
    const index = places.get(slice.day);
    if (index === undefined) continue;
    const owner = ownerOf(slice.key);
    const own = values.get(owner) ?? days.map(() => 0);
    own[index] = (own[index] ?? 0) + slice.opened;
    values.set(owner, own);
  }
  const all = [...values]
    .map(([key, own]): TrendSeries => {
      const order = entries.findIndex((entry) => entry.key === key);
      const entry = entries[order] ?? { key, name: key, nameEn: '', query: null };
      return { ...entry, order: order < 0 ? entries.length : order, total: totalOf(own), values: own };
    })
    .filter((series) => series.total > 0)
    .toSorted((a, b) => b.total - a.total || a.order - b.order);
  const named = all.slice(0, top).toSorted((a, b) => a.order - b.order);
  const rest = all.slice(top);
  if (rest.length === 0) return named;
  const sums = days.map((_day, index) => totalOf(rest.map((series) => series.values[index] ?? 0)));
  return [
    ...named,
    { key: '*', name: '', nameEn: '', order: entries.length + 1, total: totalOf(sums), values: sums, query: null },
  ];
};

export const readTrendFor = (
  app: App,
  actor: Actor,
  query: { range: BoardRange; by: TrendFacet; top: number; department?: string | undefined },
): Promise<{ days: string[]; series: TrendSeries[] }> => {
  const period = periodOf(query.range, app.clock.now());
  const from = lineFrom(period);
  const days = daysBetween(from, period.to);
  const places = placesOf(app, actor, query.department);
  const scope: ListQuery = query.department === undefined ? {} : { department: query.department };
  return app.db.read(actor.reach, async (tx) => {
    const slices = await slicesByDay(tx, query.by, places, from, period.to);
    const series = seriesOf(await catalogueOf(app, tx, query.by), slices, days, query.top);
    return {
      days,
      series: series.map((one) =>
        one.query === null ? one : { ...one, query: { ...scope, state: 'all', ...one.query } },
      ),
    };
  });
};
