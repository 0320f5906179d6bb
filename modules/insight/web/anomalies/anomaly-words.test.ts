import { expect, test } from 'vitest';
import { chanceWords, hintOf, peakOf, usualWords, valueWords } from './anomaly-words.ts';

const t = (key: string, values?: Record<string, unknown>): string =>
  values === undefined ? key : `${key} ${Object.values(values).join(' ')}`;

test('values are called as people named them, else as screens do', () => {
  const west = { dimension: 'department' as const, key: 'id', name: '华西', nameEn: 'West' };
  expect([valueWords(t, west, false), valueWords(t, west, true)]).toEqual(['华西', 'West']);
  expect(valueWords(t, { ...west, nameEn: '' }, true)).toBe('华西');
  expect(valueWords(t, { dimension: 'category', key: 'gone', name: '', nameEn: '' }, false)).toBe('gone');
  expect(valueWords(t, { dimension: 'hour', key: '14', name: '', nameEn: '' }, false)).toBe('anomaly.hour 14');
  expect(valueWords(t, { dimension: 'channel', key: 'form', name: '', nameEn: '' }, true)).toBe('ticket:channel.form');
});

test('what is usual is round beyond ten', () => {
  expect([0.04, 2.347, 12.6].map(usualWords)).toEqual(['0', '2.3', '13']);
});

test('a chance is said by its order of magnitude', () => {
  expect(chanceWords(0.02)).toBe('2%');
  expect(chanceWords(0.0004)).toBe('1 : 1,000');
  expect(chanceWords(2e-7)).toBe('1 : 1,000,000');
  expect(chanceWords(0)).toBe('1 : 1,000,000,000,000');
});

test('a hint is given only where one value explains the larger half', () => {
  const part = (share: number) => ({
    dimension: 'region' as const,
    key: 'x',
    name: 'x',
    nameEn: 'x',
    count: 9,
    expected: 1,
    share,
  });
  expect(hintOf([part(0.7), part(0.2)])?.share).toBe(0.7);
  expect(hintOf([part(0.4)])).toBeUndefined();
  expect(hintOf([])).toBeUndefined();
});

test('the peak is never nought', () => {
  expect(peakOf({ days: [], expected: 0 })).toBe(1);
  expect(peakOf({ days: [{ day: '2026-01-01', count: 3 }], expected: 7 })).toBe(7);
});
