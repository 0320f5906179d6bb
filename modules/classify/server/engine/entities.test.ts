import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { classifyText, compileRules } from './classify.ts';
import { retailStarter } from './starter.ts';

const rules = compileRules(retailStarter);

function found(content: string, subject?: string): string[] {
  return classifyText({ subject, content, channel: 'form' }, rules).entities.map(
    ({ kind, text, value }) => `${kind} ${text}${value === undefined ? '' : ` = ${value}`}`,
  );
}

describe('entities', () => {
  test.each([
    ['电话13800138000', ['phone 13800138000 = 13800138000']],
    ['打 +86 138-0013-8000', ['phone +86 138-0013-8000 = 13800138000']],
    ['手机１３８００１３８０００', ['phone １３８００１３８０００ = 13800138000']],
    ['座机 010-62345678 转', ['phone 010-62345678 = 01062345678']],
    ['客服 400-800-1234', ['phone 400-800-1234 = 4008001234']],
    ['邮箱 Li.Si@Example.com 。', ['email Li.Si@Example.com = li.si@example.com']],
    ['订单YL20260912001没发', ['order YL20260912001 = YL20260912001']],
    ['订单号：2026091200123456', ['order 2026091200123456 = 2026091200123456']],
    ['订单编号是 ab-20260912', ['order ab-20260912 = AB-20260912']],
    ['order number: AB1234567', ['order AB1234567 = AB1234567']],
    ['快递单号 SF1234567890123', ['tracking SF1234567890123 = SF1234567890123']],
    ['运单号773123456789012', ['tracking 773123456789012 = 773123456789012']],
    ['身份证11010519491231002X', ['idCard 11010519491231002X = 11010519491231002X']],
    ['卡号 6222 0212 3456 7890 123', []],
    ['卡 4111111111111111', ['bankCard 4111111111111111 = 4111111111111111']],
    ['多扣了 99.50 元', ['amount 99.50 元 = 99.50']],
    ['￥1,299 买的', ['amount ￥1,299 = 1299.00']],
    ['亏了3万块', ['amount 3万块 = 30000.00']],
    ['赔我一千二百元', ['amount 一千二百元 = 1200.00']],
    ['收了三百五块钱', ['amount 三百五块钱 = 350.00']],
    ['买了3块屏幕', []],
    ['2026年9月3日下单', ['date 2026年9月3日 = 2026-09-03']],
    ['2026-02-30 下单', []],
    ['9月3号买的，昨天到的', ['date 9月3号', 'date 昨天']],
    ['上周三下的单，双十一当天', ['date 上周三', 'date 双十一']],
    ['没有数字的话', []],
  ])('%s', (content, expected) => {
    expect(found(content)).toEqual(expected);
  });

  test.each([
    ['花了3k', ['amount 3k = 3000.00']],
    ['亏了1.2w，', ['amount 1.2w = 12000.00']],
    ['八百块打水漂', ['amount 八百块 = 800.00']],
    ['¥1,299.00', ['amount ¥1,299.00 = 1299.00']],
    ['支持4k吗', []],
    ['我住在杭州市西湖区文三路478号华星大厦5楼', ['address 杭州市西湖区文三路478号华星大厦5楼']],
    ['送到浙江省宁波市鄞州区百丈东路12弄3号501室谢谢', ['address 浙江省宁波市鄞州区百丈东路12弄3号501室']],
    ['我家在滨河家园12号楼3单元', ['address 滨河家园12号楼3单元']],
    ['石家庄市长安区路灯不亮', ['address 石家庄市长安区']],
    ['一路平安', []],
    ['等了5楼电梯', []],
  ])('%s', (content, expected) => {
    expect(found(content)).toEqual(expected);
  });

  test('check digits tell a card and an identity number from other digits', () => {
    expect(found('卡 4111111111111112').filter((each) => each.startsWith('bankCard'))).toEqual([]);
    expect(found('身份证110105194912310021').filter((each) => each.startsWith('idCard'))).toEqual([]);
  });

  test('dates become days by the time of coming in', () => {
    const received = { receivedAt: new Date('2026-11-23T02:00:00Z'), timeZone: 'Asia/Shanghai' };
    const { entities } = classifyText({ content: '上周三下单，昨晚8点还没到', channel: 'form', received }, rules);
    expect(entities.map(({ text, value }) => [text, value])).toEqual([
      ['上周三', '2026-11-18'],
      ['昨晚8点', '2026-11-22T20:00'],
    ]);
  });

  test('products of the catalogue by every name they have, the longest first', () => {
    const withCatalogue = compileRules({
      rules: [],
      catalogue: [
        { key: 'AF-1', names: ['空气炸锅', 'air fryer'] },
        { key: 'AF-2', names: ['空气炸锅pro'] },
      ],
    });
    const products = (content: string): string[] =>
      classifyText({ content, channel: 'form' }, withCatalogue)
        .entities.filter(({ kind }) => kind === 'product')
        .map(({ text, value }) => `${text} ${value ?? ''}`);
    expect(products('空气炸锅坏了')).toEqual(['空气炸锅 AF-1']);
    expect(products('空气炸锅Pro坏了')).toEqual(['空气炸锅Pro AF-2']);
    expect(products('The Air Fryer is broken')).toEqual(['Air Fryer AF-1']);
    expect(products('锅坏了')).toEqual([]);
  });

  test('offsets are those of the field', () => {
    const subject = '订单YL20260912001';
    const content = '打我电话 13800138000，退 50 元';
    const { entities } = classifyText({ subject, content, channel: 'form' }, rules);
    expect(entities.map((each) => each.field)).toEqual(['subject', 'content', 'content']);
    for (const { field, start, end, text } of entities)
      expect({ subject, content }[field].slice(start, end)).toBe(text);
  });

  test('never overlap, and always say what stands there', () => {
    const part = fc.constantFrom(
      '13800138000',
      '订单号',
      '：',
      'YL20260912001',
      '元',
      '50',
      '2026-09-03',
      'a@b.cn',
      '卡4111111111111111',
      ' ',
      '，',
      '昨天',
      '一百',
      '块钱',
      '６',
      '上周三',
      '文三路478号',
      '8点',
      '3k',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 15 }), (parts) => {
        const content = parts.join('');
        const { entities } = classifyText({ content, channel: 'form' }, rules);
        let free = 0;
        for (const { start, end, text } of entities) {
          expect(start).toBeGreaterThanOrEqual(free);
          expect(content.slice(start, end)).toBe(text);
          free = end;
        }
      }),
    );
  });
});
