import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { emptyAnswer, keepAnswer, keepWord, readAnswer, readWord, type KeptAnswer } from './kept-words.ts';

beforeEach(() => {
  const kept = new Map<string, string>();
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  });
});
afterEach(() => vi.unstubAllGlobals());

test('a word outlives a reload until it has arrived, each case its own', () => {
  keepWord('a', '还是没到');
  expect(readWord('a')).toBe('还是没到');
  expect(readWord('b')).toBe('');
  keepWord('a', '');
  expect(readWord('a')).toBe('');
});

test('a rating comes back as far as it was filled in', () => {
  const answer: KeptAnswer = { solved: 'no', score: 2, reasons: ['slow', 'attitude'], comment: '等了三天' };
  keepAnswer('a', answer);
  expect(readAnswer('a')).toEqual(answer);
  keepAnswer('a', null);
  expect(readAnswer('a')).toEqual(emptyAnswer);
});

test('foreign or broken leftovers choose nothing', () => {
  for (const left of [
    '{',
    '[]',
    '7',
    '{"solved":"maybe","score":9,"reasons":["x",3],"comment":5}',
    '{"reasons":"slow"}',
  ]) {
    sessionStorage.setItem('huiyin.rating.a', left);
    expect(readAnswer('a')).toEqual(emptyAnswer);
  }
});
