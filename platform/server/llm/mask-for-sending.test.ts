import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMasker, mapStrings } from './index.ts';

describe('masking', () => {
  test('phones, mail, ID and bank cards, names told and names introduced', () => {
    const masker = createMasker(['王小明']);
    const text =
      '我是王小明的爱人，我叫李翠花，电话13800138000，座机010-62345678，邮箱a.b@example.com，身份证11010519491231002X，卡号6222020200112230009';
    const masked = masker.mask(text);
    for (const secret of ['王小明', '李翠花', '13800138000', '62345678', 'example.com', '11010519491231002X'])
      expect(masked, secret).not.toContain(secret);
    expect(masked).toContain('[[phone-');
    expect(masker.unmask(masked)).toBe(text);
  });

  test('the same value has one placeholder in all texts of a call', () => {
    const masker = createMasker(['王小明']);
    expect(masker.mask('王小明')).toBe(masker.mask('王小明'));
    expect(masker.count).toBe(1);
  });

  test('a surname before a title is hidden', () => {
    const masker = createMasker(['梁嘉欣']);
    const masked = masker.mask('梁女士您好，梁嘉欣的柜子');
    expect(masked).not.toContain('梁');
    expect(masker.unmask(masked)).toBe('梁女士您好，梁嘉欣的柜子');
  });

  test('one character alone is no name to look for, and a longer name wins', () => {
    const masker = createMasker(['王', '王小', '王小明']);
    expect(masker.mask('王小明姓王')).toBe('[[person-1]]姓王');
  });

  test('what the caller finds goes too', () => {
    const masker = createMasker([], (text) => {
      const at = text.indexOf('文三路');
      return at < 0 ? [] : [{ kind: 'address', start: at, end: at + 3 }];
    });
    expect(masker.mask('住在文三路')).toBe('住在[[address-1]]');
  });

  test("a customer's own brackets cannot fetch another's number", () => {
    const masker = createMasker([]);
    masker.mask('13800138000');
    expect(masker.unmask(masker.mask('看 [[phone-1]]'))).not.toContain('13800138000');
  });

  test('a placeholder that was never given out stays as it is', () => {
    expect(createMasker([]).unmask('[[phone-9]]')).toBe('[[phone-9]]');
  });

  test('whatever is masked comes back as it was, but for doubled brackets', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme' })),
        fc.constantFrom('13800138000', 'a@b.cn', '王小明'),
        (parts, secret) => {
          const text = parts.join(` ${secret} `).replaceAll('[[', '');
          const masker = createMasker(['王小明']);
          const masked = masker.mask(text);
          expect(masked).not.toMatch(/13800138000/);
          expect(masker.unmask(masked)).toBe(text);
        },
      ),
    );
  });
});

test('every string of a value is changed, however deep', () => {
  const upper = (text: string): string => text.toUpperCase();
  expect(mapStrings({ a: 'x', b: ['y', { c: 'z', d: 1, e: null }] }, upper)).toEqual({
    a: 'X',
    b: ['Y', { c: 'Z', d: 1, e: null }],
  });
});
