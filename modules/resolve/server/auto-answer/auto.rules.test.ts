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
  // Below invoice by the tree, whatever its key says.
  categories: ['paper_slip', 'invoice'],
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
    for (const part of [{ kind: 'complaint' }, { categories: ['invoice.paper', 'logistics'] }, { categories: [] }])
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

describe('whatever comes', () => {
  const lightCase: fc.Arbitrary<LightCase> = fc.record({
    state: fc.constantFrom('new', 'verifying', 'awaiting', 'spam'),
    kind: fc.constantFrom('inquiry', 'praise', 'complaint'),
    level: fc.integer({ min: 1, max: 3 }),
    categories: fc.constantFrom([], ['invoice'], ['paper_slip', 'invoice'], ['logistics']),
    channel: fc.constantFrom('form', 'import', 'email'),
    sentiment: fc.integer({ min: -3, max: 3 }),
    tier: fc.constantFrom('standard', 'gold'),
    isUnsure: fc.boolean(),
    isUrgent: fc.boolean(),
    confidence: fc.option(fc.integer({ min: 0, max: 100 })),
    byStaff: fc.boolean(),
    linked: fc.boolean(),
    replied: fc.boolean(),
  });
  const setting: fc.Arbitrary<AutoSetting> = fc.record({
    enabled: fc.boolean(),
    workingHoursOnly: fc.boolean(),
    mostADay: fc.integer({ min: 1, max: 5 }),
    repeatDays: fc.integer({ min: 0, max: 30 }),
    samplePercent: fc.integer({ min: 0, max: 100 }),
  });
  /** Kinds of doubt that a rule may not lift, however it is written. */
  const isDoubtful = (one: LightCase): boolean =>
    one.level !== 3 || one.isUrgent || one.isUnsure || one.byStaff || one.linked || one.tier !== 'standard';

  test('no rule lifts a guard: what is in doubt is never answered', () => {
    fc.assert(
      fc.property(lightCase, fc.integer({ min: 0, max: 100 }), fc.boolean(), (one, least, enabled) => {
        const found = autoRuleFor([{ ...rule, enabled, leastConfidence: least }], one);
        if (guardOf(found, one) !== null) return;
        expect(enabled && found !== null && !isDoubtful(one)).toBe(true);
        expect(one.confidence ?? -1).toBeGreaterThanOrEqual(least);
        expect(one.categories).toContain('invoice');
      }),
    );
  });

  test('a day of any cases in any hours never brings more than so many, and nothing out of hours', () => {
    const day = fc.array(fc.tuple(lightCase, fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(setting, day, (given, cases) => {
        let lastDay = 0;
        for (const [one, isWorkingTime] of cases) {
          if (guardNow(given, one, { isWorkingTime, lastDay }) !== null) continue;
          lastDay += 1;
          expect(given.enabled && (isWorkingTime || !given.workingHoursOnly)).toBe(true);
          expect(one.state === 'new' && !one.replied && one.channel !== 'import').toBe(true);
        }
        expect(lastDay).toBeLessThanOrEqual(given.enabled ? given.mostADay : 0);
      }),
    );
  });

  test('who is sampled at a share is sampled at every larger one, and again when asked again', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.nat(100), fc.nat(100), (id, one, other) => {
        const [less, more] = one < other ? [one, other] : [other, one];
        if (isSampled(id, less)) expect(isSampled(id, more)).toBe(true);
        expect(isSampled(id, one)).toBe(isSampled(id, one));
      }),
    );
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
