import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { searchQuery, searchTerms } from './bigrams.ts';
import type { SearchQuery } from './bigrams.ts';
import { foldText } from './normalise.ts';

/** What PostgreSQL does with the query, in three lines: the terms by the index, LIKE on the folded text. */
function finds(text: string, query: SearchQuery): boolean {
  const terms = new Set(searchTerms(text));
  const has = (term: string, prefix: boolean): boolean =>
    prefix ? [...terms].some((each) => each.startsWith(term)) : terms.has(term);
  const byIndex =
    query.terms.every((term) => terms.has(term)) &&
    query.anyOf.every((group) => group.some((each) => has(each.term, each.prefix)));
  return byIndex && query.like.every((pattern) => foldText(text).includes(unescapeLike(pattern)));
}

function unescapeLike(pattern: string): string {
  return pattern.slice(1, -1).replace(/\\(.)/gu, '$1');
}

describe('searchTerms', () => {
  test.each([
    ['退款', ['退款', '款']],
    ['退', ['退']],
    ['快递，没到', ['快递', '递没', '没到', '到']],
    ['Refund 退款 please', ['refund', '退款', '款', 'please']],
    ['订单ＹＬ20260912001', ['订单', '单', 'yl20260912001', '2001']],
    ['电话13800138000', ['电话', '话', '13800138000', '8000']],
    ['a-b_c@d.com', ['a', 'b', 'c', 'd', 'com']],
    ['！？…😀', []],
    ['', []],
    ['𠮷野家', ['𠮷野', '野家', '家']],
    ['退款退款退款', ['退款', '款退', '款']],
  ])('%j', (text, expected) => {
    expect(new Set(searchTerms(text))).toEqual(new Set(expected));
  });

  test('terms are distinct, not empty and short enough for a tsvector, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'grapheme', maxLength: 200 })),
        (text) => {
          const terms = searchTerms(text);
          expect(new Set(terms).size).toBe(terms.length);
          for (const term of terms) {
            expect(term).not.toBe('');
            expect(Buffer.byteLength(term)).toBeLessThan(2046);
          }
        },
      ),
    );
  });

  test('a long word is cut and a huge text stays below the megabyte of a tsvector', () => {
    expect(searchTerms('a'.repeat(5000))).toEqual(['a'.repeat(64)]);
    let huge = '';
    let state = 1;
    while (huge.length < 500_000) {
      state = (state * 48_271) % 2_147_483_647;
      huge += String.fromCodePoint(0x4e00 + (state % 20_000));
    }
    const bytes = searchTerms(huge).reduce((sum, term) => sum + Buffer.byteLength(term), 0);
    expect(bytes).toBeGreaterThan(500_000);
    expect(bytes).toBeLessThan(1_000_000);
  });
});

describe('searchQuery', () => {
  test.each([
    ['退款', "'退款'"],
    ['退', "'退':*"],
    ['没收到 退款', "'没收' & '收到' & '退款'"],
    ['refund', "'refund':*"],
    ['YL2026', "('yl2026':* | '2026')"],
    ['订单yl2026号', "'订单' & 'yl2026' & '号':*"],
  ])('%j asks the index for %s', (text, tsquery) => {
    expect(searchQuery(text).tsquery).toBe(tsquery);
  });

  test('marks a single character, escapes LIKE, and says when the index cannot help', () => {
    expect(searchQuery(' 退 ').single).toBe('退');
    expect(searchQuery('退款').single).toBeUndefined();
    expect(searchQuery('100%_\\').like).toEqual(['%100\\%\\_\\\\%']);
    expect(searchQuery('！！')).toEqual({ terms: [], anyOf: [], like: ['%!!%'] });
    expect(searchQuery('   ')).toEqual({ terms: [], anyOf: [], like: [] });
  });

  test('quotes nothing dangerous into the tsquery', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        const { terms, anyOf } = searchQuery(text);
        for (const term of [...terms, ...anyOf.flat().map((each) => each.term)])
          expect(term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u);
      }),
    );
  });

  test('a very long query stays small', () => {
    const query = searchQuery('投诉物流延迟'.repeat(10_000));
    expect(query.terms.length + query.anyOf.length).toBeLessThanOrEqual(48);
    expect(query.like.join('').length).toBeLessThan(500);
  });
});

const letters = fc.constantFrom(...'退款快递没收到物流慢投诉𠮷々ー');
const marks = fc.constantFrom('，', '。', '！', '“', '—', '😀');
const latin = fc.constantFrom(' app ', 'iPhone15', ' YL20260912001 ', '13800138000', ' ', '\n', 'x', '7');
const mixed = fc
  .array(
    fc.oneof({ weight: 6, arbitrary: letters }, { weight: 1, arbitrary: marks }, { weight: 1, arbitrary: latin }),
    { minLength: 2, maxLength: 40 },
  )
  .map((parts) => foldText(parts.join('')));

describe('what is in the text is found', () => {
  test('every substring of Chinese and punctuation', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof({ weight: 5, arbitrary: letters }, { weight: 1, arbitrary: marks }), {
          minLength: 1,
          maxLength: 25,
        }),
        (parts) => {
          const text = parts.join('');
          for (let from = 0; from < parts.length; from += 1) {
            for (let to = from + 1; to <= Math.min(parts.length, from + 7); to += 1) {
              const typed = parts.slice(from, to).join('');
              expect(finds(text, searchQuery(typed)), `${typed} in ${text}`).toBe(true);
            }
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('every substring of mixed text that does not begin inside a word', () => {
    fc.assert(
      fc.property(mixed, fc.nat(), fc.nat(), (text, a, b) => {
        const characters = [...text];
        const from = a % characters.length;
        const to = from + 1 + (b % 12);
        const inWord = (at: number): boolean => /[a-z0-9]/.test(characters[at] ?? '');
        fc.pre(!(inWord(from) && inWord(from - 1)));
        const typed = characters.slice(from, to).join('');
        fc.pre(typed.trim() !== '');
        expect(finds(text, searchQuery(typed)), `${typed} in ${text}`).toBe(true);
      }),
      { numRuns: 3000 },
    );
  });

  test('whole words, beginnings of words and ends of codes', () => {
    const text = 'Please refund order YL20260912001, call 138-0013-8000 or 13900139000';
    for (const typed of [
      'refund',
      'REF',
      'yl2026',
      '12001',
      '2001',
      'YL20260912001',
      '9000',
      '139001',
      'order refund',
    ]) {
      expect(finds(text, searchQuery(typed)), typed).toBe(true);
    }
    for (const typed of ['fund', '2026091', 'refunds', '退款'])
      expect(finds(text, searchQuery(typed)), typed).toBe(false);
  });

  test('what is not in the text is not found', () => {
    fc.assert(
      fc.property(mixed, mixed, (text, typed) => {
        fc.pre(!typed.split(' ').every((part) => text.includes(part)));
        expect(finds(text, searchQuery(typed))).toBe(false);
      }),
    );
  });
});
