import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import {
  dropSendingKey,
  emptyDraft,
  keepDraft,
  keepReceipt,
  readDraft,
  readReceipt,
  sendingKey,
  type Draft,
} from './public-form-draft.ts';

const storage = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
};

beforeEach(() => vi.stubGlobal('sessionStorage', storage()));
afterEach(() => vi.unstubAllGlobals());

const draft: Draft = {
  ...emptyDraft,
  kind: 'complaint',
  content: '没到',
  fields: { order: 'A1' },
  consent: true,
  files: [{ id: '1', name: 'a.png' }],
};

test('a draft comes back whole after a reload, each form its own', () => {
  keepDraft('default', draft);
  expect(readDraft('default')).toEqual(draft);
  expect(readDraft('shop')).toEqual(emptyDraft);
  keepDraft('default', null);
  expect(readDraft('default')).toEqual(emptyDraft);
});

test('foreign or broken leftovers give an empty draft, not a crash', () => {
  for (const left of ['{', '[]', '7', '{"content":5,"kind":"x","files":[1,{"id":2}],"fields":[]}']) {
    sessionStorage.setItem('huiyin.draft.default', left);
    expect(readDraft('default')).toEqual(emptyDraft);
  }
});

test('a storage that refuses loses nothing on screen', () => {
  const refuse = (): never => {
    throw new Error('denied');
  };
  vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse, removeItem: refuse });
  keepDraft('default', draft);
  expect(readDraft('default')).toEqual(emptyDraft);
  expect(sendingKey('default', 'a')).toMatch(/^[0-9a-f]{32}$/);
});

test('the same content keeps its key over reloads until it has arrived', () => {
  const first = sendingKey('default', 'a');
  expect(sendingKey('default', 'a')).toBe(first);
  expect(sendingKey('default', 'b')).not.toBe(first);
  const third = sendingKey('default', 'c');
  dropSendingKey('default');
  expect(sendingKey('default', 'c')).not.toBe(third);
});

test('the receipt survives a reload, so that the number is not lost', () => {
  const receipt = { number: '38274165', trackingUrl: 'https://h.example/t/x' };
  keepReceipt('default', receipt);
  expect(readReceipt('default')).toEqual(receipt);
  keepReceipt('default', null);
  expect(readReceipt('default')).toBeNull();
});
