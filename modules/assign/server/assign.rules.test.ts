import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AssignRule } from '../contract.ts';
import { nearestOpen, personFor, ruleFor, unitForRegion, type Candidate, type Facts } from './assign.rules.ts';

const rule = (name: string, more: Partial<AssignRule> = {}): AssignRule => ({
  id: name,
  name,
  categoryPrefix: null,
  kind: null,
  level: null,
  region: null,
  channel: null,
  tier: null,
  departmentId: 'd',
  personId: null,
  priority: 100,
  enabled: true,
  ...more,
});

const facts: Facts = {
  // Moved below logistics: its key does not say so.
  categories: ['delay', 'logistics'],
  kind: 'complaint',
  level: 2,
  region: '华东',
  channel: 'form',
  tier: 'gold',
};

describe('which rule', () => {
  test('the first that fits in the order given; one that is off never', () => {
    const rules = [rule('off', { enabled: false }), rule('praise', { kind: 'praise' }), rule('first'), rule('second')];
    expect(ruleFor(rules, facts)?.name).toBe('first');
    expect(ruleFor([], facts)).toBeUndefined();
  });

  test.each<{ part: Partial<AssignRule>; fits: boolean }>([
    { part: { categoryPrefix: 'logistics' }, fits: true },
    { part: { categoryPrefix: 'delay' }, fits: true },
    { part: { categoryPrefix: 'del' }, fits: false },
    { part: { categoryPrefix: 'quality' }, fits: false },
    { part: { kind: 'complaint', level: 2 }, fits: true },
    { part: { kind: 'complaint', level: 1 }, fits: false },
    { part: { region: '华西' }, fits: false },
    { part: { channel: 'form' }, fits: true },
    { part: { tier: 'gold' }, fits: true },
    { part: { tier: 'silver' }, fits: false },
  ])('$part fits: $fits', ({ part, fits }) => {
    expect(ruleFor([rule('one', part)], facts) !== undefined).toBe(fits);
  });

  test('a case without category is in none', () => {
    expect(ruleFor([rule('one', { categoryPrefix: 'logistics' })], { ...facts, categories: [] })).toBeUndefined();
  });
});

describe('a closed department', () => {
  const units = [
    { id: 'root', parentId: null, region: '', closed: false },
    { id: 'old', parentId: 'root', region: '', closed: true },
    { id: 'team', parentId: 'old', region: '', closed: true },
    { id: 'gone', parentId: 'nowhere', region: '', closed: true },
  ];
  test.each([
    ['root', 'root'],
    ['team', 'root'],
    ['gone', null],
    ['unknown', null],
    [null, null],
  ])('%s: its tickets go to %s', (id, expected) => {
    expect(nearestOpen(units, id)).toBe(expected);
  });
});

describe('which unit', () => {
  const unit = (id: string, parentId: string | null, region: string, closed = false) => ({
    id,
    parentId,
    region,
    closed,
  });
  const units = [
    unit('root', null, ''),
    unit('east', 'root', '华东'),
    unit('east team', 'east', '华东'),
    unit('logistics', 'root', ''),
    unit('logistics west', 'logistics', '华西'),
    unit('logistics east', 'logistics', '华东', true),
  ];

  test.each([
    ['root', '华东', 'east'],
    ['east', '华东', 'east'],
    ['logistics', '华西', 'logistics west'],
    ['logistics', '华东', 'logistics'],
    ['root', '华西', 'logistics west'],
    ['root', '', 'root'],
    ['root', '华南', 'root'],
  ])('%s for %s: %s', (department, region, expected) => {
    expect(unitForRegion(units, department, region)).toBe(expected);
  });
});

describe('which person', () => {
  const person = (id: string, open: number, presence: Candidate['presence'] = 'on', departmentId = 'd'): Candidate => ({
    id,
    open,
    presence,
    departmentId,
  });

  test('whoever is on duty and has least to do; somebody busy only when nobody else is there', () => {
    expect(personFor([person('a', 5), person('b', 2), person('c', 9)], 'd')?.id).toBe('b');
    expect(personFor([person('busy', 0, 'busy'), person('b', 12)], 'd')?.id).toBe('b');
    expect(personFor([person('busy', 3, 'busy'), person('off', 0, 'off')], 'd')?.id).toBe('busy');
  });

  test('nobody on duty: the pool', () => {
    expect(personFor([person('off', 0, 'off'), person('elsewhere', 0, 'on', 'x')], 'd')).toBeNull();
    expect(personFor([], 'd')).toBeNull();
  });

  test('cases given one after another spread evenly', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 0, max: 60 }), (people, cases) => {
        const team = Array.from({ length: people }, (_, n) => person(`p${n}`, 0));
        for (let n = 0; n < cases; n += 1) {
          const next = personFor(team, 'd');
          if (next) next.open += 1;
        }
        const loads = team.map((one) => one.open);
        expect(Math.max(...loads) - Math.min(...loads)).toBeLessThanOrEqual(1);
        expect(loads.reduce((sum, load) => sum + load, 0)).toBe(cases);
      }),
    );
  });
});
