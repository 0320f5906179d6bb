import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskBankCard, maskEmail, maskIdCard, maskInText, maskName, maskPhone } from './mask.ts';
import { findPersonalData, isBankCard, isIdCard } from './personal-data.ts';

describe('masks', () => {
  test.each([
    [maskPhone, '13800138000', '138****8000'],
    [maskPhone, '+86 138 0013 8000', '+86 138****8000'],
    [maskPhone, '010-62345678', '010-****5678'],
    [maskPhone, '0755-8234567', '0755-****4567'],
    [maskPhone, '400-800-1234', '400-****1234'],
    [maskPhone, '+1 415 555 2671', '*********71'],
    [maskPhone, '123', '***'],
    [maskEmail, 'zhang.san@example.com', 'z***@example.com'],
    [maskEmail, 'not an address', '**************'],
    [maskIdCard, '11010519491231002X', '110***********002X'],
    [maskBankCard, '6222 0202 0000 0000 008', '6222***********0008'],
    [maskName, '张三', '张*'],
    [maskName, '王小明', '王**'],
    [maskName, '欧阳娜娜', '欧阳**'],
    [maskName, 'John Smith', 'J*** S***'],
    [maskName, '', ''],
  ])('%o of %j is %j', (mask, input, expected) => {
    expect(mask(input)).toBe(expected);
    expect(mask(mask(input))).toBe(expected);
  });

  test('check digits are checked', () => {
    expect(isIdCard('11010519491231002X')).toBe(true);
    expect(isIdCard('110105194912310021')).toBe(false);
    expect(isIdCard('11010519491331002X')).toBe(false);
    expect(isBankCard('4111111111111111')).toBe(true);
    expect(isBankCard('4111111111111112')).toBe(false);
  });
});

describe('maskInText', () => {
  test('masks what it finds and leaves the rest', () => {
    expect(
      maskInText(
        '我是11010519491231002X，电话１３8 手机13800138000，邮箱li@qq.com，卡4111 1111 1111 1111，订单YL20260912001',
      ),
    ).toBe('我是110***********002X，电话１３8 手机138****8000，邮箱l***@qq.com，卡4111********1111，订单YL20260912001');
  });

  test('wide digits and signs are masked like half ones', () => {
    expect(maskInText('手机１３８００１３８０００，邮箱ｌｉ＠ｑｑ．ｃｏｍ，卡４１１１１１１１１１１１１１１１。')).toBe(
      '手机138****8000，邮箱l***@qq.com，卡4111********1111。',
    );
    const [find] = findPersonalData('请打１３８００１３８０００吧');
    expect(find).toEqual({ kind: 'mobile', start: 2, end: 13, text: '13800138000' });
  });

  test('no phone number survives, wherever it stands', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 20 }),
        fc.stringMatching(/^1[3-9]\d{9}$/),
        fc.string({ maxLength: 20 }),
        (before, phone, after) => {
          fc.pre(!/\d$/.test(before) && !/^\d/.test(after));
          expect(maskInText(`${before}，${phone}，${after}`)).not.toContain(phone);
        },
      ),
    );
  });

  test('offsets hold and a megabyte of digits or letters is done quickly', () => {
    const text = '手机:13800138000 座机 010-62345678';
    for (const find of findPersonalData(text)) expect(text.slice(find.start, find.end)).toBe(find.text);
    expect(findPersonalData(text).map((find) => find.kind)).toEqual(['mobile', 'landline']);
    for (const part of ['1', 'a', 'a@', '1-', '138 ', '13800138000，', 'a.', '0', '@', '-']) {
      const started = process.threadCpuUsage();
      maskInText(part.repeat(1_000_000 / part.length));
      expect(process.threadCpuUsage(started).user / 1000, part).toBeLessThan(1500);
    }
  });
});
