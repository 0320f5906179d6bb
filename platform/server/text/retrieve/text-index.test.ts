import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rankCandidates, TextIndex } from './index.ts';

const texts = [
  { id: 'parcel', title: '快递三天没动', body: '订单显示在中转站停了三天，催了也没有用。' },
  { id: 'refund', title: '退款不到账', body: '退货已经签收，退款一周了还没有到账，客服只说等。' },
  { id: 'lamp', title: '灯具到货破损', body: '打开箱子灯罩碎了，包装里没有泡沫。' },
  { id: 'app', title: 'App crashes at login', body: 'The app closes itself when I log in with my phone number.' },
  { id: 'fees', title: 'Card fees', body: 'Two fees were charged for one payment abroad.' },
];

const firstOf = (title: string): string | undefined => TextIndex.build(texts).search({ title }, 3)[0]?.id;

describe('search', () => {
  test.each([
    ['快递停在中转站', 'parcel'],
    ['退款什么时候到账', 'refund'],
    ['灯罩碎了', 'lamp'],
    ['login crash of the app', 'app'],
    ['payment fee', 'fees'],
    ['ＡＰＰ', 'app'],
  ])('%s finds %s first', (title, id) => {
    expect(firstOf(title)).toBe(id);
  });

  test('names the words shared, the rarest first, as the query has them', () => {
    const [hit] = TextIndex.build(texts).search({ title: '灯罩碎了怎么办' }, 1);
    expect(hit?.words).toEqual(expect.arrayContaining(['灯罩', '碎了']));
    expect(hit?.words).not.toContain('么办');
  });

  test('a title that shares the words beats a body that does', () => {
    const hits = rankCandidates(
      { title: '发票抬头' },
      [
        { id: 'body', title: '其他问题', body: '我想改一下发票抬头，可以吗' },
        { id: 'title', title: '发票抬头', body: '我想改一下上面的字，可以吗' },
      ],
      2,
    );
    expect(hits.map((hit) => hit.id)).toEqual(['title', 'body']);
  });

  test('a single character still finds, nothing in common finds nothing', () => {
    const index = TextIndex.build(texts);
    expect(index.search({ title: '碎' }, 5).map((hit) => hit.id)).toEqual(['lamp']);
    expect(index.search({ title: '暖气' }, 5)).toEqual([]);
    expect(index.search({ title: '！？。' }, 5)).toEqual([]);
    expect(index.search({}, 5)).toEqual([]);
  });
});

describe('scores', () => {
  const noise = Array.from({ length: 40 }, (_, n) => ({
    id: `noise-${String(n)}`,
    body: `第${String(n)}次来电，我想问一下这个月的账单是不是已经出了，${String.fromCodePoint(0x4e00 + n * 31)}号窗口没有人接待。`,
  }));
  const question = { title: '热水器不出热水', body: '热水器装了三天就不出热水，显示E5，师傅说要换主板。' };
  const again = { id: 'again', title: '热水器没有热水', body: '新装的热水器显示E5，不出热水，等了一周没人来修。' };
  const hits = rankCandidates(question, [{ id: 'self', ...question }, again, ...noise], 50);
  const scoreOf = (id: string): number => hits.find((hit) => hit.id === id)?.score ?? 0;

  test('a text is likest to itself, a story told in other words comes next', () => {
    expect(hits.slice(0, 2).map((hit) => hit.id)).toEqual(['self', 'again']);
  });

  test('everyday words in common fade out: far below a similar text, in proportion to the text itself', () => {
    expect(scoreOf('again') / scoreOf('self')).toBeGreaterThan(0.05);
    for (const { id } of noise) expect(scoreOf(id) / scoreOf('self')).toBeLessThan(0.02);
  });

  test('of two texts with the words the shorter one is about them', () => {
    const words = '热水器不出热水';
    const ranked = rankCandidates(
      { title: words },
      [
        { id: 'long', body: `${words}。${noise.map((each) => each.body).join('')}` },
        { id: 'short', body: `${words}，请来修。` },
        ...noise,
      ],
      2,
    );
    expect(ranked.map((hit) => hit.id)).toEqual(['short', 'long']);
  });

  test('what stands in the beginning counts more than the same far behind', () => {
    const filler = '今天天气很好大家都去公园散步了'.repeat(20);
    const ranked = rankCandidates(
      { title: '门锁打不开' },
      [{ id: 'behind', body: `${filler}。门锁打不开` }, { id: 'ahead', body: `门锁打不开。${filler}` }, ...noise],
      2,
    );
    expect(ranked.map((hit) => hit.id)).toEqual(['ahead', 'behind']);
  });
});

