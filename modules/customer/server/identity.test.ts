import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identitiesOf, normaliseEmail, normalisePhone, tailOf } from './identity.ts';

describe('phone numbers', () => {
  it.each([
    ['13800138000', '+8613800138000'],
    ['138 0013 8000', '+8613800138000'],
    ['138-0013-8000', '+8613800138000'],
    ['+86 138 0013 8000', '+8613800138000'],
    ['+86-13800138000', '+8613800138000'],
    ['008613800138000', '+8613800138000'],
    ['8613800138000', '+8613800138000'],
    ['１３８００１３８０００', '+8613800138000'],
    ['010-62345678', '01062345678'],
    ['+86 10 6234 5678', '01062345678'],
    ['(0755) 8234567', '07558234567'],
    ['010-62345678-801', '01062345678-801'],
    ['010-62345678转801', '01062345678-801'],
    ['400-800-1234', '4008001234'],
    ['62345678', '62345678'],
    ['+1 415 555 2671', '+14155552671'],
    ['0044 20 7946 0958', '+442079460958'],
  ])('%s is %s', (input, expected) => {
    expect(normalisePhone(input)).toBe(expected);
  });

  it.each(['', '1234', '没有', 'call me at 13800138000', '1'.repeat(41), '+1', '😀😀😀😀😀', '--------'])(
    '%j is none',
    (input) => {
      expect(normalisePhone(input)).toBeNull();
    },
  );

  it('stays the same when normalised again', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^(\+|00)?[\d -]{5,20}$/), (input) => {
        const once = normalisePhone(input);
        if (once !== null) expect(normalisePhone(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it('never throws and holds only digits, a plus and the extension', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (input) => {
        expect(normalisePhone(input) ?? '12345').toMatch(/^\+?\d{5,15}(-\d{1,5})?$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('has the tail its owner would say', () => {
    expect(tailOf('+8613800138000')).toBe('8000');
    expect(tailOf('01062345678-801')).toBe('5678');
  });
});

describe('e-mail addresses', () => {
  it.each([
    [' Zhang.San@Example.COM ', 'zhang.san@example.com'],
    ['a@b', 'a@b'],
  ])('%s is %s', (input, expected) => expect(normaliseEmail(input)).toBe(expected));

  it.each(['', 'zhang', 'a@b@c', 'a b@c', 'a@b, c@d', `${'a'.repeat(250)}@b.cn`])('%j is none', (input) =>
    expect(normaliseEmail(input)).toBeNull(),
  );
});

it('what identifies somebody comes in the order of certainty', () => {
  const kinds = identitiesOf({ email: 'A@b.cn', phone: '13800138000', externalId: ' crm-7 ' }).map((each) => each.kind);
  expect(kinds).toEqual(['external', 'phone', 'email']);
  expect(identitiesOf({ email: 'nobody', phone: '12', externalId: ' ' })).toEqual([]);
});
