import fc from 'fast-check';
import { expect, test } from 'vitest';
import { markWords } from './mark-words.ts';

test('marks every place of every word, the longer word first, regardless of case', () => {
  expect(markWords('包裹三天不动，Parcel late', ['三天', '三天不动', 'parcel'])).toEqual([
    { text: '包裹', marked: false },
    { text: '三天不动', marked: true },
    { text: '，', marked: false },
    { text: 'Parcel', marked: true },
    { text: ' late', marked: false },
  ]);
  expect(markWords('没有', [''])).toEqual([{ text: '没有', marked: false }]);
});

test('never loses or adds a character', () => {
  fc.assert(
    fc.property(fc.string(), fc.array(fc.string({ maxLength: 4 })), (text, words) => {
      const joined = markWords(text, words)
        .map((piece) => piece.text)
        .join('');
      expect(joined).toBe(text);
    }),
  );
});
