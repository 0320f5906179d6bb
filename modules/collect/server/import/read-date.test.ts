import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guessDateOrder, readDate, type ReadDateOptions } from './read-date.ts';

const read = (text: string, options?: ReadDateOptions): string => {
  const reading = readDate(text, options);
  return reading.ok ? reading.instant : reading.code;
};

describe('formats, local to Shanghai', () => {
  it.each([
    ['2019/12/28 23:32', '2019-12-28T15:32:00.000Z'],
    ['2019/2/28 11:25:05', '2019-02-28T03:25:05.000Z'],
    ['2020-01-06 10:02:03', '2020-01-06T02:02:03.000Z'],
    ['2020.1.6', '2020-01-05T16:00:00.000Z'],
    ['2020-01-06T10:02:03Z', '2020-01-06T10:02:03.000Z'],
    ['2020-01-06T10:02:03.1234+02:00', '2020-01-06T08:02:03.123Z'],
    ['2020-01-06 10:02:03 -0800', '2020-01-06T18:02:03.000Z'],
    ['2020-01-06 10:02 UTC', '2020-01-06T10:02:00.000Z'],
    ['2020年1月6日 10时2分', '2020-01-06T02:02:00.000Z'],
    ['2020年01月06日10时02分03秒', '2020-01-06T02:02:03.000Z'],
    ['2020 年 1 月 6 日', '2020-01-05T16:00:00.000Z'],
    ['2020年1月6日 星期一 下午3:05', '2020-01-06T07:05:00.000Z'],
    ['２０２０－０１－０６　１０：０２', '2020-01-06T02:02:00.000Z'],
    ['2020/1/6 上午12:30', '2020-01-05T16:30:00.000Z'],
    ['1/6/2020 3:05 PM', '2020-01-06T07:05:00.000Z'],
    ['28/2/2019', '2019-02-27T16:00:00.000Z'],
    ['2/28/2019', '2019-02-27T16:00:00.000Z'],
    ['28 Feb 2019 11:25', '2019-02-28T03:25:00.000Z'],
    ['28-Feb-2019', '2019-02-27T16:00:00.000Z'],
    ['February 28, 2019', '2019-02-27T16:00:00.000Z'],
    ['Thu, 28 Feb 2019 11:25:05 GMT', '2019-02-28T11:25:05.000Z'],
    ['Thu Feb 28 2019 11:25:05 GMT+0800 (中国标准时间)', '2019-02-28T03:25:05.000Z'],
    ['Thu Feb 28 11:25:05 2019', '2019-02-28T03:25:05.000Z'],
    ['20200106', '2020-01-05T16:00:00.000Z'],
    ['20200106100203', '2020-01-06T02:02:03.000Z'],
    ['20200106 10:02:03', '2020-01-06T02:02:03.000Z'],
    ['43524.475752314815', '2019-02-28T03:25:05.000Z'],
    ['43524', '2019-02-27T16:00:00.000Z'],
    ['1551324305', '2019-02-28T03:25:05.000Z'],
    ['1551324305123', '2019-02-28T03:25:05.123Z'],
    ['2020-01-06 24:00', '2020-01-06T16:00:00.000Z'],
    ['2020-02-29', '2020-02-28T16:00:00.000Z'],
  ])('%s', (text, instant) => {
    expect(read(text)).toBe(instant);
  });
});

describe('refusals', () => {
  it.each([
    ['6/1/20', 'import.date.two_digit_year'],
    ['20-1-6 10:00', 'import.date.two_digit_year'],
    ['28 Feb 19', 'import.date.two_digit_year'],
    ['1月6日 10:00', 'import.date.no_year'],
    ['12-28 23:32', 'import.date.no_year'],
    ['10:02', 'import.date.no_year'],
    ['2020年1月', 'import.date.incomplete'],
    ['2020', 'import.date.incomplete'],
    ['2019-02-29', 'import.date.impossible'],
    ['2020-13-01', 'import.date.impossible'],
    ['31/31/2020', 'import.date.impossible'],
    ['2020-01-06 25:00', 'import.date.impossible'],
    ['20201399', 'import.date.impossible'],
    ['1899-12-31', 'import.date.out_of_range'],
    ['9999-12-31', 'import.date.out_of_range'],
    ['昨天', 'import.date.unknown_format'],
    ['2020-01-06 about noon', 'import.date.unknown_format'],
    ['2020-01/06', 'import.date.unknown_format'],
    ['-', 'import.date.unknown_format'],
  ])('%s', (text, code) => {
    expect(readDate(text)).toEqual({ ok: false, code, data: { value: text } });
  });
});