describe('a growing index', () => {
  test('finds what was added, forgets what was removed, keeps the newest of one id', () => {
    const index = TextIndex.build(texts);
    index.add({ id: 'leak', body: '洗衣机漏水，地板泡坏了' });
    expect(index.search({ title: '洗衣机漏水' }, 1)[0]?.id).toBe('leak');
    index.add({ id: 'leak', body: '空调不制冷' });
    expect(index.size).toBe(texts.length + 1);
    expect(index.search({ title: '洗衣机漏水' }, 1)).toEqual([]);
    expect(index.search({ title: '空调' }, 1)[0]?.id).toBe('leak');
    expect(index.remove('leak')).toBe(true);
    expect(index.remove('leak')).toBe(false);
    expect(index.search({ title: '空调' }, 1)).toEqual([]);
  });

  test('answers the same whether built at once or text by text, across the packing of its postings', () => {
    const many = Array.from({ length: 2_300 }, (_, n) => ({
      id: String(n),
      body: `第${String(n)}号包裹 ${String.fromCharCode(0x4e00 + (n % 900))}${String.fromCharCode(0x5000 + (n % 700))}到了`,
    }));
    const grown = TextIndex.build([]);
    for (const text of many) grown.add(text);
    const built = TextIndex.build(many);
    for (const text of [many[3], many[1_999], many[2_299]]) {
      const query = { body: text?.body };
      expect(grown.search(query, 5).map((hit) => hit.id)).toEqual(built.search(query, 5).map((hit) => hit.id));
      expect(grown.search(query, 1)[0]?.id).toBe(text?.id);
    }
  });
});

describe('bad input', () => {
  test('no texts, empty texts, one text', () => {
    expect(TextIndex.build([]).search({ title: '退款' }, 5)).toEqual([]);
    expect(TextIndex.build([{ id: 'a', body: '' }]).search({ title: '退款' }, 5)).toEqual([]);
    expect(TextIndex.build([{ id: 'a', body: '退款' }]).search({ title: '退款' }, 5)).toHaveLength(1);
  });

  test('a megabyte and a word said 100,000 times neither break nor win everything', () => {
    const index = TextIndex.build([
      ...texts,
      { id: 'huge', body: '一二三四五六七八九十'.repeat(100_000) },
      { id: 'spam', body: '退款'.repeat(100_000) },
    ]);
    expect(index.search({ title: '退款不到账' }, 1)[0]?.id).toBe('refund');
    expect(index.search({ body: '退款'.repeat(100_000) }, 3).map((hit) => hit.id)).toContain('spam');
  });

  test('the limit holds, scores fall, ids are distinct, whatever is asked', () => {
    const index = TextIndex.build(texts);
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 80 }), fc.nat(6), (body, limit) => {
        const hits = index.search({ body }, limit);
        expect(hits.length).toBeLessThanOrEqual(limit);
        expect(new Set(hits.map((hit) => hit.id)).size).toBe(hits.length);
        for (let i = 1; i < hits.length; i += 1)
          expect(hits[i]?.score ?? 0).toBeLessThanOrEqual(hits[i - 1]?.score ?? 0);
      }),
      { numRuns: 40 },
    );
  });

  test('a text finds itself', () => {
    const words = fc.constantFrom('退款', '快递', '破损', '客服', '发票', '登录', '漏水', 'refund', 'parcel', '质量');
    const body = fc.array(words, { minLength: 4, maxLength: 9 }).map((parts) => parts.join(' '));
    fc.assert(
      fc.property(fc.uniqueArray(body, { minLength: 1, maxLength: 12 }), (bodies) => {
        const index = TextIndex.build(bodies.map((each) => ({ id: each, body: each })));
        for (const each of bodies) expect(index.search({ body: each }, 12).map((hit) => hit.id)).toContain(each);
      }),
    );
  });
});
