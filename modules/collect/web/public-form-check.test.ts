import { expect, test } from 'vitest';
import type { FormField } from '../contract.ts';
import { checkDraft, requestOf, withoutMended } from './public-form-check.ts';
import { emptyDraft, type Draft } from './public-form-draft.ts';

const field = (key: string, required: boolean): FormField => ({
  key,
  label: key,
  labelEn: key,
  type: 'text',
  required,
  options: [],
  hint: '',
  hintEn: '',
});
const faults = (part: Partial<Draft>, fields: FormField[] = []): string[] => {
  const draft = { ...emptyDraft, ...part };
  return Object.keys(checkDraft(draft, requestOf(draft, 'default', null), fields, (each) => each.label)).toSorted();
};

test('what was left empty is left out of the request', () => {
  expect(requestOf({ ...emptyDraft, content: ' 没到 ' }, 'default', null)).toEqual({
    content: '没到',
    channel: 'form',
    form: 'default',
  });
  const full = { ...emptyDraft, content: 'x', phone: ' 13800002046 ', fields: { order: 'A1', note: ' ' } };
  expect(requestOf(full, 'shop', '0193b000-0000-7000-8000-000000000001')).toMatchObject({
    channel: 'kiosk',
    contact: { phone: '13800002046' },
    fields: { order: 'A1' },
  });
});

test('everything wrong is said at once', () => {
  expect(faults({})).toEqual(['content']);
  expect(faults({ content: 'x', phone: '12', email: 'a@' }, [field('order', true), field('note', false)])).toEqual([
    'consent',
    'contact.email',
    'contact.phone',
    'fields.order',
  ]);
  expect(faults({ content: 'x', phone: '138 0000 2046', email: 'a@b.cn', consent: true })).toEqual([]);
});

test('a fault goes when its input is typed in, the others stay', () => {
  const found = { content: 'a', 'contact.phone': 'b', consent: 'c', 'fields.order': 'd' };
  expect(Object.keys(withoutMended(found, { content: 'x' }))).toEqual(['contact.phone', 'consent', 'fields.order']);
  expect(Object.keys(withoutMended(found, { phone: 'x' }))).toEqual(['content', 'fields.order']);
  expect(Object.keys(withoutMended(found, { fields: { order: 'x' } }))).toEqual([
    'content',
    'contact.phone',
    'consent',
  ]);
});
