import { describe, expect, it } from 'vitest';
import { leafOf, textOf } from './texts.ts';

const tree = {
  title: '状态',
  errors: { stale: '{{name}}刚改过', 'a.b': '平的' },
  files_one: '{{count}} file',
  files_other: '{{count}} files',
};

describe('texts', () => {
  it('walks the tree and knows what is no text', () => {
    expect(leafOf(tree, 'errors.stale')).toBe('{{name}}刚改过');
    expect(leafOf(tree.errors, 'a.b')).toBe('平的');
    expect(leafOf(tree, 'errors')).toBeUndefined();
    expect(leafOf(tree, 'title.more')).toBeUndefined();
    expect(leafOf(undefined, 'title')).toBeUndefined();
  });

  it('fills values and leaves unknown ones in sight', () => {
    expect(textOf(tree, 'errors.stale', 'zh-CN', { name: '韩松' })).toBe('韩松刚改过');
    expect(textOf(tree, 'errors.stale', 'zh-CN', {})).toBe('{{name}}刚改过');
    expect(textOf(tree, 'title', 'zh-CN', undefined)).toBe('状态');
  });

  it('chooses the plural form of the language', () => {
    expect(textOf(tree, 'files', 'en', { count: 1 })).toBe('1 file');
    expect(textOf(tree, 'files', 'en', { count: 3 })).toBe('3 files');
    expect(textOf(tree, 'files', 'zh-CN', { count: 1 })).toBe('1 files');
  });

  it('never fills from the prototype', () => {
    expect(leafOf(tree, 'constructor.name')).toBeUndefined();
  });
});
