import { describe, expect, test } from 'vitest';
import { alarmKinds, stepClock, type Alarm } from '../contract.ts';
import en from './i18n/en.json' with { type: 'json' };
import zh from './i18n/zh-CN.json' with { type: 'json' };
import { alarmLook, alarmPlace, alarmSentence } from './alarm-words.ts';

const textAt = (texts: object, key: string): string => {
  let at: unknown = texts;
  for (const part of key.split('.')) at = typeof at === 'object' && at !== null ? Reflect.get(at, part) : undefined;
  return typeof at === 'string' ? at : `missing ${key}`;
};
const translateBy =
  (texts: object) =>
  (key: string, data: Readonly<Record<string, unknown>> = {}): string =>
    textAt(texts, key).replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => {
      const value = data[name];
      return typeof value === 'string' || typeof value === 'number' ? String(value) : `?${name}`;
    });

const whole: Alarm['data'] = {
  number: '3827-4165',
  subject: '包裹破损',
  clock: 'decide',
  clockName: '作出处理决定',
  clockNameEn: 'Decide',
  dueAt: '2026-10-08T10:00:00Z',
  newDueAt: '2026-10-19T10:00:00Z',
  due: 3,
  late: 2,
  part: 90,
  step: 2,
  hours: 24,
  urgeCount: 3,
  year: 2027,
  provisional: 5,
  name: '中国大陆',
  nameEn: 'Mainland China',
  title: '3827-4165 · 包裹破损',
  requestId: '0190a000-0000-7000-8000-000000000001',
};
const variants: Alarm['data'][] = [
  { ...whole, outcome: 'granted', how: 'urged', missing: 'team' },
  { ...whole, outcome: 'refused', how: 'reminded', missing: 'measure', part: 100 },
  { ...whole, outcome: 'lapsed', how: 'escalated', missing: 'team', part: 150 },
];
const instant = (iso: string): string => iso.slice(0, 10);

describe('the sentence of an alarm', () => {
  const cases = alarmKinds.flatMap((kind) => variants.map((data) => ({ kind, data })));

  test.each(cases)('$kind leaves nothing open in either language', (alarm) => {
    for (const [texts, english] of [
      [zh, false],
      [en, true],
    ] as const) {
      const sentence = alarmSentence(alarm, { t: translateBy(texts), english, instant });
      expect(sentence).not.toMatch(/missing |\?\w+|undefined|NaN/);
    }
  });

  test('an escalation ahead of the end reads otherwise than one behind it', () => {
    const say = (part: number): string =>
      alarmSentence({ kind: 'escalated', data: { ...whole, part } }, { t: translateBy(zh), english: false, instant });
    expect(say(90)).toContain('提前升级');
    expect(say(100)).toContain('超时');
  });

  test('names the step of a flow as a step', () => {
    const step = { ...whole, clock: stepClock, clockName: '核实', clockNameEn: 'Verify' };
    const say = (kind: Alarm['kind'], english: boolean): string =>
      alarmSentence({ kind, data: step }, { t: translateBy(english ? en : zh), english, instant });
    expect([say('warned', false), say('breached', false)]).toEqual([
      '步骤「核实」快到时限，2026-10-08 到期',
      '步骤「核实」超时，应在 2026-10-08 前完成',
    ]);
    expect(say('breached', true)).toBe('The step “Verify” is late, it was due 2026-10-08');
  });

  test('speaks of the clock in the reader’s language, and of a clock without a name as a deadline', () => {
    const say = (data: Alarm['data'], english: boolean): string =>
      alarmSentence({ kind: 'breached', data }, { t: translateBy(english ? en : zh), english, instant });
    expect(say(whole, true)).toContain('Decide');
    expect(say(whole, false)).toContain('作出处理决定');
    expect(say({ dueAt: '2026-10-08T10:00:00Z' }, false)).toContain('时限');
  });
});

describe('where an alarm leads', () => {
  test.each([
    ['warned', '/tickets/38274165'],
    ['emergency', '/tickets/38274165'],
    ['extension_asked', '/approvals/0190a000-0000-7000-8000-000000000001'],
    ['approval_urged', '/approvals/0190a000-0000-7000-8000-000000000001'],
    ['extension_decided', '/tickets/38274165'],
    ['calendar_missing', '/settings/calendars'],
    ['digest', '/workbench'],
  ] as const)('%s leads to %s', (kind, place) => {
    expect(alarmPlace({ kind, data: whole })).toBe(place);
  });

  test('a broken promise looks worse than a warning, a granted extension good', () => {
    expect(alarmLook({ kind: 'breached', data: {} }).tone).toBe('red');
    expect(alarmLook({ kind: 'warned', data: {} }).tone).toBe('amber');
    expect(alarmLook({ kind: 'extension_decided', data: { outcome: 'granted' } }).tone).toBe('green');
  });
});
