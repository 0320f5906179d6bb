import { fullInstant, money } from '#platform/web/format.ts';
import { hasText, translate, useLanguage } from '#platform/web/i18n.ts';
import type { Fact, LevelRule, RequestRow } from '../contract.ts';

/** A kind that another module registered may have no words here: then its key shows. */
export const kindWord = (kind: string): string =>
  hasText('approval', `kind.${kind}`) ? translate('approval', `kind.${kind}`) : kind;

export const factWord = (fact: string): string =>
  hasText('approval', `fact.${fact}`) ? translate('approval', `fact.${fact}`) : fact;

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

export const factValue = (fact: string, value: Fact): string => {
  if (typeof value === 'boolean') return translate('approval', value ? 'yes' : 'no');
  if (typeof value === 'string' && instant.test(value)) return fullInstant(value).slice(0, 16).replace('T', ' ');
  if (fact === 'kind' && hasText('platform', `kind.${value}`)) return translate('platform', `kind.${value}`);
  return fact === 'amount' && typeof value === 'number' ? money(value) : String(value);
};

export const ruleWord = (rule: LevelRule): string => {
  switch (rule.kind) {
    case 'all':
      return translate('approval', 'rule.all');
    case 'any':
      return translate('approval', 'rule.any');
    case 'count':
      return translate('approval', 'rule.count', { count: rule.count });
    case 'percent':
      return translate('approval', 'rule.percent', { percent: rule.percent });
  }
};

export type Named = { readonly name: string; readonly nameEn: string };

export const useLocalName = (): ((named: Named) => string) => {
  const language = useLanguage();
  return ({ name, nameEn }) => (language === 'en' && nameEn !== '' ? nameEn : name);
};

export const levelOf = (row: Pick<RequestRow, 'levelName' | 'levelNameEn'>): Named => ({
  name: row.levelName,
  nameEn: row.levelNameEn,
});
