import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findTopics, type TopicText } from './index.ts';
import { WordBounds } from './word-bounds.ts';

const text = (body: string): TopicText => ({ id: body, body });

describe('phrases as whole words', () => {
  test.each([
    [
      'the word cut at the end is completed',
      '青禾路的旧城改造要拖到何年何月',
      '旧城改造要拖到何',
      '旧城改造要拖到何年何月',
    ],
    ['and the one cut at the beginning', '孩子在幼儿园里', '儿园', '幼儿园'],
    ['a particle at the end goes', '青禾湾的电梯停了', '青禾湾的', '青禾湾'],
    ['a request in front goes', '请加快电梯维修', '请加快电梯维修', '加快电梯维修'],
    ['English words too', 'The card reader is broken', 'card read', 'card reader'],
    ['whole words stay', '满减优惠券不能用', '满减优惠券', '满减优惠券'],
    ['nothing but particles leaves nothing', '的了和', '的了和', ''],
    ['a phrase that no text has is taken by itself', '别的话', '优惠券的', '优惠券'],
  ])('%s', (_, body, shown, whole) => {
    expect(new WordBounds([text(body)]).whole(shown)).toBe(whole);
  });

  test.each([
    ['我们住在青禾路', '在青禾路', '青禾路'],
    ['是要把这里改成停车场', '是要把这里', '这里'],
    ['楼下开了夜宵快餐店', '楼下开了夜宵快餐店', '夜宵快餐店'],
    ['润和之城小区', '润和之城小区', '润和之城小区'],
    ['是我们的', '是我们的', ''],
  ])('the name in a clause: %s', (body, shown, name) => {
    expect(new WordBounds([text(body)]).name(shown)).toBe(name);
  });

  test('whatever is asked, the answer stands in the text', () => {
    const said = fc.string({ unit: fc.constantFrom(...'的青禾路小区电梯停了我们在请修好 A3'), maxLength: 40 });
    fc.assert(
      fc.property(said, fc.nat(39), fc.nat(10), (body, from, length) => {
        const bounds = new WordBounds([text(body)]);
        const shown = body
          .toLowerCase()
          .trim()
          .slice(from, from + length);
        for (const answer of [bounds.whole(shown), bounds.name(shown)])
          expect(body.toLowerCase().replaceAll(/ +/g, ' ')).toContain(answer.replaceAll(/ +/g, ' '));
      }),
      { numRuns: 200 },
    );
  });
});

describe('topics', () => {
  const stories = Array.from({ length: 10 }, (_, n): TopicText => ({
    id: String(n),
    title: `青禾路的路灯要坏到何${n % 2 === 0 ? '年何月' : '时'}`,
    body: `尊敬的政府，我们住在青禾路，离家350公里上班，这里的路灯${n % 3 === 0 ? '不亮' : '坏了'}，请尽快修好路灯。`,
  }));
  const [topic] = findTopics(stories);

  test('a label ends with a whole word', () => {
    expect(topic?.label).toMatch(/(何年何月|何时|青禾路的?路灯|坏到|坏|修好路灯)$/u);
    expect(topic?.label).not.toMatch(/何$/u);
  });

  test('places are names, not pieces of clauses, and no distances', () => {
    expect(topic?.places).toContain('青禾路');
    for (const place of topic?.places ?? []) expect(place).not.toMatch(/^(在|我们|尊敬|这)|公里$|政府$/u);
  });

  test('words begin and end with words', () => {
    for (const word of topic?.words ?? []) expect(word).not.toMatch(/^[的了在和请]|[的和在请]$/u);
  });
});