describe('day and month', () => {
  it('says when they could be either', () => {
    expect(readDate('6/1/2020')).toEqual({
      ok: true,
      instant: '2020-05-31T16:00:00.000Z',
      ambiguous: { readAs: 'month-first' },
    });
    expect(readDate('6/1/2020', { order: 'day-first' })).toEqual({
      ok: true,
      instant: '2020-01-05T16:00:00.000Z',
      ambiguous: { readAs: 'day-first' },
    });
    expect(readDate('5/5/2020')).not.toHaveProperty('ambiguous');
    expect(readDate('13/5/2020', { order: 'month-first' })).toMatchObject({
      ok: true,
      instant: '2020-05-12T16:00:00.000Z',
    });
  });

  it('asks the rest of the file', () => {
    expect(guessDateOrder(['1/2/2020', '28/2/2020 10:00', '3.4.2020'])).toEqual({ order: 'day-first', certain: true });
    expect(guessDateOrder(['1/2/2020', '2/28/2020'])).toEqual({ order: 'month-first', certain: true });
    expect(guessDateOrder(['1/2/2020', '2020-01-28'])).toEqual({ order: 'month-first', certain: false });
  });
});

describe('zones', () => {
  it('reads local times where the file is from', () => {
    expect(read('2024-07-01 12:00', { timeZone: 'America/New_York' })).toBe('2024-07-01T16:00:00.000Z');
    expect(read('2024-01-01 12:00', { timeZone: 'America/New_York' })).toBe('2024-01-01T17:00:00.000Z');
    expect(read('2024-01-01 12:00', { timeZone: 'Asia/Kathmandu' })).toBe('2024-01-01T06:15:00.000Z');
  });

  it('moves a skipped hour on and takes the first of a doubled one', () => {
    expect(read('2024-03-31 02:30', { timeZone: 'Europe/Berlin' })).toBe('2024-03-31T01:30:00.000Z');
    expect(read('2024-10-27 02:30', { timeZone: 'Europe/Berlin' })).toBe('2024-10-27T00:30:00.000Z');
  });

  it('knows the summers of 1986 to 1991 in Shanghai', () => {
    expect(read('1988-07-01 12:00')).toBe('1988-07-01T03:00:00.000Z');
  });
});

const instants = fc
  .integer({ min: Date.UTC(1992, 0, 1) / 1000, max: Date.UTC(2099, 11, 30) / 1000 })
  .map((seconds) => seconds * 1000);
const pad = (value: number): string => String(value).padStart(2, '0');

it('reads back every second of a century in every format that holds it', () => {
  fc.assert(
    fc.property(instants, (instantMs) => {
      const wall = new Date(instantMs + 8 * 3_600_000);
      const [year, month, day] = [wall.getUTCFullYear(), wall.getUTCMonth() + 1, wall.getUTCDate()];
      const [hour, minute, second] = [wall.getUTCHours(), wall.getUTCMinutes(), wall.getUTCSeconds()];
      const time = `${pad(hour)}:${pad(minute)}:${pad(second)}`;
      const half = `${hour % 12 === 0 ? 12 : hour % 12}:${pad(minute)}:${pad(second)} ${hour < 12 ? 'AM' : 'PM'}`;
      const texts = [
        new Date(instantMs).toISOString(),
        new Date(instantMs).toUTCString(),
        `${year}/${month}/${day} ${time}`,
        `${year}-${pad(month)}-${pad(day)} ${time}`,
        `${year}年${month}月${day}日 ${hour}时${minute}分${second}秒`,
        `${year}${pad(month)}${pad(day)}${pad(hour)}${pad(minute)}${pad(second)}`,
        `${month}/${day}/${year} ${half}`,
        String(instantMs / 86_400_000 + 25_569 + 1 / 3),
        ...(instantMs > 1e12 ? [String(instantMs), String(instantMs / 1000)] : []),
      ];
      expect(texts.map((text) => read(text))).toEqual(texts.map(() => new Date(instantMs).toISOString()));
    }),
  );
});

it('answers anything with an instant in range or a code', () => {
  const signs = fc.array(fc.constantFrom(...'0123456789/-.:T Z+年月日时分秒上午AMPMJanfeb,'), { maxLength: 30 });
  fc.assert(
    fc.property(
      fc.oneof(
        signs.map((parts) => parts.join('')),
        fc.string({ unit: 'binary', maxLength: 150 }),
      ),
      (text) => {
        const reading = readDate(text);
        if (reading.ok) expect(Number(reading.instant.slice(0, 4))).toBeGreaterThanOrEqual(1970);
        else expect(reading.code).toMatch(/^import\.date\./);
      },
    ),
    { numRuns: 2000 },
  );
});
