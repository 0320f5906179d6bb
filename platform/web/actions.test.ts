import { describe, expect, it } from 'vitest';
import {
  type Action,
  type ActionContext,
  bindingsOf,
  collisionsOf,
  findActions,
  isKeyedAt,
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

describe('collisions of keys', () => {
  it('are the same keys twice, however they are spelt', () => {
    const all = [
      action('a', { keys: ['Shift+A'] }),
      action('b', { keys: ['shift+a', 'B'] }),
      action('c', { keys: ['C'] }),
    ];
    expect(collisionsOf(all)).toEqual([{ keys: 'Shift+a', ids: ['a', 'b'] }]);
    expect(collisionsOf([action('a', { keys: ['A', 'Y'] })])).toEqual([]);
  });

  it('are also keys that begin with all of another’s, which could never be finished', () => {
    const all = [
      action('go', { keys: ['G'] }),
      action('board', { keys: ['G B'] }),
      action('tickets', { keys: ['G T'] }),
    ];
    expect(collisionsOf(all).map((each) => each.ids)).toEqual([
      ['go', 'board'],
      ['go', 'tickets'],
    ]);
  });

  it('do not happen between places that are never at once', () => {
    const all = [action('card', { keys: ['Up'], within: '.kcard' }), action('page', { keys: ['Up'] })];
    expect(collisionsOf(all)).toEqual([]);
    expect(collisionsOf([...all, action('other', { keys: ['Up'], within: '.kcard' })])).toHaveLength(1);
  });

  it('refuses Alt before anybody could press it', () => {
    expect(() => collisionsOf([action('a', { keys: ['Alt+A'] })])).toThrow(/Alt/);
  });
});

describe('where keys count', () => {
  const focusIn = (place: string) => ({ closest: (selector: string) => (selector === place ? {} : null) });

  it('those of a card only while it has the focus', () => {
    expect(isKeyedAt({ within: '.kcard' }, focusIn('.kcard'), false)).toBe(true);
    expect(isKeyedAt({ within: '.kcard' }, focusIn('.wt'), false)).toBe(false);
    expect(isKeyedAt({ within: '.kcard' }, null, false)).toBe(false);
    expect(isKeyedAt({}, null, true)).toBe(true);
  });

  it('undo is the browser’s inside a field', () => {
    expect(isKeyedAt({ outsideFields: true }, null, true)).toBe(false);
    expect(isKeyedAt({ outsideFields: true }, null, false)).toBe(true);
  });
});
