import { expect, test } from 'vitest';
import { freshDraft, bodyOf } from './entry-draft.ts';

test('what was left empty is not sent', () => {
  const draft = { ...freshDraft('k'), content: '快递三天没动' };
  expect(bodyOf(draft)).toEqual({ channel: 'phone', content: '快递三天没动', contact: {} });
});

test('what was written goes along, trimmed, and the next caller keeps the way and the outlet', () => {
  const draft = {
    ...freshDraft('k'),
    channel: 'walk-in' as const,
    outletId: 'o',
    name: ' 王女士 ',
    phone: '13800002046',
    kind: 'complaint' as const,
    subject: '漏水',
    content: '地板湿了',
    orderNumber: ' 20260919 ',
  };
  expect(bodyOf(draft)).toEqual({
    channel: 'walk-in',
    outletId: 'o',
    kind: 'complaint',
    subject: '漏水',
    content: '地板湿了',
    contact: { name: '王女士', phone: '13800002046' },
    fields: { orderNumber: '20260919' },
  });
  expect(freshDraft('n', draft)).toEqual({ ...freshDraft('n'), channel: 'walk-in', outletId: 'o' });
});
