import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import type { Condition } from '../contract.ts';
import { factValue, factWord } from './words.ts';

type WordsProps = { readonly kind: string; readonly conditions: readonly Condition[] };

/** When a flow is taken, in a sentence. */
export const ConditionWords = ({ kind, conditions }: WordsProps): ReactElement => {
  const t = useText('approval');
  if (conditions.length === 0) return <span className="t3">{t('flow.always')}</span>;
  return (
    <span>
      {conditions
        .map(
          (each) =>
            `${factWord(each.fact)} ${t(`is.${each.is}`)} ${factValue({ kind, facts: {} }, each.fact, each.value)}`,
        )
        .join(t('and'))}
    </span>
  );
};
