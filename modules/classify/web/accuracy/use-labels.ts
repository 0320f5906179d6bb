import { hasText, useText } from '#platform/web/i18n.ts';
import type { LearnedField } from '../../contract.ts';

/** The name of a label: kinds, levels, moods from the texts, categories and departments as the company named them. */
export const useLabelName = (): ((
  field: LearnedField,
  label: string,
  names: Readonly<Record<string, string>>,
) => string) => {
  const t = useText('classify');
  return (field, label, names) => {
    if (field === 'kind') return t(`platform:kind.${label}`);
    if (field === 'level') return t(`platform:level.${label}`);
    if (hasText('classify', `labels.${field}.${label}`)) return t(`labels.${field}.${label}`);
    return names[label] ?? label;
  };
};
