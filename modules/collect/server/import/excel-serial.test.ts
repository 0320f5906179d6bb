import { expect, it } from 'vitest';
import { serialToText, serialToWallMs } from './excel-serial.ts';

const text = (serial: number, more: { date1904?: boolean; showsTime?: boolean } = {}): string | undefined =>
  serialToText(serial, { date1904: false, showsTime: false, ...more });

it.each([
  [1, '1900-01-01'],
  [59, '1900-02-28'],
  [61, '1900-03-01'],
  [25569, '1970-01-01'],
  [43524, '2019-02-28'],
  [43524.475752314815, '2019-02-28 11:25:05'],
  [43524.99999999, '2019-03-01'],
  [0.5, '12:00:00'],
  [2958465, '9999-12-31'],
])('%d is %s', (serial, expected) => {
  expect(text(serial)).toBe(expected);
});

it('counts from 1904 where the workbook does', () => {
  expect(text(42062, { date1904: true })).toBe('2019-02-28');
});

it('shows midnight where the cell shows a time', () => {
  expect(text(43524, { showsTime: true })).toBe('2019-02-28 00:00:00');
});

it('knows no day before the first or after the last', () => {
  expect([-1, 3_000_000, Number.NaN].map((serial) => serialToWallMs(serial))).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});
