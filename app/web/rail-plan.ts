import { railGroups, type RailGroup, type RailItem } from '#platform/web/module.ts';

type Placed = { readonly path: string; readonly item: Pick<RailItem, 'order' | 'group' | 'rare' | 'wideOnly'> };

export type Section<Entry> = { readonly group: RailGroup; readonly entries: readonly Entry[] };

const groupOf = ({ item }: Placed): RailGroup => item.group ?? 'handle';

const sectionsOf = <Entry extends Placed>(entries: readonly Entry[]): Section<Entry>[] =>
  railGroups
    .map((group) => ({ group, entries: entries.filter((entry) => groupOf(entry) === group) }))
    .filter((section) => section.entries.length > 0);

/** As the rail shows them: by group, within it by order. */
export const inRailOrder = <Entry extends Placed>(entries: readonly Entry[]): Entry[] =>
  sectionsOf(entries.toSorted((a, b) => a.item.order - b.item.order)).flatMap((section) => section.entries);

export type RailPlan<Entry> = {
  readonly shown: readonly Section<Entry>[];
  /** Behind "more": the rare ones everywhere, on a phone those of the wide rail as well. */
  readonly more: readonly Section<Entry>[];
};

export const planRail = <Entry extends Placed>(entries: readonly Entry[]): RailPlan<Entry> => {
  const ordered = inRailOrder(entries);
  return {
    shown: sectionsOf(ordered.filter(({ item }) => item.rare !== true)),
    more: sectionsOf(ordered.filter(({ item }) => item.rare === true || item.wideOnly === true)),
  };
};

/** Whether an address is this place or lies below it. */
export const isAt = (path: string, pathname: string): boolean => pathname === path || pathname.startsWith(`${path}/`);
