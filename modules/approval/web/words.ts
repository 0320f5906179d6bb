import { fullInstant } from '#platform/web/format.ts';
import { currentLanguage, hasText, translate, useLanguage } from '#platform/web/i18n.ts';
import {
  sayFact,
  sayFactName,
  sayFacts,
  type Fact,
  type FactSpeaker,
  type LevelRule,
  type RequestRow,
  type RequestView,
} from '../contract.ts';

/** A kind that another module registered may have no words here: then its key shows. */
export const kindWord = (kind: string): string =>
  hasText('approval', `kind.${kind}`) ? translate('approval', `kind.${kind}`) : kind;

const speakerNow = (): FactSpeaker => ({
  locale: currentLanguage(),
  text: (namespace, key) => (hasText(namespace, key) ? translate(namespace, key) : undefined),
  instant: (at) => fullInstant(at).slice(0, 16).replace('T', ' '),
});

export const factWord = (fact: string): string => sayFactName(fact, speakerNow());

/** A value beside its fact; of a request the whole of what was asked, of a condition what it compares with. */
export const factValue = (asked: Parameters<typeof sayFact>[0], fact: string, value: Fact): string =>
  sayFact(asked, fact, value, speakerNow());

/** What a signer reads of a request, by name. */
export const factLines = (view: Pick<RequestView, 'kind' | 'facts' | 'factNames'>): (readonly [string, string])[] =>
  sayFacts({ ...view, names: view.factNames }, speakerNow());

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
