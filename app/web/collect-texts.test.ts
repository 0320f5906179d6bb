import { expect, it } from 'vitest';
import { collectTexts, namespaceOf } from './collect-texts.ts';

it('names the texts of each module after its folder, and the platform’s own', () => {
  expect(namespaceOf('../../modules/follow-up/web/i18n/en.json')).toBe('follow-up');
  expect(namespaceOf('../../platform/web/i18n/zh-CN.json')).toBe('platform');
  expect(namespaceOf('./nowhere.json')).toBe('');
});

it('keeps the texts of one module apart from those of another', () => {
  const texts = collectTexts({
    '../../modules/ticket/web/i18n/en.json': { title: 'Tickets' },
    '../../modules/sla/web/i18n/en.json': { title: 'Clocks' },
  });
  expect(texts).toEqual({ ticket: { title: 'Tickets' }, sla: { title: 'Clocks' } });
});
