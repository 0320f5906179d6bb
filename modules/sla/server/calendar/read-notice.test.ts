import { describe, expect, test } from 'vitest';
import { BadNotice, readNotice } from './read-notice.ts';

const faultOf = (text: string): string => {
  try {
    readNotice(text);
  } catch (error) {
    if (error instanceof BadNotice) return error.fault;
    throw error;
  }
  return 'none';
};

const holidays = ['2027-01-01', '2027-02-06', '2027-02-07', '2027-02-08', '2027-02-09'];

describe('a notice', () => {
  const expected = [...holidays.map((date) => `${date} holiday`), '2027-02-20 workday'].sort();
  const seen = (text: string): string[] => readNotice(text).days.map((day) => `${day.date} ${day.kind}`);

  test('is read from the table that chinese-days publishes', () => {
    const table = Object.fromEntries(holidays.map((date) => [date, 'Spring Festival,春节,4']));
    const text = JSON.stringify({ holidays: table, workdays: { '2027-02-20': 'Spring Festival,春节,4' } });
    expect(seen(text)).toEqual(expected);
    expect(readNotice(text)).toMatchObject({ years: [2027] });
    expect(readNotice(text).days[0]).toMatchObject({ name: '春节', nameEn: 'Spring Festival' });
  });

  test('is read from a list of days off and on', () => {
    const days = [...holidays, '2027-02-20'].map((date) => ({ date, name: '春节', isOffDay: date !== '2027-02-20' }));
    expect(seen(JSON.stringify({ year: 2027, days }))).toEqual(expected);
  });

  test('is read from a calendar file, days that span and folded lines too', () => {
    const event = (from: string, to: string, summary: string): string =>
      `BEGIN:VEVENT\r\nDTSTART;VALUE=DATE:${from}\r\nDTEND;VALUE=DATE:${to}\r\nSUMMARY:${summary}\r\nEND:VEVENT`;
    const text = [
      'BEGIN:VCALENDAR',
      event('20270101', '20270102', '元旦(休)'),
      event('20270206', '20270210', '春\r\n 节(休)'),
      event('20270220', '20270221', '春节(班)'),
      'END:VCALENDAR',
    ].join('\r\n');
    expect(seen(text)).toEqual(expected);
  });

  test('is read from lines, with a heading or without', () => {
    const lines = [...holidays.map((date) => `${date},休,春节`), '2027/2/20,班,春节'].join('\n');
    expect(seen(lines)).toEqual(expected);
    expect(seen(`\uFEFF日期,安排,名称\r\n${lines}`)).toEqual(expected);
  });

  test('may reach into the last days of the year before, without being its notice', () => {
    const lines = ['2026-12-31,休,元旦', ...holidays.map((date) => `${date},休,春节`)].join('\n');
    expect(readNotice(lines)).toMatchObject({ years: [2027] });
    expect(readNotice(lines).days[0]).toMatchObject({ date: '2026-12-31' });
  });

  test.each([
    ['{', 'unreadable'],
    ['{"days": "none"}', 'unreadable'],
    ['[]', 'no_days'],
    ['', 'no_days'],
    ['2027-02-30,休,春节', 'bad_date'],
    ['2027-02-06,maybe,春节', 'unknown_kind'],
    ['2027-02-06,休,春节\n2027-02-06,班,春节', 'contradiction'],
    ['2027-02-06,休,春节', 'no_year'],
    ['BEGIN:VCALENDAR\nEND:VCALENDAR', 'no_days'],
  ])('%j is refused: %s', (text, fault) => {
    expect(faultOf(text)).toBe(fault);
  });
});
