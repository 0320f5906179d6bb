import { expect, test } from 'vitest';
import { chooseUse, hasWords, shareDone } from './import-words.ts';

test('a meaning belongs to one column; extra and ignore to any number', () => {
  const mapping = { 标题: 'subject', 正文: 'content', 备注: 'extra' };
  expect(chooseUse(mapping, '备注', 'content')).toEqual({ 标题: 'subject', 正文: 'extra', 备注: 'content' });
  expect(chooseUse(mapping, '正文', 'extra')).toEqual({ 标题: 'subject', 正文: 'extra', 备注: 'extra' });
  expect(chooseUse({ 甲: 'ignore' }, '乙', 'ignore')).toEqual({ 甲: 'ignore', 乙: 'ignore' });
});

test('a file without content and subject cannot be started', () => {
  expect(hasWords({ 正文: 'content' })).toBe(true);
  expect(hasWords({ 正文: 'extra' })).toBe(false);
});

test('an estimate never says that it is done before it is', () => {
  expect(shareDone({ state: 'running', rowsDone: 120, rowsTotal: 100 })).toBe(0.99);
  expect(shareDone({ state: 'running', rowsDone: 50, rowsTotal: 100 })).toBe(0.5);
  expect(shareDone({ state: 'running', rowsDone: 50, rowsTotal: null })).toBeNull();
  expect(shareDone({ state: 'done', rowsDone: 50, rowsTotal: null })).toBe(1);
});
