import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reach } from '#platform/server/database/index.ts';
import { inReach, type Actor } from '#platform/server/session/actor.ts';
import {
  actorOf,
  canDoToPerson,
  canGrantRole,
  permissionsOf,
  reachOf,
  type PersonAction,
  type PlacedPerson,
} from './person.access.ts';
import type { PersonWithRole } from './person.queries.ts';

const permissions = ['staff.read', 'staff.manage', 'ticket.read', 'ticket.reply', 'token.manage'];
const units = ['root', 'east', 'east-1', 'west'];
const people = ['ann', 'bo', 'cai'];
const actions: PersonAction[] = ['read', 'create', 'edit', 'deactivate', 'reactivate', 'set-password'];

const reachArbitrary: fc.Arbitrary<Reach> = fc.oneof(
  fc.constant<Reach>({ kind: 'all' }),
  fc.record({ kind: fc.constant('units' as const), units: fc.subarray(units), person: fc.constantFrom(...people) }),
  fc.record({ kind: fc.constant('own' as const), person: fc.constantFrom(...people) }),
);

const actorArbitrary: fc.Arbitrary<Actor> = fc
  .record({ held: fc.subarray(permissions), reach: reachArbitrary, id: fc.constantFrom(...people) })
  .map(({ held, reach, id }) => ({
    kind: 'user',
    id: reach.kind === 'all' ? id : reach.person,
    name: '',
    permissions: new Set(held),
    reach,
    locale: 'zh-CN',
  }));

const personArbitrary: fc.Arbitrary<PlacedPerson> = fc.record({
  id: fc.constantFrom(...people),
  departmentId: fc.option(fc.constantFrom(...units)),
  active: fc.boolean(),
});

const roleArbitrary = fc.record({
  key: fc.constant('some'),
  permissions: fc.subarray(permissions),
  reach: fc.constantFrom('all' as const, 'units' as const, 'own' as const),
});

/** The matrix as a table, written apart from the code it checks. */
const expected = (actor: Actor, action: PersonAction, person: PlacedPerson): boolean => {
  const manages = actor.permissions.has('staff.manage');
  const near =
    actor.reach.kind === 'all' ||
    (actor.reach.kind === 'units' && person.departmentId !== null && actor.reach.units.includes(person.departmentId));
  const self = person.id === actor.id;
  const table: Record<PersonAction, boolean> = {
    read: actor.permissions.has('staff.read'),
    create: manages && near,
    edit: manages && near,
    deactivate: manages && near && person.active && !self,
    reactivate: manages && near && !person.active,
    'set-password': manages && near && person.active && !self,
  };
  return table[action];
};

describe('who may do what to whom', () => {
  it('follows the matrix of permission, reach, standing and self', () => {
    fc.assert(
      fc.property(actorArbitrary, fc.constantFrom(...actions), personArbitrary, (actor, action, person) => {
        expect(canDoToPerson(actor, action, person)).toBe(expected(actor, action, person));
      }),
      { numRuns: 2000 },
    );
  });

  it('never lets anybody act on people who lie outside his reach', () => {
    fc.assert(
      fc.property(actorArbitrary, fc.constantFrom(...actions.slice(1)), personArbitrary, (actor, action, person) => {
        if (actor.reach.kind === 'own') expect(canDoToPerson(actor, action, person)).toBe(false);
      }),
    );
  });

  it('never hands out a permission or a reach that the giver lacks', () => {
    fc.assert(
      fc.property(actorArbitrary, roleArbitrary, (actor, role) => {
        if (!canGrantRole(actor, role)) return;
        expect(actor.permissions.has('staff.manage')).toBe(true);
        for (const permission of role.permissions) expect(actor.permissions.has(permission)).toBe(true);
        if (role.reach === 'all') expect(actor.reach.kind).toBe('all');
      }),
      { numRuns: 2000 },
    );
  });

  it('cuts a token down to scopes that its owner holds', () => {
    fc.assert(
      fc.property(fc.subarray(permissions), fc.subarray(permissions), (role, scopes) => {
        const cut = permissionsOf(role, scopes);
        for (const permission of permissions)
          expect(cut.has(permission)).toBe(role.includes(permission) && scopes.includes(permission));
        expect([...permissionsOf(role, null)].sort()).toEqual([...role].sort());
      }),
    );
  });
});

describe('reach', () => {
  it('decides rows as the row-level security policies do', () => {
    fc.assert(
      fc.property(
        reachArbitrary,
        fc.option(fc.constantFrom(...units)),
        fc.option(fc.constantFrom(...people)),
        (reach, unitId, personId) => {
          const own = reach.kind !== 'all' && personId === reach.person;
          const unit = reach.kind === 'units' && unitId !== null && reach.units.includes(unitId);
          expect(inReach(reach, { unitId, personId })).toBe(reach.kind === 'all' || own || unit);
        },
      ),
    );
  });

  it.each([
    ['all', ['east'], { kind: 'all' }],
    ['units', ['east', 'east-1'], { kind: 'units', units: ['east', 'east-1'], person: 'ann' }],
    ['units', [], { kind: 'own', person: 'ann' }],
    ['own', ['root'], { kind: 'own', person: 'ann' }],
  ] as const)('of a role that reaches %s, in %j', (roleReach, units, reach) => {
    expect(reachOf({ id: 'ann', units: [...units], roleReach })).toEqual(reach);
  });

  it('names the token in the actor, so that the timeline tells a program from its owner', () => {
    const person: PersonWithRole = {
      ...{ id: 'ann', username: 'ann', displayName: '安然', email: '', roleKey: 'agent', departmentId: 'east' },
      ...{ locale: 'zh-CN', presence: 'on', skills: [], capacity: 30, active: true, version: 1 },
      ...{ createdAt: new Date(0), permissions: ['ticket.read', 'ticket.reply'], roleReach: 'units', units: ['east'] },
    };
    const actor = actorOf(person, { name: 'CRM', scopes: ['ticket.read', 'staff.manage'] });
    expect(actor.kind).toBe('token');
    expect(actor.name).toBe('安然 (CRM)');
    expect([...actor.permissions]).toEqual(['ticket.read']);
  });
});
