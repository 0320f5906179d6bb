import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leadersAbove, toldAt, type Leader } from './leaders.rules.ts';

const parents: Readonly<Record<string, string | null>> = { team: 'east', east: 'root', root: null };
const parentOf = (id: string): string | null => parents[id] ?? null;
const lead = (id: string, departmentId: string, more: Partial<Leader> = {}): Leader => ({
  id,
  departmentId,
  presence: 'on',
  ...more,
});

describe('who is told', () => {
  const levels = leadersAbove(
    [lead('a', 'team'), lead('b', 'east'), lead('c', 'root'), lead('x', 'west')],
    'team',
    parentOf,
  );

  test('is one level a step, up to the top and not beyond', () => {
    expect([1, 2, 3, 4].map((step) => toldAt(levels, step))).toEqual([['a'], ['b'], ['c'], ['c']]);
  });

  test('skips departments without a head', () => {
    const gap = leadersAbove([lead('a', 'team'), lead('c', 'root')], 'team', parentOf);
    expect(toldAt(gap, 2)).toEqual(['c']);
  });

  test('is nobody where nobody leads', () => {
    expect(toldAt(leadersAbove([], 'team', parentOf), 1)).toEqual([]);
  });
});

describe('who is away', () => {
  const of = (...leaders: Leader[]): string[] => toldAt(leadersAbove(leaders, 'team', parentOf), 1);

  test('is told as well, and so is the nearest level above that somebody covers', () => {
    expect(
      of(lead('a', 'team', { presence: 'off' }), lead('b', 'east', { presence: 'off' }), lead('c', 'root')),
    ).toEqual(['a', 'c']);
  });

  test('does not send it up while a colleague of the same level is there', () => {
    expect(
      of(lead('a', 'team', { presence: 'off' }), lead('a2', 'team', { presence: 'busy' }), lead('b', 'east')),
    ).toEqual(['a', 'a2']);
  });

  test('by his own word has a stand-in, who hears of it in place of the level above', () => {
    expect(of(lead('a', 'team', { standIn: 'deputy' }), lead('b', 'east'))).toEqual(['a', 'deputy']);
    expect(of(lead('a', 'team', { presence: 'off', standIn: 'deputy' }), lead('b', 'east'))).toEqual(['a', 'deputy']);
  });

  test('whoever is away, an alarm reaches somebody who is there, if anybody above is', () => {
    const person = fc.record({
      presence: fc.constantFrom('on', 'busy', 'off'),
      standIn: fc.option(fc.constantFrom('s1', 's2'), { nil: undefined }),
      departmentId: fc.constantFrom('team', 'east', 'root'),
    });
    fc.assert(
      fc.property(fc.array(person, { maxLength: 6 }), (people) => {
        const leaders = people.map((one, index): Leader => ({ ...one, id: `p${index}` }));
        const told = toldAt(leadersAbove(leaders, 'team', parentOf), 1);
        const there = leaders.filter((one) => one.presence !== 'off' && one.standIn === undefined).map((one) => one.id);
        const covered = there.length > 0 || leaders.some((one) => one.standIn !== undefined);
        const reached = told.some((id) => there.includes(id) || id.startsWith('s'));
        expect(reached).toBe(covered);
        expect(new Set(told).size).toBe(told.length);
      }),
    );
  });
});
