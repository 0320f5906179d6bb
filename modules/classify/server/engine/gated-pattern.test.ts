import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gatedExpression, gatedPattern, matchesOf } from './gated-pattern.ts';
import { kindSigns, sentimentWords, signLexicon } from './lexicon.ts';
import { alternativesOf, requiredLiterals } from './required-literals.ts';

const expand = (source: string): string =>
  source.replace(/\{([A-Z]+)\}/g, (_, part: string) => signLexicon.parts[part] ?? '');

const weighted = [kindSigns.complaint, kindSigns.suggestion, kindSigns.inquiry, kindSigns.praise].flat();
const sources = [
  ...signLexicon.signs.map(({ patterns }) => patterns.map(expand).join('|')),
  ...weighted.map(({ patterns }) => patterns.join('|')),
  kindSigns.sarcasm,
  sentimentWords.dry,
  sentimentWords.heated,
  signLexicon.now,
  signLexicon.cannotWait,
  signLexicon.imagined,
  signLexicon.disclaimed,
  signLexicon.happened,
];

/** Pieces of the expressions themselves: texts made of them come near to matching. */
const pieces = [...new Set(sources.flatMap((source) => source.split(/[^\p{L}\p{N}]+/u)))].filter((each) => each !== '');
const almost = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...pieces) },
      { weight: 2, arbitrary: fc.constantFrom('，', '。', '\n', ' ', '没', '了', '我', '三', '1', '?', '👏👏', 'my ') },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 4 }) },
    ),
    { maxLength: 24 },
  )
  .map((parts) => parts.join(''));

const spansOf = (source: string, text: string) =>
  [...text.matchAll(new RegExp(source, 'g'))].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
  }));

describe('an expression behind a gate', () => {
  test('finds in every text what it would find without one', () => {
    const gated = sources.map((source) => ({ source, pattern: gatedPattern(source) }));
    fc.assert(
      fc.property(almost, fc.integer({ min: 0, max: 40 }), (text, reach) => {
        const looked = text.slice(0, reach);
        for (const { source, pattern } of gated) {
          const expected = spansOf(source, looked);
          expect(pattern.all(text, reach)).toEqual(expected);
          expect(pattern.all(text, reach, 2)).toEqual(expected.slice(0, 2));
          expect(pattern.first(text, reach)).toEqual(expected[0]);
          expect(pattern.test(text, reach)).toBe(expected.length > 0);
        }
      }),
      { numRuns: 400 },
    );
  });

  const odd = ['a|ab', 'ab|a', '(?:a|b)*', 'x*|ba', '(?<=a)b|b', '^a|b$', '', 'a|', '(?!a)b|[^b]', '\\bab\\b|ba{2,3}'];

  test.each(odd)('takes the alternatives of %s in their order, empty matches too', (source) => {
    const pattern = gatedPattern(source);
    const expression = gatedExpression(source);
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'b', ' ', '👍'), maxLength: 12 }), (text) => {
        expect(pattern.all(text)).toEqual(spansOf(source, text));
        expect([...expression.matches(text)].map((match) => [...match])).toEqual(
          [...text.matchAll(new RegExp(source, 'g'))].map((match) => [...match]),
        );
      }),
    );
  });

  test.each(['gu', 'g'])('walks over pairs of surrogates as matchAll does (%s)', (flags) => {
    for (const source of ['x*', '(?=.)', '👍?', '.']) {
      const expression = new RegExp(source, flags);
      fc.assert(
        fc.property(fc.string({ unit: fc.constantFrom('x', '👍', '\ud83d'), maxLength: 8 }), (text) => {
          expect([...matchesOf(expression, text)].map((match) => match.index)).toEqual(
            [...text.matchAll(new RegExp(source, flags))].map((match) => match.index),
          );
        }),
      );
    }
  });

  test('a text that comes after another is judged by itself', () => {
    const pattern = gatedPattern('冒烟[^。]{0,4}起火');
    expect([
      pattern.test('冒烟又起火'),
      pattern.test('冒烟'),
      pattern.test('冒烟。起火'),
      pattern.test('冒烟起火'),
    ]).toEqual([true, false, false, true]);
    // One that is added later is known as well, also in the text just looked at.
    expect(gatedPattern('烟起').test('冒烟起火')).toBe(true);
  });
});

describe('what an expression needs', () => {
  test.each([
    ['手(?![机表])[^，]{0,8}(?:肿|烫伤)', [['手'], ['肿', '烫伤']]],
    ['(?:真|太)?(?:好|棒)', [['好', '棒']]],
    ['[天回]{2}', [['天天', '天回', '回天', '回回']]],
    ['a+\\.b', [['a'], ['.b']]],
    ['[x-z]1|q', [['q', 'x1', 'y1', 'z1']]],
    ['(?<who>我|你)们', [['我们', '你们']]],
    ['没(?=了)|无', [['没', '无']]],
  ])('%s needs %j', (source, clauses) => {
    expect(requiredLiterals(source).map((clause) => clause.toSorted())).toEqual(clauses.map((one) => one.toSorted()));
  });

  test.each(['a?', 'x|', '[^a]', '\\w+', '.{3}', '(?i:a)b', '\\p{L}', '(?:a|.)b?', '\\1', '[a'])(
    'of %s nothing is known',
    (source) => {
      expect(requiredLiterals(source)).toEqual([]);
    },
  );

  test('every alternative that we ship has a gate', () => {
    const open = sources.flatMap(alternativesOf).filter((source) => requiredLiterals(source).length === 0);
    expect(open).toEqual([]);
  });
});
