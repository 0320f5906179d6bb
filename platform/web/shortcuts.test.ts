import { describe, expect, it } from 'vitest';
import {
  ariaKeys,
  type Binding,
  type KeyPress,
  type KeyState,
  keyWords,
  parseChord,
  pressKey,
  restingKeys,
} from './shortcuts.ts';

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  isComposing: false,
  ...more,
});

const bindings: Binding<string>[] = [
  { keys: 'A', value: 'assign' },
  { keys: 'Mod+Enter', value: 'send' },
  { keys: 'Mod+K', value: 'palette' },
  { keys: 'Shift+1', value: 'raise' },
  { keys: 'G H', value: 'topics' },
  { keys: 'G P', value: 'pool' },
  { keys: 'H', value: 'snooze' },
  { keys: '?', value: 'help' },
  { keys: '[', value: 'collapse' },
];

const outside = { inField: false, mac: false, now: 1_000 };
const hit = (key: KeyPress, context = outside, state: KeyState = restingKeys): string | undefined =>
  pressKey(bindings, state, key, context).hit;

describe('single keys', () => {
  it('work outside fields only', () => {
    expect(hit(press('a'))).toBe('assign');
    expect(hit(press('a'), { ...outside, inField: true })).toBeUndefined();
  });

  it('are left alone with modifiers, above all with Alt', () => {
    expect(hit(press('a', { ctrlKey: true }))).toBeUndefined();
    expect(hit(press('a', { altKey: true }))).toBeUndefined();
    expect(hit(press('A', { shiftKey: true }))).toBeUndefined();
    expect(() => parseChord('Alt+L')).toThrow(/Alt/);
  });

  it('are never taken from an input method', () => {
    expect(hit(press('a', { isComposing: true }))).toBeUndefined();
    expect(hit(press('Process', { code: 'KeyA' }))).toBeUndefined();
    expect(hit(press('a', { keyCode: 229 }))).toBeUndefined();
  });

  it('are found by place where the layout writes no Latin', () => {
    expect(hit(press('ф', { code: 'KeyA' }))).toBe('assign');
    expect(hit(press('q', { code: 'KeyA' }))).toBeUndefined();
  });

  it('know signs whatever shift they need', () => {
    expect(hit(press('?', { shiftKey: true, code: 'Slash' }))).toBe('help');
    expect(hit(press('[', { code: 'BracketLeft' }))).toBe('collapse');
  });

  it('read shifted digits by place', () => {
    expect(hit(press('!', { shiftKey: true, code: 'Digit1' }))).toBe('raise');
    expect(hit(press('1', { code: 'Digit1' }))).toBeUndefined();
  });
});

describe('chords with Mod', () => {
  it('work inside fields', () => {
    expect(hit(press('Enter', { ctrlKey: true }), { ...outside, inField: true })).toBe('send');
  });

  it('mean the command key on a Mac', () => {
    expect(hit(press('k', { metaKey: true }), { ...outside, mac: true })).toBe('palette');
    expect(hit(press('k', { ctrlKey: true }), { ...outside, mac: true })).toBeUndefined();
  });
});

describe('sequences', () => {
  const afterG = pressKey(bindings, restingKeys, press('g'), outside).state;

  it('wait for their second key', () => {
    expect(afterG.typed).toHaveLength(1);
    expect(hit(press('h'), { ...outside, now: 1_500 }, afterG)).toBe('topics');
  });

  it('are forgotten after a pause', () => {
    expect(hit(press('h'), { ...outside, now: 9_000 }, afterG)).toBe('snooze');
  });

  it('give way to a key that does not belong to them', () => {
    expect(hit(press('a'), { ...outside, now: 1_500 }, afterG)).toBe('assign');
  });

  it('survive the press of a bare modifier', () => {
    expect(pressKey(bindings, afterG, press('Shift', { shiftKey: true }), outside).state).toBe(afterG);
  });
});

describe('keyWords', () => {
  it.each([
    ['Mod+Enter', ['Ctrl', '↵'], ['⌘', '↵']],
    ['G H', ['G', 'H'], ['G', 'H']],
    ['Shift+1', ['Shift', '1'], ['⇧', '1']],
    ['?', ['?'], ['?']],
  ])('%s', (keys, plain, mac) => {
    expect(keyWords(keys, false)).toEqual(plain);
    expect(keyWords(keys, true)).toEqual(mac);
  });

  it('speaks aria', () => {
    expect(ariaKeys('Mod+Enter', false)).toBe('Control+Enter');
    expect(ariaKeys('Shift+1', true)).toBe('Shift+1');
  });
});
