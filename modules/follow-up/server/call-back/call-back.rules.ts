import type { AttemptOutcome, CallBackRule, CallBackState, Occasion } from '../../contract/call-back.ts';

/** Pure decisions about calls to customers. */

export type CallCase = {
  readonly kind: string;
  readonly level: number;
  readonly categoryKey: string | null;
  readonly channel: string;
};

const fits = <Value>(wanted: readonly Value[], value: Value): boolean => wanted.length === 0 || wanted.includes(value);

/** A category key stands for itself and, with a dot behind it, for everything below. */
const inCategories = (wanted: readonly string[], key: string | null): boolean =>
  wanted.length === 0 || (key !== null && wanted.some((one) => key === one || key.startsWith(`${one}.`)));

/** The first rule for the occasion whose every condition holds; rules come in their order. */
export const ruleFor = (
  rules: readonly CallBackRule[],
  occasion: Occasion,
  { kind, level, categoryKey, channel }: CallCase,
): CallBackRule | null =>
  rules.find(
    (rule) =>
      rule.enabled &&
      rule.occasion === occasion &&
      (rule.kinds.length === 0 || rule.kinds.some((one) => one === kind)) &&
      fits<number>(rule.levels, level) &&
      inCategories(rule.categoryKeys, categoryKey) &&
      fits<string>(rule.channels, channel),
  ) ?? null;

/** What follows from an attempt for the call: it is over, or tried again. */
export type AfterAttempt =
  | { readonly state: Exclude<CallBackState, 'waiting' | 'over'> }
  | { readonly state: 'waiting'; readonly next: 'spaced' | 'wished' };

/** However often a customer asks for another time, it ends here. */
export const mostCalls = 20;

export const afterAttempt = (outcome: AttemptOutcome, no: number, mostAttempts: number): AfterAttempt => {
  switch (outcome) {
    case 'solved':
    case 'not_solved':
      return { state: 'reached' };
    case 'refused':
    case 'wrong_number':
      return { state: 'unreached' };
    case 'later':
      return no >= mostCalls ? { state: 'unreached' } : { state: 'waiting', next: 'wished' };
    case 'busy':
    case 'no_answer':
      return no >= mostAttempts ? { state: 'unreached' } : { state: 'waiting', next: 'spaced' };
  }
};
