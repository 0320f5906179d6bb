import { describe, expect, it } from 'vitest';
import {
  type Action,
  type ActionContext,
  bindingsOf,
  findActions,
  isOffered,
  matchWords,
  offeredActions,
} from './actions.ts';

const action = (id: string, more: Partial<Action> = {}): Action => ({
  id,
  title: id,
  icon: 'dots',
  section: 'current',
  run: () => undefined,
  ...more,
});

const context: ActionContext = {
  navigate: () => undefined,
  session: null,
  can: (permission) => permission === undefined || permission === 'ticket.transfer',
};

describe('offeredActions', () => {
  it('leaves out what is not permitted or makes no sense now', () => {
    expect(isOffered(action('a', { permission: 'ticket.transfer' }), context)).toBe(true);
    expect(isOffered(action('b', { permission: 'audit.read' }), context)).toBe(false);
    expect(isOffered(action('c', { enabled: () => false }), context)).toBe(false);
  });

  it('puts the current object first, then by priority', () => {
    const all = [
      action('go', { section: 'go', priority: 9 }),
      action('low'),
      action('high', { priority: 5 }),
      action('create', { section: 'create' }),
    ];
    expect(offeredActions(all, context).map((each) => each.id)).toEqual(['high', 'low', 'create', 'go']);
  });
});

describe('bindingsOf', () => {
  it('lets the innermost screen win a key', () => {
    const all = [action('outer', { keys: ['E'] }), action('inner', { keys: ['E', 'Mod+E'] })];
    expect(bindingsOf(all).map((binding) => `${binding.keys} ${binding.value.id}`)).toEqual([
      'E inner',
      'Mod+E inner',
      'E outer',
    ]);
  });
});

describe('finding', () => {
  it('wants every word, in any order and case', () => {
    expect(matchWords('Assign to a Colleague', 'coll ASSIGN')).toEqual([
      { from: 12, to: 16 },
      { from: 0, to: 6 },
    ]);
    expect(matchWords('转派给同事或部门', '部门 转派')).toHaveLength(2);
    expect(matchWords('转派给同事或部门', '审批')).toBeNull();
    expect(matchWords('转派', '')).toEqual([]);
  });

  it('looks into keywords too', () => {
    const all = [action('转派', { keywords: ['transfer', 'zhuanpai'] }), action('催办')];
    expect(findActions(all, 'zhuanp').map((each) => each.id)).toEqual(['转派']);
  });
});
