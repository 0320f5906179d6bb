import { describe, expect, test } from 'vitest';
import type { LearnedField } from '../../contract.ts';
import { placesOf } from './model-cache.ts';
import { trustedLabel } from './trusted-label.ts';

const category = (key: string, closed = false) => ({
  key,
  parentKey: null,
  name: `${key} 名`,
  nameEn: '',
  sort: 0,
  closed,
});
const places = placesOf([category('late'), category('refund'), category('gone', true)]);
const ticket = {
  state: 'new' as const,
  kind: 'complaint' as const,
  categoryKey: 'late',
  level: 2 as const,
  sentiment: -2,
  departmentId: 'd1',
  unsure: false,
  firstReplyAt: null,
  fields: {},
};
const handled = { ...ticket, state: 'closed' as const, firstReplyAt: new Date(0) };
const judged = (...fields: LearnedField[]) => new Set(fields);
type Given = Partial<Parameters<typeof trustedLabel>[1]>;
const label = (field: LearnedField, given: Given, fields = judged()) =>
  trustedLabel(field, { ...ticket, ...given }, fields, places);

describe('a label is trusted', () => {
  test('when a person corrected or confirmed it', () => {
    expect(label('category', ticket)).toBeUndefined();
    expect(label('category', ticket, judged('category'))).toBe('late');
    expect(label('level', ticket, judged('level'))).toBe('2');
    expect(label('department', ticket, judged('level'))).toBeUndefined();
  });

  test('when a person answered and closed the ticket and left it', () => {
    expect(label('category', handled)).toBe('late');
    expect(label('kind', handled)).toBe('complaint');
    expect(label('department', handled)).toBe('d1');
    expect(label('category', { ...handled, unsure: true })).toBeUndefined();
    expect(label('kind', { ...handled, firstReplyAt: null })).toBeUndefined();
  });

  test('when the file of history named it, in its own words', () => {
    expect(label('category', { ...ticket, fields: { category: ' Refund 名 ' } })).toBe('refund');
    expect(label('category', { ...ticket, fields: { category: '没有这类' } })).toBeUndefined();
  });

  test('never of a closed category, and a mood only from a correction', () => {
    expect(label('category', { ...handled, categoryKey: 'gone' })).toBeUndefined();
    expect(label('sentiment', handled)).toBeUndefined();
    expect(label('sentiment', ticket, judged('sentiment'))).toBe('-1');
  });

  test('for spam only by a hand', () => {
    const spam = { ...ticket, state: 'spam' as const };
    expect(label('spam', spam)).toBeUndefined();
    expect(label('spam', spam, judged('spam'))).toBe('spam');
    expect(label('spam', ticket, judged('spam'))).toBe('ham');
    expect(label('spam', handled)).toBe('ham');
    expect(label('category', spam, judged('category'))).toBeUndefined();
  });
});
