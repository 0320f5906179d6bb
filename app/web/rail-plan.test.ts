import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { railGroups, type RailItem } from '#platform/web/module.ts';
import { inRailOrder, isAt, planRail } from './rail-plan.ts';

type Item = Pick<RailItem, 'order' | 'group' | 'rare' | 'wideOnly'>;
const at = (path: string, item: Item) => ({ path, item });
const paths = (sections: readonly { entries: readonly { path: string }[] }[]): string[][] =>
  sections.map(({ entries }) => entries.map((entry) => entry.path));

const entries = fc.array(
  fc
    .record({
      order: fc.integer({ min: 0, max: 99 }),
      group: fc.option(fc.constantFrom(...railGroups), { nil: undefined }),
      rare: fc.option(fc.boolean(), { nil: undefined }),
      wideOnly: fc.option(fc.boolean(), { nil: undefined }),
    })
    .map(({ group, rare, wideOnly, order }): Item => ({
      order,
      ...(group === undefined ? {} : { group }),
      ...(rare === undefined ? {} : { rare }),
      ...(wideOnly === undefined ? {} : { wideOnly }),
    })),
  { maxLength: 20 },
);

describe('planRail', () => {
  it('keeps what is done apart from what is looked at, and folds the rare', () => {
    const { shown, more } = planRail([
      at('/board', { order: 30, group: 'insight', wideOnly: true }),
      at('/topics', { order: 35, group: 'insight', rare: true }),
      at('/tickets', { order: 20 }),
      at('/customers', { order: 40, group: 'records', rare: true }),
      at('/workbench', { order: 10 }),
      at('/triage', { order: 22, wideOnly: true }),
    ]);
    expect(shown.map(({ group }) => group)).toEqual(['handle', 'insight']);
    expect(paths(shown)).toEqual([['/workbench', '/tickets', '/triage'], ['/board']]);
    expect(paths(more)).toEqual([['/triage'], ['/board', '/topics'], ['/customers']]);
  });

  it('leads to every place, on a wide rail and on a phone, to each once', () => {
    fc.assert(
      fc.property(entries, (items) => {
        const all = items.map((item, index) => at(`/${index}`, item));
        const { shown, more } = planRail(all);
        const rail = shown.flatMap((section) => section.entries);
        const behind = more.flatMap((section) => section.entries);
        const wide = [...rail, ...behind.filter(({ item }) => item.rare === true)];
        const phone = [...rail.filter(({ item }) => item.wideOnly !== true), ...behind];
        for (const seen of [wide, phone])
          expect(seen.map(({ path }) => path).toSorted()).toEqual(all.map(({ path }) => path).toSorted());
        expect([...shown, ...more].every((section) => section.entries.length > 0)).toBe(true);
      }),
    );
  });

  it('orders by group, then by order, and those alike as they came', () => {
    fc.assert(
      fc.property(entries, (items) => {
        const ordered = inRailOrder(items.map((item, index) => at(String(index), item)));
        const ranks = ordered.map(({ item, path }) => [
          railGroups.indexOf(item.group ?? 'handle'),
          item.order,
          Number(path),
        ]);
        expect(ranks).toEqual(
          ranks.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0) || (a[2] ?? 0) - (b[2] ?? 0)),
        );
      }),
    );
  });
});

describe('isAt', () => {
  it.each([
    ['/topics', '/topics', true],
    ['/topics', '/topics/abc', true],
    ['/topics', '/topicsx', false],
    ['/customers', '/', false],
  ])('%s of %s', (path, pathname, here) => {
    expect(isAt(path, pathname)).toBe(here);
  });
});
