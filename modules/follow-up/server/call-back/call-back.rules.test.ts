import { describe, expect, test } from 'vitest';
import { attemptOutcomes, type CallBackRule } from '../../contract/call-back.ts';
import { afterAttempt, mostCalls, ruleFor } from './call-back.rules.ts';

const rule = (part: Partial<CallBackRule>): CallBackRule => ({
  id: '0a280000-0000-7000-8000-00000000000a',
  name: '回访',
  nameEn: '',
  enabled: true,
  sort: 10,
  occasion: 'answered',
  kinds: [],
  levels: [],
  categoryKeys: [],
  channels: [],
  instead: false,
  afterMinutes: 60,
  spacingMinutes: 60,
  mostAttempts: 3,
  templateId: null,
  ...part,
});

const call = { kind: 'complaint', level: 2, categoryKey: 'refund.slow', channel: 'form' };

describe('which rule asks for a call', () => {
  test('without conditions every case of its occasion, and no other occasion', () => {
    expect(ruleFor([rule({})], 'answered', call)?.name).toBe('回访');
    expect(ruleFor([rule({})], 'low_score', call)).toBeNull();
    expect(ruleFor([rule({ enabled: false })], 'answered', call)).toBeNull();
  });

  test.each([
    [{ kinds: ['complaint' as const] }, true],
    [{ kinds: ['praise' as const] }, false],
    [{ levels: [1 as const] }, false],
    [{ levels: [1 as const, 2 as const] }, true],
    [{ channels: ['form' as const] }, true],
    [{ channels: ['email' as const] }, false],
    [{ categoryKeys: ['refund'] }, true],
    [{ categoryKeys: ['refund.slow'] }, true],
    [{ categoryKeys: ['refund.slow.card'] }, false],
    [{ categoryKeys: ['ref'] }, false],
    [{ kinds: ['complaint' as const], levels: [1 as const] }, false],
  ])('%j', (part, fits) => {
    expect(ruleFor([rule(part)], 'answered', call) !== null).toBe(fits);
  });

  test('without a category no rule of categories fits; the first that fits counts', () => {
    expect(ruleFor([rule({ categoryKeys: ['refund'] })], 'answered', { ...call, categoryKey: null })).toBeNull();
    const rules = [rule({ name: '一', levels: [1] }), rule({ name: '二' }), rule({ name: '三' })];
    expect(ruleFor(rules, 'answered', call)?.name).toBe('二');
  });
});

describe('what follows from an attempt', () => {
  test('speaking ends it, refusing and a wrong number too', () => {
    expect(afterAttempt('solved', 1, 3)).toEqual({ state: 'reached' });
    expect(afterAttempt('not_solved', 3, 3)).toEqual({ state: 'reached' });
    expect(afterAttempt('refused', 1, 3)).toEqual({ state: 'unreached' });
    expect(afterAttempt('wrong_number', 1, 3)).toEqual({ state: 'unreached' });
  });

  test('nobody there: tried again until the last attempt', () => {
    for (const outcome of ['busy', 'no_answer'] as const) {
      expect(afterAttempt(outcome, 2, 3)).toEqual({ state: 'waiting', next: 'spaced' });
      expect(afterAttempt(outcome, 3, 3)).toEqual({ state: 'unreached' });
      expect(afterAttempt(outcome, 1, 1)).toEqual({ state: 'unreached' });
    }
  });

  test('another time is the customer’s wish and not counted against him, but it ends some day', () => {
    expect(afterAttempt('later', 3, 3)).toEqual({ state: 'waiting', next: 'wished' });
    expect(afterAttempt('later', mostCalls, 3)).toEqual({ state: 'unreached' });
  });

  test('whatever happens, no call is made more often than the limit', () => {
    for (const outcome of attemptOutcomes) expect(afterAttempt(outcome, mostCalls, 10).state).not.toBe('waiting');
  });
});
