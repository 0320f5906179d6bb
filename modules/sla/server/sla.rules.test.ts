import { describe, expect, test } from 'vitest';
import type { Policy } from '../contract.ts';
import { nextDueOf, policyFor, type ClockLine } from './sla.rules.ts';

const policy = (name: string, kind: Policy['kind'], level: Policy['level'], more: Partial<Policy> = {}): Policy => ({
  id: name,
  name,
  nameEn: name,
  kind,
  level,
  categoryKey: null,
  channel: null,
  departmentId: null,
  profileKey: null,
  firstReplyMinutes: 60,
  resolveMinutes: 600,
  warnFraction: 0.75,
  enabled: true,
  ...more,
});

describe('the promise of a case', () => {
  const policies = [
    policy('default', null, null),
    policy('complaint', 'complaint', null),
    policy('level 1', null, 1),
    policy('complaint 1', 'complaint', 1),
    policy('complaint 2, off', 'complaint', 2, { enabled: false }),
  ];

  test.each([
    { kind: 'complaint', level: 1, name: 'complaint 1' },
    { kind: 'inquiry', level: 1, name: 'level 1' },
    { kind: 'complaint', level: 2, name: 'complaint' },
    { kind: 'complaint', level: 3, name: 'complaint' },
    { kind: 'praise', level: 3, name: 'default' },
  ])('$kind of level $level: $name', ({ kind, level, name }) => {
    expect(policyFor(policies, { kind, level })?.name).toBe(name);
    expect(policyFor(policies.toReversed(), { kind, level })?.name).toBe(name);
  });

  test('none where none is promised', () => {
    expect(policyFor([policy('praise', 'praise', null)], { kind: 'complaint', level: 1 })).toBeUndefined();
    expect(policyFor([], { kind: 'complaint', level: 1 })).toBeUndefined();
  });
});

describe('the promise of a place, a channel, a category', () => {
  const policies = [
    policy('default', null, null),
    policy('level 1', null, 1),
    policy('kind and level', 'complaint', 1),
    policy('east', null, null, { departmentId: 'east' }),
    policy('phone', null, null, { channel: 'phone' }),
    policy('logistics', null, null, { categoryKey: 'logistics' }),
  ];
  const of = (more: object) => ({ kind: 'complaint', level: 1, ...more });

  test.each([
    { more: {}, name: 'kind and level' },
    { more: { departments: ['team', 'east', 'root'] }, name: 'east' },
    { more: { departments: ['west', 'root'] }, name: 'kind and level' },
    { more: { departments: ['east'], channel: 'phone' }, name: 'phone' },
    { more: { departments: ['east'], channel: 'phone', categoryKey: 'logistics' }, name: 'logistics' },
    { more: { categoryKey: 'refund' }, name: 'kind and level' },
  ])('$more: $name', ({ more, name }) => {
    expect(policyFor(policies, of(more))?.name).toBe(name);
  });
});

describe('what a list shows', () => {
  const line = (clock: ClockLine['clock'], state: ClockLine['state'], hour: number, metAt: Date | null = null) => ({
    clock,
    state,
    dueAt: new Date(Date.UTC(2026, 8, 21, hour)),
    metAt,
    pausedReason: state === 'paused' ? 'waiting_customer' : null,
  });

  test('the earliest promise that is not kept yet', () => {
    const lines = [line('resolve', 'running', 20), line('first_reply', 'running', 11)];
    expect(nextDueOf(lines)).toMatchObject({ nextClock: 'first_reply', breached: false });
    const met = [line('resolve', 'running', 20), line('first_reply', 'met', 11, new Date())];
    expect(nextDueOf(met)).toMatchObject({ nextClock: 'resolve' });
  });

  test('a broken promise stays until it is kept; standing clocks show why', () => {
    expect(nextDueOf([line('first_reply', 'breached', 11)])).toMatchObject({
      nextClock: 'first_reply',
      breached: true,
    });
    expect(nextDueOf([line('resolve', 'paused', 11)])).toEqual({
      nextDueAt: null,
      nextClock: null,
      pausedReason: 'waiting_customer',
      breached: false,
    });
    expect(nextDueOf([])).toMatchObject({ nextDueAt: null, breached: false });
  });
});
