import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTreeOrder, makesCircle, unitsOf } from './department-tree.ts';

/** A random forest: each department's parent is one that came before it. */
const forest = fc.array(fc.nat(), { maxLength: 30 }).map((picks) =>
  picks.map((pick, index) => {
    const parent = pick % (index + 1);
    return { id: `d${index}`, parentId: parent === index ? null : `d${parent}` };
  }),
);

describe('the tree of departments', () => {
  it('reaches a department and exactly those whose chain of parents leads to it', () => {
    fc.assert(
      fc.property(forest, (departments) => {
        const parentOf = new Map(departments.map((each) => [each.id, each.parentId]));
        const chain = (id: string | null): string[] => (id === null ? [] : [id, ...chain(parentOf.get(id) ?? null)]);
        for (const { id } of departments) {
          const below = departments.filter((each) => chain(each.id).includes(id)).map((each) => each.id);
          expect(unitsOf(departments, id).sort()).toEqual(below.sort());
        }
      }),
    );
  });

  it('lists all, parents first', () => {
    fc.assert(
      fc.property(forest, (departments) => {
        const ordered = inTreeOrder([...departments].reverse());
        expect(ordered.map((each) => each.id).sort()).toEqual(departments.map((each) => each.id).sort());
        const seen = new Set<string>();
        for (const each of ordered) {
          if (each.parentId !== null) expect(seen.has(each.parentId)).toBe(true);
          seen.add(each.id);
        }
      }),
    );
  });

  it('refuses to put a department below itself', () => {
    const departments = [
      { id: 'a', parentId: null },
      { id: 'b', parentId: 'a' },
      { id: 'c', parentId: 'b' },
    ];
    expect(makesCircle(departments, 'a', 'c')).toBe(true);
    expect(makesCircle(departments, 'b', 'b')).toBe(true);
    expect(makesCircle(departments, 'c', 'a')).toBe(false);
    expect(makesCircle(departments, 'b', null)).toBe(false);
  });

  it('ends on a damaged table and reaches nothing of an unknown department', () => {
    const circle = [
      { id: 'a', parentId: 'b' },
      { id: 'b', parentId: 'a' },
    ];
    expect(unitsOf(circle, 'a').sort()).toEqual(['a', 'b']);
    expect(unitsOf(circle, 'z')).toEqual([]);
  });
});
