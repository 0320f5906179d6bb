import type { BodyInputOf } from '#platform/contract/route.ts';
import type { ClassifyRuleRow, createClassifyRule, RuleBody } from '../contract.ts';

/** The parts of a rule that ask for words, in the order of the sentence. */
export const wordConditions = ['anyOf', 'allOf', 'noneOf', 'patterns'] as const;
/** What stands between words that are pasted as a list, Latin and Chinese. */
export const wordSeparators = [',', ';', '\n', '\uFF0C', '\u3001', '\uFF1B'] as const;
/** Those that ask how and from whom it came. */
export const choiceConditions = ['kinds', 'channels', 'customerTiers'] as const;

export type RuleDraft = Omit<ClassifyRuleRow, 'id'>;

export const emptyRule: RuleDraft = { name: '', rule: { anyOf: [] }, priority: 100, enabled: true };

/** A condition or order that is taken away must be absent, not empty. */
export const withPart = (rule: RuleBody, part: Partial<RuleBody>): RuleBody => {
  const entries = Object.entries({ ...rule, ...part }).filter(
    ([name, value]) =>
      name === 'anyOf' || (value !== undefined && value !== '' && (!Array.isArray(value) || value.length > 0)),
  );
  return { anyOf: rule.anyOf, ...Object.fromEntries(entries) };
};

export const asksNothing = (rule: RuleBody): boolean =>
  [...wordConditions.filter((name) => name !== 'noneOf'), ...choiceConditions, 'dangers' as const].every(
    (name) => (rule[name]?.length ?? 0) === 0,
  );

export const ordersNothing = (rule: RuleBody): boolean =>
  [rule.kind, rule.leans, rule.categoryKey, rule.level, rule.usualLevel].every((each) => each === undefined);

export const bodyOf = ({ name, rule, priority, enabled }: RuleDraft): BodyInputOf<typeof createClassifyRule> => ({
  name,
  rule,
  priority,
  enabled,
});
