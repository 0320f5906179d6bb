import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern, patternFault, patternReach } from '../../contract/field-pattern.ts';

describe('a pattern of a field', () => {
  test.each([
    '[A-Z]{2}-\\d{4}',
    '\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}',
    '[^@]+@[^@]+\\.[^@]+',
    '(?:a|b)?c',
    '(\\d{4})+',
    '',
    '[\\p{L}]+',
    '1[3-9]\\d{9}',
  ])('%s is taken', (pattern) => {
    expect(patternFault(pattern)).toBeNull();
  });

  test.each([
    '(a+)+',
    '(a*)*b',
    '(a|a)+',
    '((a|b)c)*',
    '(x+x+)+y',
    '(a)\\1',
    '(?=a)b',
    '(?<!a)b',
    '.*.*.*.*x',
    '(a?){50}',
    '([a-z]+\\d*){2,}',
  ])('%s could take for ever and is refused', (pattern) => {
    expect(patternFault(pattern)).toBe('field_pattern_slow');
  });

  test.each(['(', '[a', 'a{2,1}', '*'])('%s is no expression', (pattern) => {
    expect(patternFault(pattern)).toBe('field_pattern');
  });

  test('the whole text has to match, and a long one never does', () => {
    expect(matchesPattern('\\d+', '123')).toBe(true);
    expect(matchesPattern('\\d+', 'x123')).toBe(false);
    expect(matchesPattern('a|b', 'ab')).toBe(false);
    expect(matchesPattern('\\d+', '1'.repeat(patternReach + 1))).toBe(false);
  });

  test('whatever is taken answers soon, also on the text that hurts most', () => {
    const atom = fc.constantFrom('a', 'b', '.', '[ab]', '\\w', '(a)', '(?:ab)', '(a|b)', '(a+)', '(.*)');
    const repeat = fc.constantFrom('', '?', '*', '+', '{2}', '{1,3}', '{2,}');
    const pattern = fc
      .array(fc.tuple(atom, repeat), { minLength: 1, maxLength: 6 })
      .map((parts) => parts.map((part) => part.join('')).join(''));
    fc.assert(
      fc.property(pattern, (one) => {
        if (patternFault(one) !== null) return;
        const began = performance.now();
        for (const text of ['a'.repeat(199) + '!', 'ab'.repeat(99) + '!', 'b'.repeat(199) + '!'])
          matchesPattern(one, text);
        expect(performance.now() - began).toBeLessThan(1500);
      }),
      { numRuns: 300 },
    );
  });
});
