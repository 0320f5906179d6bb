import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupNear, sketchBands, sketchFromBytes, sketchSimilarity, sketchText, sketchToBytes } from './index.ts';
import { shinglesOf } from './sketch.ts';

const long =
  '我在贵店买的电饭煲用了三天就不加热了，联系客服说要我自己寄回去检测，运费还要我出，这样的售后太让人失望了，请尽快安排上门取件并退款。';

const likeness = (a: string, b: string): number => sketchSimilarity(sketchText(a), sketchText(b));
const areCandidates = (a: string, b: string): boolean => {
  const bands = new Set(sketchBands(sketchText(a)));
  return sketchBands(sketchText(b)).some((band) => bands.has(band));
};

const trueJaccard = (a: string, b: string): number => {
  const first = new Set(shinglesOf(a));
  const second = new Set(shinglesOf(b));
  const shared = [...first].filter((shingle) => second.has(shingle)).length;
  const union = first.size + second.size - shared;
  return union === 0 ? 0 : shared / union;
};

describe('copies are candidates and alike', () => {
  test.each([
    ['the same', long],
    ['other punctuation', long.replaceAll('，', ' ').replace('。', '！！')],
    ['shifted', long.slice(6)],
    ['a greeting and a farewell', `您好，${long}谢谢！`],
    ['another word', long.replace('电饭煲', '空气炸锅')],
  ])('%s', (_, other) => {
    expect(areCandidates(long, other)).toBe(true);
    expect(likeness(long, other)).toBeGreaterThan(0.7);
  });

  test('a campaign with another order number each is one group', () => {
    const campaign = Array.from({ length: 30 }, (_, n) => ({
      id: `c${String(n)}`,
      body: `订单YL2026${String(1_000 + n * 37)}：商家承诺的赠品没有发，大家都一样，请平台统一给个说法，我们要求补发赠品。`,
    }));
    const others = ['快递员态度差要投诉', 'App一直闪退无法登录', '退款一周没有到账'].map((body) => ({
      id: body,
      body,
    }));
    const groups = groupNear([...others, ...campaign]);
    expect(groups).toHaveLength(1);
    expect(groups[0]).toHaveLength(30);
  });
});

describe('other texts are not', () => {
  test.each([
    ['the same topic in other words', long, '新买的锅坏了，售后推来推去，运费要我自己掏，没见过这样的服务，我要退货。'],
    ['nothing', '', long],
    ['nothing at all', '！！', '……'],
  ])('%s', (_, a, b) => {
    expect(likeness(a, b)).toBeLessThan(0.3);
    expect(areCandidates(a, b)).toBe(false);
  });
});

describe('the sketch', () => {
  const piece = fc.constantFrom(
    '退款',
    '快递没到',
    '质量差',
    '请处理',
    '三天了',
    'refund ',
    'parcel ',
    '客服',
    '电话',
    '发票',
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 60 }).map((parts) => parts.join(''));

  test('likeness is symmetric, 1 for the same, between 0 and 1', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(likeness(a, b)).toBe(likeness(b, a));
        expect(likeness(a, a)).toBe(1);
        expect(likeness(a, b)).toBeGreaterThanOrEqual(0);
        expect(likeness(a, b)).toBeLessThanOrEqual(1);
      }),
    );
  });

  test('the estimate lies within five standard errors of the true Jaccard similarity, and is right on average', () => {
    const errors: number[] = [];
    for (let n = 0; n < 60; n += 1) {
      const characters = Array.from({ length: 200 }, (_, i) =>
        String.fromCharCode(0x4e00 + ((i * 7_919 + n * 104_729) % 19_000)),
      );
      const a = characters.slice(0, 150).join('');
      const b = characters.slice(n * 2).join('');
      const error = likeness(a, b) - trueJaccard(a, b);
      expect(Math.abs(error)).toBeLessThan(0.22);
      errors.push(error);
    }
    expect(Math.abs(errors.reduce((sum, error) => sum + error, 0) / errors.length)).toBeLessThan(0.03);
  });

  test('is the same after a journey through the database', () => {
    const sketch = sketchText(long);
    const bytes = sketchToBytes(sketch);
    expect(bytes.byteLength).toBe(512);
    expect(sketchFromBytes(Buffer.from(bytes))).toEqual(sketch);
    expect(sketchFromBytes(Buffer.from('nonsense'))).toHaveLength(0);
    expect(sketchToBytes(sketchText(''))).toHaveLength(0);
  });

  test('never changes: stored ones must go on matching', () => {
    expect(sketchBands(sketchText('退款一周没有到账')).slice(0, 2)).toMatchInlineSnapshot(`
      [
        "005e81069d",
        "0125ba244a",
      ]
    `);
  });
});

describe('groupNear on bad input', () => {
  test('none, one, empty ones', () => {
    expect(groupNear([])).toEqual([]);
    expect(groupNear([{ id: 'a', body: long }])).toEqual([]);
    expect(
      groupNear([
        { id: 'a', body: '' },
        { id: 'b', body: '' },
      ]),
    ).toEqual([]);
  });

  test('2,000 equal texts are one group, in linear time', () => {
    const groups = groupNear(Array.from({ length: 2_000 }, (_, n) => ({ id: String(n), body: long.slice(0, 30) })));
    expect(groups).toHaveLength(1);
    expect(groups[0]).toHaveLength(2_000);
  });

  test('a megabyte of one word', () => {
    const groups = groupNear([
      { id: 'a', body: '退款'.repeat(500_000) },
      { id: 'b', body: '退款'.repeat(400_000) },
      { id: 'c', body: long },
    ]);
    expect(groups).toEqual([['a', 'b']]);
  });
});
