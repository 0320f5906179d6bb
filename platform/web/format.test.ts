import { beforeAll, describe, expect, it } from 'vitest';
import {
  cappedCount,
  change,
  count,
  duration,
  durationWords,
  fileSize,
  fullInstant,
  maskedPhone,
  money,
  number,
  percent,
  rowInstant,
  shortDay,
  shortInstant,
  ticketNumber,
} from './format.ts';
import { addTexts } from './i18n.ts';

const zh = { language: 'zh-CN', zone: 'Asia/Shanghai' } as const;
const en = { language: 'en', zone: 'Asia/Shanghai' } as const;
const now = new Date('2026-09-22T06:30:00Z');
const minutes = (value: number): number => value * 60_000;

beforeAll(() => addTexts('zh-CN', { platform: { count: { atLeast: '{{value}}以上' } } }));

describe('instants', () => {
  it.each([
    ['2026-09-22T06:21:00Z', '今天 14:21', '14:21'],
    ['2026-09-21T16:05:00Z', '今天 00:05', '00:05'],
    ['2026-09-21T09:55:00Z', '昨天 17:55', '昨天'],
    ['2026-09-23T02:00:00Z', '9/23 周三 10:00', '9/23'],
    ['2026-09-19T08:40:00Z', '9/19 周六 16:40', '9/19'],
    ['2025-09-23T02:00:00Z', '2025/9/23 10:00', '2025/9/23'],
  ])('%s is %s, in a row %s', (iso, short, row) => {
    expect(shortInstant(iso, now, zh)).toBe(short);
    expect(rowInstant(iso, now, zh)).toBe(row);
  });

  it('speaks English', () => {
    expect(shortInstant('2026-09-22T06:21:00Z', now, en)).toBe('Today 14:21');
    expect(shortInstant('2026-09-23T02:00:00Z', now, en)).toBe('9/23 Wed 10:00');
  });

  it('counts the days of the zone, not of UTC', () => {
    expect(rowInstant('2026-09-21T16:05:00Z', now, { ...zh, zone: 'UTC' })).toBe('昨天');
  });

  it('shows the zone in full', () => {
    expect(fullInstant('2026-09-23T02:00:05Z', zh)).toBe('2026-09-23T10:00:05+08:00');
    expect(fullInstant('2026-09-23T02:00:05Z', { zone: 'UTC' })).toBe('2026-09-23T02:00:05Z');
  });

  it('gives a day and stays silent about nonsense', () => {
    expect(shortDay('2026-09-19T08:40:00Z', now, zh)).toBe('9/19');
    expect(shortInstant('never', now, zh)).toBe('');
  });
});

describe('durations', () => {
  it.each([
    [minutes(46), '0:46'],
    [minutes(560), '9:20'],
    [-minutes(72), '1:12'],
    [minutes(1439), '23:59'],
    [minutes(1440), '1 天'],
    [minutes(3 * 1440 + 700), '3 天'],
  ])('%i ms is %s', (ms, words) => {
    expect(duration(ms, zh)).toBe(words);
  });

  it('makes sentences', () => {
    expect(durationWords(minutes(18), zh)).toBe('18 分钟');
    expect(durationWords(minutes(120), zh)).toBe('2 小时');
    expect(durationWords(minutes(125), zh)).toBe('2:05');
    expect(durationWords(minutes(18), en)).toBe('18 minutes');
    expect(duration(minutes(3 * 1440), en)).toBe('3 days');
  });
});

describe('numbers', () => {
  it('counts', () => {
    expect(number(1284)).toBe('1,284');
    expect(count(999)).toBe('999');
    expect(count(1000)).toBe('999+');
    expect(cappedCount({ count: 1284, capped: false }, zh)).toBe('1,284');
    expect(cappedCount({ count: 10000, capped: true }, zh)).toBe('1 万以上');
  });

  it('shows money, shares and growth', () => {
    expect(money(8420)).toBe('¥8,420');
    expect(money(36.5)).toBe('¥36.50');
    expect(percent(0.929)).toBe('92.9%');
    expect(change(2.4)).toBe('+240%');
    expect(change(-0.12)).toBe('-12%');
  });

  it('groups a ticket number and masks a phone', () => {
    expect(ticketNumber('38274165')).toBe('3827-4165');
    expect(ticketNumber('3827-4165')).toBe('3827-4165');
    expect(maskedPhone('+86 138 0000 2046')).toBe('138 **** 2046');
    expect(maskedPhone('12345')).toBe('**** 45');
  });

  it('sizes files', () => {
    expect(fileSize(900)).toBe('900 B');
    expect(fileSize(1_258_291)).toBe('1.2 MB');
    expect(fileSize(52_428_800)).toBe('50 MB');
  });
});
