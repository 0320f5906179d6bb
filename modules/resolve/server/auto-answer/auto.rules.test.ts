import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AutoRule, AutoSetting } from '../../contract/auto-answer.ts';
import { autoRuleFor, guardNow, guardOf, isSampled, type LightCase } from './auto.rules.ts';

const rule: AutoRule = {
  id: '0a330000-0000-7000-8000-000000000001',
  name: '发票',
  enabled: true,
  sort: 10,
  kinds: ['inquiry', 'praise'],
  categoryKeys: ['invoice'],
  channels: [],
  leastConfidence: 60,
  templateId: '0a330000-0000-7000-8000-000000000002',
};
const light: LightCase = {
  state: 'new',
  kind: 'inquiry',
  level: 3,
  categoryKey: 'invoice.paper',
  channel: 'form',
  sentiment: 0,
  tier: 'standard',
  isUnsure: false,
  isUrgent: false,
  confidence: 80,
  byStaff: false,
  linked: false,
  replied: false,
};
const on: AutoSetting = { enabled: true, workingHoursOnly: false, mostADay: 5, repeatDays: 7, samplePercent: 20 };

describe('a light case', () => {
  test('that nothing speaks against is answered by the first rule that fits', () => {
    expect(autoRuleFor([{ ...rule, enabled: false }, rule], light)?.name).toBe('发票');
    expect(guardOf(rule, light)).toBeNull();
  });

  test.each([
    [{ level: 2 }, 'level'],
    [{ level: 1 }, 'level'],
    [{ isUrgent: true }, 'urgent'],
    [{ isUnsure: true }, 'unsure'],
    [{ confidence: null }, 'unsure'],
    [{ confidence: 59 }, 'confidence'],
    [{ confidence: 60 }, null],
    [{ sentiment: -2 }, 'mood'],
    [{ sentiment: -1 }, null],
    [{ tier: 'gold' }, 'tier'],
    [{ byStaff: true }, 'staff'],
    [{ linked: true }, 'linked'],
  ] as const)('%j', (part, guard) => {
    expect(guardOf(rule, { ...light, ...part })).toBe(guard);
  });

  test('no rule fits another kind, category or channel, nor a case without a category', () => {
    for (const part of [{ kind: 'complaint' }, { categoryKey: 'invoices' }, { categoryKey: null }])
      expect(autoRuleFor([rule], { ...light, ...part })).toBeNull();
    expect(autoRuleFor([{ ...rule, channels: ['email'] }], light)).toBeNull();
    expect(guardOf(null, light)).toBe('rule');
  });

  test('whatever else is true, only level three is ever answered', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }),
        fc.boolean(),
        fc.integer({ min: 0, max: 100 }),
        (level, urgent, sure) => {
          const one = { ...light, level, isUrgent: urgent, confidence: sure };
          expect(guardOf(rule, one) === null).toBe(level === 3 && !urgent && sure >= 60);
        },
      ),
    );
  });
});

describe('now', () => {
  const now = { isWorkingTime: false, lastDay: 4 };
  test.each([
    [{}, {}, null],
    [{ enabled: false }, {}, 'off'],
    [{ workingHoursOnly: true }, {}, 'hours'],
    [{ mostADay: 4 }, {}, 'cap'],
    [{}, { state: 'verifying' }, 'not_new'],
    [{}, { replied: true }, 'not_new'],
    [{}, { channel: 'import' }, 'not_new'],
  ])('%j %j', (setting, part, guard) => {
    expect(guardNow({ ...on, ...setting }, { ...light, ...part }, now)).toBe(guard);
  });
});

test('about as many are sampled as asked for, none of none and all of all', () => {
  const ids = Array.from({ length: 4000 }, (_, index) => (index * 2654435761).toString(16).padStart(12, '0'));
  const share = (percent: number): number => ids.filter((id) => isSampled(id, percent)).length / ids.length;
  expect(share(0)).toBe(0);
  expect(share(100)).toBe(1);
  expect(share(20)).toBeGreaterThan(0.15);
  expect(share(20)).toBeLessThan(0.25);
});
