import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, foldKeepingOffsets, foldText } from './normalise.ts';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });
const trickyText = fc
  .array(
    fc.constantFrom(
      '退',
      '款',
      'e',
      '\u0301',
      '\u200d',
      '👩',
      '💻',
      '\ufe0f',
      '\u202e',
      '\u2066',
      '\ufeff',
      '\u0000',
      '\r',
      '\n',
      '\t',
      ' ',
      'İ',
      'Σ',
      'ﬁ',
      '㎏',
      '\ud800',
      '\udc00',
      '\u{e0067}',
      '\u{1f3f4}',
      '\u{e007f}',
      '\u3164',
      '\u00ad',
      '\u0085',
      '\u115f',
      '\u{e0100}',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('cleanText', () => {
  test.each([
    ['CRLF and CR become LF', 'a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['trims', ' \n 退款 \t', '退款'],
    ['keeps tab and newline inside', 'a\tb\nc', 'a\tb\nc'],
    ['removes controls', 'a\u0000b\u0007c\u009fd', 'abcd'],
    ['removes a text reversal', 'invoice\u202efdp.exe', 'invoicefdp.exe'],
    ['removes isolates', '\u2066退款\u2069', '退款'],
    ['removes hidden joints', '退\u200b款\ufeff快\u2060点', '退款快点'],
    ['keeps emoji families', '👩\u200d💻👨\u200d👩\u200d👧', '👩\u200d💻👨\u200d👩\u200d👧'],
    ['keeps the rainbow flag', '🏳\ufe0f\u200d🌈', '🏳\ufe0f\u200d🌈'],
    ['keeps skin tones', '🧑🏽\u200d🔧', '🧑🏽\u200d🔧'],
    [
      'keeps the flag of Wales',
      '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
      '🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}',
    ],
    ['removes text smuggled in tags', '你好\u{e0049}\u{e0067}\u{e006e}', '你好'],
    ['removes a joiner between letters', 'a\u200db', 'ab'],
    ['removes half characters', 'a\ud800b', 'ab'],
    ['composes', 'e\u0301', 'é'],
    ['keeps full width as typed', '１２３，', '１２３，'],
  ])('%s', (_, input, expected) => {
    expect(cleanText(input).text).toBe(expected);
  });

  test('reports what it removed', () => {
    expect(cleanText('a\u0000b\u202ec\u200bd\u200b').removed).toEqual({ control: 1, bidi: 1, zeroWidth: 2 });
    expect(cleanText('普通的话\n第二行').removed).toEqual({ control: 0, bidi: 0, zeroWidth: 0 });
  });

  test('cleaning twice changes nothing, and the result is well-formed', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, trickyText), (text) => {
        const once = cleanText(text).text;
        const twice = cleanText(once);
        expect(twice.text).toBe(once);
        expect(twice.removed).toEqual({ control: 0, bidi: 0, zeroWidth: 0 });
        expect(once.isWellFormed()).toBe(true);
        expect(once).not.toMatch(/[\u0000\u202a-\u202e\u2066-\u2069\r]/);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('foldText', () => {
  test.each([
    ['ＡＢＣ１２３，　退款', 'abc123, 退款'],
    ['iPhone 15 Pro', 'iphone 15 pro'],
    ['退\u200b款', '退款'],
    ['  a \n\n b\t', 'a b'],
    ['①㎏ﬁ', '1kgfi'],
    ['ﾃﾚﾋﾞ', 'テレビ'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['❤️', '❤'],
    ['退款', '退款'],
  ])('%j becomes %j', (input, expected) => {
    expect(foldText(input)).toBe(expected);
  });

  test('folding twice changes nothing', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, trickyText), (text) => {
        const once = foldText(text);
        expect(foldText(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test('folds a cleaned text as the text itself', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('退', '款', 'A', '１', '\u200b', '，', ' ', '\n', 'é'), { maxLength: 30 }),
        (parts) => {
          const text = parts.join('');
          expect(foldText(cleanText(text).text)).toBe(foldText(text));
        },
      ),
    );
  });
});

describe('foldKeepingOffsets', () => {
  test('keeps every offset', () => {
    expect(foldKeepingOffsets('ＶＸ：ABC　退款İ')).toBe('vx:abc 退款İ');
    fc.assert(
      fc.property(fc.oneof(anyText, trickyText), (text) => {
        expect(foldKeepingOffsets(text).length).toBe(text.length);
      }),
    );
  });
});

describe('Han with wide letters and Chinese marks', () => {
  const units = [...'退款，。！？；：、“”‘’—《》【】·（）ＡｂＺ１９～＾｀＂aZ9.-~'];
  const chinese = fc.array(fc.constantFrom(...units), { maxLength: 30 }).map((parts) => parts.join(''));

  test('folds without the normaliser to what the normaliser makes of it', () => {
    fc.assert(
      fc.property(chinese, (text) => {
        expect(foldText(text)).toBe(text.normalize('NFKC').toLowerCase().trim());
      }),
      { numRuns: 1000 },
    );
  });

  test('keeps every offset', () => {
    fc.assert(
      fc.property(chinese, (text) => {
        const folded = foldKeepingOffsets(`${text}\u3000`);
        expect(folded.length).toBe(text.length + 1);
        [...text].forEach((unit, i) => expect(folded[i]).toBe(foldKeepingOffsets(unit)));
        expect(folded.at(-1)).toBe(' ');
      }),
    );
  });
});
