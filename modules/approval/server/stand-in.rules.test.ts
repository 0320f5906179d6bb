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

  const person = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  // Nobody names himself: the product refuses it.
  const pairs = fc
    .uniqueArray(fc.record({ from: person, to: person }), { selector: (each) => each.from })
    .map((all) => all.filter((each) => each.from !== each.to));

  test('who is told to sign may sign, and is there himself: both sides of a chain say the same', () => {
    fc.assert(
      fc.property(pairs, person, person, (absences, absent, requester) => {
        fc.pre(absent !== requester);
        const standIn = standInOf(absences, absent, requester);
        if (standIn === null || standIn === absent) return;
        expect(seatsOpenTo(representedBy(absences, standIn), requester)).toContain(absent);
        const next = absences.find((each) => each.from === standIn);
        // At the end of a chain he is there; only a circle ends with somebody who is away too, and then they all are.
        if (next) expect(representedBy(absences, next.to).map((each) => each.personId)).toContain(standIn);
      }),
    );
  });

  test('one absence more or less elsewhere changes nothing for a chain that does not touch it', () => {
    fc.assert(
      fc.property(pairs, person, (absences, absent) => {
        const touched = new Set([absent]);
        for (let at = absent; ;) {
          const next = absences.find((each) => each.from === at)?.to;
          if (next === undefined || touched.has(next)) break;
          touched.add(next);
          at = next;
        }
        const near = absences.filter((each) => touched.has(each.from));
        expect(standInOf(near, absent, '-')).toBe(standInOf(absences, absent, '-'));
      }),
    );
  });
});
