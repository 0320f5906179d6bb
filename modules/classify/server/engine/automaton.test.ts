import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildAutomaton } from './automaton.ts';
import { assertionsOf } from './negation.ts';

const word = fc
  .array(fc.constantFrom('退', '款', '快', 'a', 'b', '1'), { minLength: 1, maxLength: 4 })
  .map((each) => each.join(''))
  .chain((letters) => fc.constantFrom(letters, `${letters}*`));
const text = fc
  .array(fc.constantFrom('退', '款', '快', 'a', 'b', '1', '，', ' '), { maxLength: 40 })
  .map((each) => each.join(''));

/** What the automaton promises, written as slowly as can be. */
function naive(patterns: readonly string[], content: string): Map<number, number[]> {
  const found = new Map<number, number[]>();
  const isWord = (character: string | undefined): boolean => character !== undefined && /[a-z0-9]/.test(character);
  patterns.forEach((pattern, index) => {
    const open = pattern.endsWith('*');
    const letters = open ? pattern.slice(0, -1) : pattern;
    for (let at = content.indexOf(letters); at >= 0; at = content.indexOf(letters, at + 1)) {
      const end = at + letters.length;
      if (isWord(letters[0]) && isWord(content[at - 1])) continue;
      if (!open && isWord(letters.at(-1)) && isWord(content[end])) continue;
      found.set(index, [...(found.get(index) ?? []), at]);
    }
  });
  return found;
}

describe('automaton', () => {
  test('finds what a plain search finds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(word, { maxLength: 12 }), text, (patterns, content) => {
        const found = new Map(
          buildAutomaton(patterns)
            .scan(content)
            .map((match) => [match.pattern, match.starts]),
        );
        expect(found).toEqual(naive(patterns, content));
      }),
      { numRuns: 2000 },
    );
  });

  test('opens a word by a star and keeps counting where it stops keeping positions', () => {
    expect(buildAutomaton(['refund*', 'app']).scan('refunded apple app')).toMatchObject([
      { pattern: 0 },
      { pattern: 1, starts: [15] },
    ]);
    const [match] = buildAutomaton(['退款']).scan('退款'.repeat(1000));
    expect(match).toMatchObject({ count: 1000 });
    expect(match?.starts.length).toBe(24);
    expect(buildAutomaton([]).scan('x')).toEqual([]);
  });
});

describe('negation', () => {
  test.each([
    ['没有爆炸', 'negated'],
    ['没爆炸', 'negated'],
    ['并未发生爆炸', 'negated'],
    ['没有出现任何爆炸', 'negated'],
    ['不会爆炸', 'negated'],
    ['防止爆炸', 'negated'],
    ['爆炸', 'asserted'],
    ['没几天就爆炸', 'asserted'],
    ['没人管，爆炸', 'asserted'],
    ['不但不退款还爆炸', 'asserted'],
    ['差点爆炸', 'asserted'],
    ['不是没有爆炸', 'negated'],
    ['会不会爆炸', 'supposed'],
    ['有没有爆炸', 'supposed'],
    ['爆炸了吗', 'supposed'],
    ['如果爆炸', 'supposed'],
    ['担心爆炸', 'supposed'],
    ['爆炸了你们管吗', 'asserted'],
  ])('%s is %s', (content, expected) => {
    const start = content.indexOf('爆炸');
    expect(assertionsOf(content, [{ start, end: start + 2 }])).toEqual([expected]);
  });

  test.each([
    ['no explosion', 'negated'],
    ["didn't cause an explosion", 'negated'],
    ['not only an explosion', 'asserted'],
    ['no refund after the explosion', 'asserted'],
    ['no help. explosion', 'asserted'],
    ['could it cause an explosion', 'supposed'],
  ])('%s is %s', (content, expected) => {
    const start = content.indexOf('explosion');
    expect(assertionsOf(content, [{ start, end: start + 9 }])).toEqual([expected]);
  });
});
