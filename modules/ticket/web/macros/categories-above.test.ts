import { expect, test } from 'vitest';
import type { Category } from '../../contract.ts';
import { categoryAbove, fitsCategory } from './use-macros.ts';

const category = (key: string, parentKey: string | null): Category => ({
  key,
  parentKey,
  name: key,
  nameEn: '',
  sort: 0,
  closed: false,
});
const tree = [
  category('goods', null),
  category('broken', 'goods'),
  category('screen', 'broken'),
  category('fee', null),
];

test('a category and all above it, itself first', () => {
  expect(categoryAbove(tree, 'screen')).toEqual(['screen', 'broken', 'goods']);
  expect(categoryAbove(tree, null)).toEqual([]);
  expect(categoryAbove(tree, 'gone')).toEqual(['gone']);
});

test('a circle in the tree ends', () => {
  expect(categoryAbove([category('a', 'b'), category('b', 'a')], 'a')).toEqual(['a', 'b']);
});

test('a macro without categories fits every ticket, another what stands below its own', () => {
  expect(fitsCategory({ categoryKeys: [] }, [])).toBe(true);
  expect(fitsCategory({ categoryKeys: ['goods'] }, categoryAbove(tree, 'screen'))).toBe(true);
  expect(fitsCategory({ categoryKeys: ['screen'] }, categoryAbove(tree, 'goods'))).toBe(false);
  expect(fitsCategory({ categoryKeys: ['fee'] }, categoryAbove(tree, null))).toBe(false);
});
