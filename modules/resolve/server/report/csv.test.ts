import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newId } from '#platform/server/crypto/ids.ts';
import { csvText, decimalOf } from './csv.ts';
import { firstIdAt, monthOf, spanOf } from './period.ts';

describe('a table for spreadsheets', () => {
  test('quotes what would break it and defuses what would run', () => {
    const text = csvText([
      ['a,b', 'say "hi"', '二\n行'],
      ['=HYPERLINK("x")', '+1', '-2', '@x', -5, 7],
    ]);
    expect(text).toBe('\uFEFF"a,b","say ""hi""","二\n行"\r\n" =HYPERLINK(""x"")", +1, -2, @x,-5,7\r\n');
  });

  test('cents become exact decimals, whatever their size', () => {
    expect([0, 5, 29, 100, 12_345, -7].map(decimalOf)).toEqual(['0.00', '0.05', '0.29', '1.00', '123.45', '-0.07']);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 9_000_000_000_000_000 }), (cents) => {
        const [whole = '', part = ''] = decimalOf(cents).split('.');
        expect(BigInt(whole) * 100n + BigInt(part)).toBe(BigInt(cents));
      }),
    );
  });
});

describe('a period', () => {
  test('is made of whole days of the company, the last counted in', () => {
    const span = spanOf({ from: '2026-09-01', to: '2026-09-01' });
    expect([span.from.toISOString(), span.to.toISOString()]).toEqual([
      '2026-08-31T16:00:00.000Z',
      '2026-09-01T16:00:00.000Z',
    ]);
    expect(monthOf(new Date('2026-08-31T16:00:00Z'))).toBe('2026-09');
    expect(() => spanOf({ from: '2026-09-02', to: '2026-09-01' })).toThrow('resolve.period_backwards');
    expect(() => spanOf({ from: '2020-01-01', to: '2026-09-01' })).toThrow('resolve.period_too_long');
  });

  test('the first id of an instant is smaller than every id made then', () => {
    const at = new Date('2026-09-01T00:00:00Z');
    expect(firstIdAt(at) < newId(at)).toBe(true);
    expect(firstIdAt(new Date(at.getTime() + 1)) > newId(at)).toBe(true);
    fc.assert(
      fc.property(fc.nat(4_000_000_000_000), fc.nat(4_000_000_000_000), (a, b) => {
        expect(firstIdAt(new Date(a)) < firstIdAt(new Date(b))).toBe(a < b);
      }),
    );
  });
});
