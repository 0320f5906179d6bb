import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spokenDates } from './dates.ts';
import { festivalDay } from './festivals.ts';

/** A Monday, ten in the morning in Shanghai. */
const receivedAt = new Date('2026-11-23T02:00:00Z');

const said = (text: string, at = receivedAt, timeZone = 'Asia/Shanghai'): (string | undefined)[] =>
  [...spokenDates(text, { receivedAt: at, timeZone })].map(({ value }) => value);

describe('dates as people say them', () => {
  test.each([
    ['上周三下的单', ['2026-11-18']],
    ['上上周五', ['2026-11-13']],
    ['这周一', ['2026-11-23']],
    ['周五说好的', ['2026-11-20']],
    ['礼拜天来', ['2026-11-22']],
    ['双十一当天', ['2026-11-11']],
    ['双12预售', ['2026-12-12']],
    ['大年三十买的', ['2026-02-16']],
    ['除夕', ['2026-02-16']],
    ['春节那几天', ['2026-02-17']],
    ['端午节', ['2026-06-19']],
    ['中秋', ['2026-09-25']],
    ['国庆出去玩', ['2026-10-01']],
    ['前天晚上8点', ['2026-11-21T20:00']],
    ['昨晚11点半', ['2026-11-22T23:30']],
    ['昨天下午三点一刻', ['2026-11-22T15:15']],
    ['昨天中午1点', ['2026-11-22T13:00']],
    ['昨天晚上12点', ['2026-11-23T00:00']],
    ['今天凌晨3点', ['2026-11-23T03:00']],
    ['三天前', ['2026-11-20']],
    ['十二天前', ['2026-11-11']],
    ['两周前', ['2026-11-09']],
    ['三个月前', ['2026-08']],
    ['上个月15号', ['2026-10-15']],
    ['上个月', ['2026-10']],
    ['9月3号买的', ['2026-09-03']],
    ['去年6月1日', ['2025-06-01']],
    ['12月30日到期', ['2026-12-30']],
    ['3月5日', ['2026-03-05']],
    ['10号下单', ['2026-11-10']],
    ['28号到现在', ['2026-11-28']],
    ['last friday', ['2026-11-20']],
    ['sep 3rd', ['2026-09-03']],
    ['yesterday', ['2026-11-22']],
    ['上周', [undefined]],
    ['2月30日', [undefined]],
  ])('%s', (text, expected) => {
    expect(said(text)).toEqual(expected);
  });

  test.each(['每周三', '一周三次', '10号楼', '等了一周', '3月1', '门牌28号院', '版本1.5'])('%s is no day', (text) => {
    expect(said(text).filter((value) => value !== undefined && !value.startsWith('2026-03-01'))).toEqual([]);
  });

  test('what day it is depends on the place', () => {
    const lateInLondon = new Date('2026-11-22T17:00:00Z');
    expect(said('今天', lateInLondon, 'Asia/Shanghai')).toEqual(['2026-11-23']);
    expect(said('今天', lateInLondon, 'Europe/London')).toEqual(['2026-11-22']);
  });

  test('a feast of the coming weeks is the coming one, an earlier one the last', () => {
    expect(said('双十一', new Date('2026-10-20T02:00:00Z'))).toEqual(['2026-11-11']);
    expect(said('双十一', new Date('2026-03-20T02:00:00Z'))).toEqual(['2025-11-11']);
    expect(said('大年三十', new Date('2027-01-20T02:00:00Z'))).toEqual(['2027-02-05']);
  });

  test('without the time of its coming in a date has a place and no value', () => {
    expect([...spokenDates('昨天到的')]).toEqual([{ start: 0, end: 2 }]);
  });

  test('feasts of the Chinese calendar, from published tables', () => {
    const iso = (year: number, month: number, day: number): string => {
      const found = festivalDay(year, month, day);
      return found === undefined ? '' : `${String(found.month)}-${String(found.day)}`;
    };
    expect([2023, 2024, 2025, 2026, 2027].map((year) => iso(year, 1, 1))).toEqual([
      '1-22',
      '2-10',
      '1-29',
      '2-17',
      '2-6',
    ]);
    expect([2024, 2025, 2026].map((year) => iso(year, 5, 5))).toEqual(['6-10', '5-31', '6-19']);
    expect([2024, 2025, 2026].map((year) => iso(year, 8, 15))).toEqual(['9-17', '10-6', '9-25']);
  });

  test('values are real days, at the offsets where they are said', () => {
    const part = fc.constantFrom(
      '昨天',
      '上周',
      '三',
      '5号',
      '2月',
      '30日',
      '晚上',
      '8点',
      '半',
      '前',
      '三天',
      '双十一',
      '去年',
      ' ',
      '周六',
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 8 }),
        fc.date({ min: new Date('2020-01-01'), max: new Date('2030-01-01'), noInvalidDate: true }),
        (parts, at) => {
          const text = parts.join('');
          for (const { start, end, value } of spokenDates(text, { receivedAt: at, timeZone: 'Asia/Shanghai' })) {
            expect(end).toBeGreaterThan(start);
            expect(end).toBeLessThanOrEqual(text.length);
            if (value === undefined || value.length < 10) continue;
            const day = value.slice(0, 10);
            expect(new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10)).toBe(day);
          }
        },
      ),
    );
  });
});
