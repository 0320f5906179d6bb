import { describe, expect, test } from 'vitest';
import { findTopics, matchTopics, type TopicText } from './index.ts';

const times = (count: number, make: (n: number) => string, name: string, title?: (n: number) => string): TopicText[] =>
  Array.from({ length: count }, (_, n) => ({
    id: `${name}-${String(n)}`,
    body: make(n),
    title: title?.(n),
    at: 1_000 * (n + 1),
  }));

const pick = (n: number, ...ways: string[]): string => ways[n % ways.length] ?? '';

const lift = times(
  14,
  (n) =>
    `${pick(n, '你好', '物业不管', '老人小孩怎么办', '已经第三次了')}，青禾湾小区${pick(n, '三栋', '五栋', '七栋')}的电梯${pick(n, '又停运了', '坏了一个月', '经常困人')}，${pick(n + 1, '请尽快维修电梯', '希望更换电梯', '要求检查电梯安全')}。`,
  'lift',
  (n) => `青禾湾小区电梯${pick(n, '停运', '故障', '困人')}${pick(n, '无人维修', '谁来管')}`,
);
const coupon = times(
  9,
  (n) =>
    `${pick(n, '双十一', '昨天', '晚上')}抢的满减优惠券${pick(n, '下单时不能用', '提示已失效', '无法叠加')}，${pick(n, '页面写明可用', '客服说系统问题')}，${pick(n + 1, '请补发优惠券', '要求退差价')}。`,
  'coupon',
  (n) => `满减优惠券${pick(n, '不能用', '失效', '用不了')}`,
);
const noise = [
  '路灯不亮',
  '想咨询退休金怎么领',
  '快递员态度好，表扬一下',
  '自来水发黄',
  '公交车一小时一班',
  '发票抬头开错',
  '手机充不进电',
  '电影票改签被拒',
].map((body, n): TopicText => ({ id: `noise-${String(n)}`, body }));

const all = [...noise.slice(0, 4), ...coupon, ...lift, ...noise.slice(4)];

describe('findTopics', () => {
  const topics = findTopics(all);
  const [first, second] = topics;

  test('the stories, the largest first, nothing else in them', () => {
    expect(first?.ids.toSorted()).toEqual(lift.map((text) => text.id).toSorted());
    expect(second?.ids.toSorted()).toEqual(coupon.map((text) => text.id).toSorted());
    expect(topics.flatMap((topic) => topic.ids).filter((id) => id.startsWith('noise'))).toEqual([]);
  });

  test('a label that people have said, with its place, words, and times', () => {
    expect(first?.label).toContain('青禾湾');
    expect(first?.label).toContain('电梯');
    expect(lift.some((text) => `${text.title ?? ''}${text.body}`.includes(first?.label ?? '-'))).toBe(true);
    expect(first?.places.join()).toContain('青禾湾');
    expect(first?.words.join()).toContain('电梯');
    expect(second?.label).toContain('优惠券');
    expect([first?.firstAt, first?.lastAt]).toEqual([1_000, 14_000]);
    expect(first?.centre.length).toBeGreaterThan(3);
  });

  test('the same texts give the same answer', () => {
    expect(findTopics(all)).toEqual(topics);
  });

  test('limit and least size hold', () => {
    expect(findTopics(all, { limit: 1 })).toHaveLength(1);
    expect(findTopics(all, { minSize: 10 })).toHaveLength(1);
  });

  test('tells how far it is, up to the end', () => {
    const parts: number[] = [];
    findTopics(all, { onProgress: (part) => parts.push(part) });
    expect(parts.at(-1)).toBe(1);
    expect(parts).toEqual(parts.toSorted((a, b) => a - b));
  });

  test('English texts, with the names as they were written', () => {
    const english = [
      ...times(
        8,
        (n) =>
          `The card reader at Willow Street store ${pick(n, 'declined my card', 'is broken again', 'shows an error')} ${pick(n, 'today', 'this week', 'since Monday')}.`,
        'card',
      ),
      ...times(
        6,
        (n) =>
          `My parcel ${pick(n, 'was left in the rain', 'arrived wet')} and the courier ${pick(n + 1, 'did not ring', 'left no note')}.`,
        'parcel',
      ),
      ...['Thank you all', 'How do I close my account?', 'Opening hours on Sunday?'].map((body) => ({
        id: body,
        body,
      })),
    ];
    const found = findTopics(english);
    expect(found[0]?.ids.every((id) => id.startsWith('card'))).toBe(true);
    expect(found[0]?.places).toContain('Willow Street');
    expect(found[1]?.ids.every((id) => id.startsWith('parcel'))).toBe(true);
  });
});

describe('bad input', () => {
  test.each([
    ['none', []],
    ['one', lift.slice(0, 1)],
    ['two', lift.slice(0, 2)],
    ['empty ones', times(20, () => '', 'empty')],
    ['punctuation', times(20, () => '！！？', 'marks')],
  ])('%s: no topic', (_, texts) => {
    expect(findTopics(texts)).toEqual([]);
  });

  test('all the same is one topic with all of them', () => {
    const [topic, ...more] = findTopics(times(300, () => '优惠券不能用，请补发', 'same'));
    expect(topic?.ids).toHaveLength(300);
    expect(more).toEqual([]);
    expect(topic?.label).not.toBe('');
  });

  test('a megabyte and repeats without end do not stop it', () => {
    const [topic] = findTopics([
      ...all,
      { id: 'huge', body: '一二三四五六七八九十甲乙丙丁'.repeat(70_000) },
      { id: 'spam', body: '退款'.repeat(500_000) },
    ]);
    expect(topic?.ids).toHaveLength(lift.length);
  });
});

describe('matchTopics', () => {
  const today = findTopics(all);
  const known = today.map((topic, n) => ({ id: `known-${String(n)}`, centre: topic.centre, textIds: topic.ids }));

  test('the same day again: each continues itself', () => {
    expect(matchTopics(known, today)).toEqual(
      new Map([
        [0, 'known-0'],
        [1, 'known-1'],
      ]),
    );
  });

  test('goes on when most texts are new, and when all are', () => {
    const tomorrow = findTopics([
      ...noise,
      ...coupon.slice(5),
      ...lift.slice(9).concat(times(6, (n) => lift[n]?.body ?? '', 'new')),
    ]);
    expect(matchTopics(known, tomorrow).get(0)).toBe('known-0');
    const renamed = today.map((topic) => ({ ...topic, ids: topic.ids.map((id) => `later-${id}`) }));
    expect(matchTopics(known, renamed).get(0)).toBe('known-0');
  });

  test('another story takes no old name, and no name is given twice', () => {
    const [lifts] = today;
    const other = { label: 'x', ids: ['x'], words: [], places: [], centre: [{ term: '电费', weight: 1 }] };
    expect(matchTopics(known, [other]).size).toBe(0);
    if (lifts === undefined) throw new Error('no topic');
    const halves = [
      { ...lifts, ids: lifts.ids.slice(0, 9) },
      { ...lifts, ids: lifts.ids.slice(9) },
    ];
    expect([...matchTopics(known, halves).values()]).toHaveLength(1);
    expect(matchTopics([], today).size).toBe(0);
    expect(matchTopics(known, []).size).toBe(0);
  });
});
