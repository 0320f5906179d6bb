import { expect, test } from 'vitest';
import { promiseWords } from './public-form-promise.ts';

const said = (minutes: number | null) =>
  promiseWords(minutes === null ? null : { at: '2026-11-24T01:30:00Z', minutes }, {
    language: 'en',
    instant: (iso) => `[${iso}]`,
  });

test('a near promise is a span, a far one an hour of a day, none is no promise', () => {
  expect(said(30)).toEqual({ key: 'promise', time: '30 minutes' });
  expect(said(240).key).toBe('promise');
  expect(said(241)).toEqual({ key: 'promiseAt', time: '[2026-11-24T01:30:00Z]' });
  expect(said(null)).toEqual({ key: 'noPromise', time: '' });
});

test('a promise that is due this very minute is never said as nought', () => {
  expect(said(0).time).toBe('1 minute');
});
