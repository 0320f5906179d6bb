import { describe, expect, test } from 'vitest';
import { openTexts } from '#platform/server/http/texts.ts';
import { moneyText } from '#platform/contract/money.ts';
import { sayFacts, type FactSpeaker } from './facts.ts';

const texts = await openTexts();
const speaker = (locale: 'zh-CN' | 'en'): FactSpeaker => ({
  locale,
  text: (namespace, key) => texts.find(namespace, key, locale) ?? undefined,
  instant: (at) => at.slice(0, 16).replace('T', ' '),
});
const zh = speaker('zh-CN');
const en = speaker('en');

describe('what a signer reads', () => {
  const facts = { amount: 3800, line: 3800, currency: 'CNY', kind: 'refund', level: 2 };

  test('is words and money, in his language, and nothing twice', () => {
    expect(sayFacts({ kind: 'compensation', facts }, zh)).toEqual([
      ['金额', '¥3,800.00'],
      ['类型', '退款'],
      ['等级', '二级'],
    ]);
    expect(sayFacts({ kind: 'compensation', facts }, en)).toEqual([
      ['Amount', '¥3,800.00'],
      ['Kind', 'Refund'],
      ['Level', 'Level 2'],
    ]);
  });

  test('tells the line where the sum of the ticket is another, and the currency with both', () => {
    const said = new Map(sayFacts({ kind: 'compensation', facts: { ...facts, line: 900.5, currency: 'USD' } }, zh));
    expect([said.get('金额'), said.get('本笔')]).toEqual(['US$3,800.00', 'US$900.50']);
  });

  test('the same fact of another kind has other words: a ticket is a complaint, not a refund', () => {
    expect(sayFacts({ kind: 'closing', facts: { kind: 'complaint', channel: 'phone' } }, zh)).toEqual([
      ['类型', '投诉'],
      ['渠道', '电话'],
    ]);
  });

  test('keys of tables by their names, instants as a clock shows them, flow codes and empty facts not at all', () => {
    const asked = {
      kind: 'flow_step',
      facts: { topic: 'x1', step: 's1', category: 'q.1', amount: 0, until: '2026-09-30T09:00:00Z' },
      names: { step: { name: '出方案', nameEn: 'Offer' }, category: { name: '质量', nameEn: '' } },
    };
    expect(sayFacts(asked, zh)).toEqual([
      ['延至', '2026-09-30 09:00'],
      ['步骤', '出方案'],
      ['分类', '质量'],
    ]);
    expect(sayFacts(asked, en).map(([, value]) => value)).toEqual(['2026-09-30 09:00', 'Offer', '质量']);
  });

  test('what nobody has words for stands as it came', () => {
    expect(sayFacts({ kind: 'other', facts: { secret: 'k9', yes: true } }, en)).toEqual([
      ['secret', 'k9'],
      ['yes', 'yes'],
    ]);
  });
});

test('money has two decimals, groups, its sign, and never fails over a code that is none', () => {
  expect([moneyText(3800), moneyText(0.5), moneyText(1_234_567.891)]).toEqual(['¥3,800.00', '¥0.50', '¥1,234,567.89']);
  expect(moneyText(12, 'points')).toBe('¥12.00');
});
