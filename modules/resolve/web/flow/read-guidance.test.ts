import { expect, test } from 'vitest';
import { readGuidance } from './read-guidance.ts';

test('lines with a dash or a number are lists, the others paragraphs; an empty line parts them', () => {
  expect(readGuidance('先打电话。\n再写。\n- 问伤情\n- 留实物\n\n1. 取照片\n2、查批次\n\n完')).toEqual([
    { kind: 'text', lines: ['先打电话。', '再写。'] },
    { kind: 'points', lines: ['问伤情', '留实物'] },
    { kind: 'numbers', lines: ['取照片', '查批次'] },
    { kind: 'text', lines: ['完'] },
  ]);
});

test('markup is text like any other, and nothing is nothing', () => {
  expect(readGuidance('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'text', lines: ['<img src=x onerror=alert(1)>'] },
  ]);
  expect(readGuidance('\n \n')).toEqual([]);
});
