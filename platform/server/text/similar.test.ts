import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fingerprint, hamming, isNearIdentical, mayBeNearIdentical } from './similar.ts';

const long =
  '我在9月3日下单购买了一台洗衣机，快递一直显示在运输途中，已经过去十天了还没有收到，打客服电话总是说在催促，没有任何结果，请尽快给我处理并退还运费。';

describe('same message', () => {
  test.each([
    ['the copy', long, long],
    ['other punctuation and spaces', '快递三天没动了，请处理！', '快递三天没动了 请处理'],
    ['full width and case', 'ＡＰＰ闪退，无法登录', 'app闪退,无法登录'],
    ['a greeting more', long, `您好！${long}谢谢`],
    ['shifted', long, long.slice(4)],
    ['a word changed', long, long.replace('洗衣机', '电冰箱')],
    ['a count that went on', long, long.replace('十天', '十二天')],
    ['a typing error', long, long.replace('催促', '崔促')],
    ['short with a particle more', '你们的快递员态度太差了我要投诉', '你们的快递员态度太差了我要投诉他'],
    [
      'English with an edit',
      'My parcel has not arrived after ten days, please refund me.',
      'My parcel has not arrived after ten days. Please, refund me now',
    ],
  ])('%s', (_, a, b) => {
    expect(isNearIdentical(a, b)).toBe(true);
    expect(isNearIdentical(b, a)).toBe(true);
    expect(mayBeNearIdentical(fingerprint(a), fingerprint(b)), `${hamming(fingerprint(a), fingerprint(b))} bits`).toBe(
      true,
    );
  });
});

describe('another message', () => {
  test.each([
    ['short, one word apart', '快递没到', '快递丢了'],
    ['short and negated', '可以退款吗', '不可以退款吗'],
    ['a negation in one sentence', '客服说这个商品可以七天无理由退货', '客服说这个商品不可以七天无理由退货'],
    ['another order', '订单YL20260912001到现在还没有发货请催一下', '订单YL20260912002到现在还没有发货请催一下'],
    ['another amount', '退款金额少了100元请尽快补给我谢谢', '退款金额少了500元请尽快补给我谢谢'],
    ['another phone', '请给我回电话13800138000谢谢你们了', '请给我回电话13800138001谢谢你们了'],
    ['one sentence of two alike', '洗衣机漏水，要求上门维修', '洗衣机漏水修了三次还是漏，师傅乱收费，要求退货'],
    ['nothing to compare', '！！！', '！！！'],
    ['empty', '', long],
    ['the same topic in other words', '快递十天没到，我要投诉', '物流太慢，等了很久都没收到货，投诉'],
  ])('%s', (_, a, b) => {
    expect(isNearIdentical(a, b)).toBe(false);
  });
});

describe('fingerprint', () => {
  test('fits a bigint column, is stable, and is 0 only for nothing', () => {
    expect(fingerprint('退款')).toMatchInlineSnapshot(`-6216923543672614816n`);
    expect(fingerprint('')).toBe(0n);
    expect(mayBeNearIdentical(0n, 0n)).toBe(false);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const mark = fingerprint(text);
        expect(BigInt.asIntN(64, mark)).toBe(mark);
        expect(hamming(mark, mark)).toBe(0);
      }),
    );
  });

  test('hamming counts the bits that differ', () => {
    expect(hamming(0n, -1n)).toBe(64);
    expect(hamming(5n, 6n)).toBe(2);
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
        (a, b) => {
          const bits = BigInt.asUintN(64, a ^ b)
            .toString(2)
            .replaceAll('0', '').length;
          expect(hamming(a, b)).toBe(bits);
          expect(hamming(b, a)).toBe(bits);
        },
      ),
    );
  });

  test('unrelated texts are about half the bits apart', () => {
    const others = [
      '退款一直没有到账怎么回事',
      '安装师傅上门乱收费',
      '感谢客服小李耐心解答',
      'The app crashes on login',
      '建议增加深色模式',
    ];
    for (const a of others) {
      for (const b of others) if (a !== b) expect(mayBeNearIdentical(fingerprint(a), fingerprint(b))).toBe(false);
    }
  });
});
