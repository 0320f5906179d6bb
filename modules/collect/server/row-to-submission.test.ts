import { expect, test } from 'vitest';
import { localeOfWord } from './row-to-submission.ts';

test.each([
  ['English', 'en'],
  ['en-GB', 'en'],
  ['zh_TW', 'zh-CN'],
  [' 普通话 ', 'zh-CN'],
  ['英语', 'en'],
])('%s is a language', (word, locale) => {
  expect(localeOfWord(word)).toBe(locale);
});

test.each([undefined, '', 'x', '方言', 'constructor', 'Deutsch'])('%s is none of ours', (word) => {
  expect(localeOfWord(word)).toBeUndefined();
});
