import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { representedBy, seatsOpenTo, standInOf } from './stand-in.rules.ts';

const away = (...pairs: string[]) => pairs.map((pair) => ({ from: pair[0] ?? '', to: pair[1] ?? '' }));

describe('standing in', () => {
  test('directly, and along a chain of people who are away', () => {
    expect(seatsOpenTo(representedBy(away('ab', 'bc'), 'c'), 'r').toSorted()).toEqual(['a', 'b']);
    expect(seatsOpenTo(representedBy(away('ab', 'bc'), 'b'), 'r')).toEqual(['a']);
    expect(standInOf(away('ab', 'bc'), 'a', 'r')).toBe('c');
    expect(standInOf(away('ab'), 'b', 'r')).toBeNull();
  });

  test('a chain through the requester ends there: he does not choose who judges him', () => {
    expect(seatsOpenTo(representedBy(away('ar', 'rd'), 'd'), 'r')).toEqual([]);
    expect(seatsOpenTo(representedBy(away('ar', 'rd'), 'd'), 'x').toSorted()).toEqual(['a', 'r']);
    expect(standInOf(away('ar', 'rd'), 'a', 'r')).toBeNull();
  });

  test('a circle ends, and nobody stands in for himself', () => {
    const circle = away('ab', 'bc', 'ca');
    expect(seatsOpenTo(representedBy(circle, 'a'), 'r').toSorted()).toEqual(['b', 'c']);
    const person = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const pairs = fc.uniqueArray(fc.record({ from: person, to: person }), { selector: (each) => each.from });
    fc.assert(
      fc.property(pairs, person, person, (absences, who, requester) => {
        const open = seatsOpenTo(representedBy(absences, who), requester);
        expect(open).not.toContain(who);
        expect(open).not.toContain(requester);
        expect(standInOf(absences, who, requester)).not.toBe(requester);
      }),
    );
  });
});
