import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { growthOf, markedParts } from './topic-words.ts';

describe('growth', () => {
  test.each([
    [{ size: 34, previous: 10, isNew: false }, 'up', '+240%', true],
    [{ size: 11, previous: 10, isNew: false }, 'up', '+10%', false],
    [{ size: 8, previous: 10, isNew: false }, 'down', '-20%', false],
    [{ size: 8, previous: 8, isNew: false }, 'same', '0%', false],
    [{ size: 9, previous: 0, isNew: true }, 'new', '', true],
  ])('of %o', (topic, kind, words, hot) => {
    expect(growthOf(topic)).toEqual({ kind, words, hot });
  });

  test('is nothing where there is no time before', () => {
    expect(growthOf({ size: 5, previous: null, isNew: false })).toBeNull();
  });
});

describe('marked words', () => {
  test('stand apart, the longest first', () => {
    expect(markedParts('分拨中心打不通，问分拨', ['分拨', '分拨中心', '通'])).toEqual([
      { text: '分拨中心', marked: true },
      { text: '打不通，问', marked: false },
      { text: '分拨', marked: true },
    ]);
    expect(markedParts('', ['分拨'])).toEqual([]);
  });

  test('lose no character of any text', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string({ maxLength: 4 }), { maxLength: 5 }), (text, words) => {
        expect(
          markedParts(text, words)
            .map((part) => part.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
