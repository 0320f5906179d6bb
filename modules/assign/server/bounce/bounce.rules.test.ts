import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commonAncestor, nearestSupervisor, pathUp, takesBack, type Supervisor } from './bounce.rules.ts';

const parents: Record<string, string | null> = {
  root: null,
  service: 'root',
  east: 'service',
  eastOne: 'east',
  west: 'service',
  logistics: 'root',
  other: null,
};
const parentOf = (id: string): string | null => parents[id] ?? null;
const supervisor = (id: string, departmentId: string | null, presence: Supervisor['presence'] = 'on'): Supervisor => ({
  id,
  departmentId,
  presence,
});

describe('the common department', () => {
  test.each([
    [['eastOne', 'west'], 'service'],
    [['eastOne', 'east'], 'east'],
    [['eastOne', 'west', 'logistics'], 'root'],
    [['east'], 'east'],
    [['east', 'other'], null],
    [[], null],
  ])('of %j is %s', (ids, expected) => {
    expect(commonAncestor(ids, parentOf)).toBe(expected);
  });

  test('stands at or above each, whatever the order, and no lower one does', () => {
    const id = fc.constantFrom('root', 'service', 'east', 'eastOne', 'west', 'logistics');
    fc.assert(
      fc.property(fc.array(id, { minLength: 1, maxLength: 6 }), (ids) => {
        const found = commonAncestor(ids, parentOf);
        expect(found).not.toBeNull();
        if (found === null) return;
        expect(commonAncestor(ids.toReversed(), parentOf)).toBe(found);
        for (const one of ids) expect(pathUp(one, parentOf)).toContain(found);
        const lower = Object.keys(parents).filter((one) => parentOf(one) === found);
        for (const one of lower) expect(ids.every((each) => pathUp(each, parentOf).includes(one))).toBe(false);
      }),
    );
  });

  test('a circle in the tree ends', () => {
    expect(pathUp('a', (id) => (id === 'a' ? 'b' : 'a')).length).toBe(50);
  });
});

describe('the nearest supervisor', () => {
  test('leads the department, or the next above that has one; who is on duty comes first', () => {
    const [boss, chief] = [supervisor('boss', 'root'), supervisor('chief', 'service', 'off')];
    expect(nearestSupervisor([boss, chief], 'service', parentOf)?.id).toBe('chief');
    expect(nearestSupervisor([boss, chief, supervisor('second', 'service')], 'service', parentOf)?.id).toBe('second');
    expect(nearestSupervisor([boss], 'east', parentOf)).toMatchObject({ id: 'boss', departmentId: 'root' });
    expect(nearestSupervisor([boss], 'other', parentOf)).toBeNull();
    expect(nearestSupervisor([supervisor('floating', null)], 'east', parentOf)).toBeNull();
  });
});

describe('taken back', () => {
  const at = new Date('2026-09-09T02:00:00Z');
  const move = { fromDepartmentId: 'east', toDepartmentId: 'west', personId: 'a', at };
  const back = { fromDepartmentId: 'west', toDepartmentId: 'east', personId: 'a', at: new Date(at.getTime() + 30_000) };
  test('only by the same person, the same way, at once', () => {
    expect(takesBack(move, back)).toBe(true);
    expect(takesBack(undefined, back)).toBe(false);
    expect(takesBack(move, { ...back, personId: 'b' })).toBe(false);
    expect(takesBack(move, { ...back, toDepartmentId: 'logistics' })).toBe(false);
    expect(takesBack(move, { ...back, at: new Date(at.getTime() + 61_000) })).toBe(false);
    expect(takesBack({ ...move, personId: null }, { ...back, personId: null })).toBe(false);
  });
});
