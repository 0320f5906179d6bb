import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FieldOption } from '../../contract.ts';
import { readOptionLines, writeOptionLines } from './option-lines.ts';

describe('options as lines', () => {
  test('names alone are enough, for five hundred pasted at once', () => {
    const lines = Array.from({ length: 500 }, (_, at) => `型号 ${at}`).join('\n');
    const options = readOptionLines(lines, false);
    expect(options).toHaveLength(500);
    expect(options[7]).toEqual({ key: '型号_7', name: '型号 7', nameEn: '', parentKey: null, retired: false });
  });

  test('the same name twice gets a key of its own', () => {
    expect(readOptionLines('其他\n其他', false).map((option) => option.key)).toEqual(['其他', '其他_2']);
  });

  test('deeper lines lie below in a tree, and beside each other in a choice', () => {
    const text = '浙江 | Zhejiang = zj\n  杭州 = hz\n    - 西湖区 = xh\n  宁波 = nb\n上海 = sh';
    expect(readOptionLines(text, true).map(({ key, parentKey, retired }) => [key, parentKey, retired])).toEqual([
      ['zj', null, false],
      ['hz', 'zj', false],
      ['xh', 'hz', true],
      ['nb', 'zj', false],
      ['sh', null, false],
    ]);
    expect(readOptionLines(text, false).every((option) => option.parentKey === null)).toBe(true);
  });

  test('empty lines and tabs do no harm', () => {
    expect(readOptionLines('\n甲\n\t乙\n\n', true).map(({ key, parentKey }) => [key, parentKey])).toEqual([
      ['甲', null],
      ['乙', '甲'],
    ]);
  });

  test('what is written is read back as it was', () => {
    const word = fc.stringMatching(/^[a-zA-Z一-龥][a-zA-Z一-龥 ]{0,9}$/).map((text) => text.trim());
    const tree = fc
      .array(fc.record({ name: word, nameEn: fc.oneof(fc.constant(''), word), retired: fc.boolean(), up: fc.nat() }), {
        maxLength: 30,
      })
      .map((rows) =>
        rows.map(({ up, ...row }, at): FieldOption => ({
          ...row,
          key: `k${at}`,
          parentKey: at === 0 || up % 3 === 0 ? null : `k${up % at}`,
        })),
      );
    fc.assert(
      fc.property(tree, (options) => {
        const back = readOptionLines(writeOptionLines(options), true);
        const sorted = (list: readonly FieldOption[]) => [...list].sort((a, b) => a.key.localeCompare(b.key));
        expect(sorted(back)).toEqual(sorted(options));
      }),
    );
  });
});
