import type { ReactElement } from 'react';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { SelectField, TextField } from '#platform/web/public/index.ts';
import type { FormField } from '../contract.ts';
import type { Faults } from './public-form-check.ts';
import type { Draft } from './public-form-draft.ts';

export type DraftChange = (part: Partial<Draft>) => void;
type Props = { readonly draft: Draft; readonly faults: Faults; readonly change: DraftChange };

/** Optional all three: somebody without a name is heard too. */
export const ContactInputs = ({ draft, faults, change }: Props): ReactElement => {
  const t = useText('collect');
  return (
    <>
      <TextField
        label={t('form.phone')}
        note={t('form.phoneNote')}
        required={false}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        maxLength={40}
        error={faults['contact.phone']}
        value={draft.phone}
        onChange={(phone) => change({ phone })}
      />
      <TextField
        label={t('form.email')}
        note={t('form.emailNote')}
        required={false}
        type="email"
        inputMode="email"
        autoComplete="email"
        maxLength={200}
        error={faults['contact.email']}
        value={draft.email}
        onChange={(email) => change({ email })}
      />
      <TextField
        label={t('form.name')}
        required={false}
        autoComplete="name"
        maxLength={100}
        error={faults['contact.name']}
        value={draft.name}
        onChange={(name) => change({ name })}
      />
    </>
  );
};

export const useFieldLabel = (): ((field: FormField) => string) => {
  const language = useLanguage();
  return (field) => (language === 'en' ? field.labelEn || field.label : field.label);
};

const inputOf = { text: {}, number: { inputMode: 'decimal' }, date: { type: 'date' }, choice: {} } as const;

/** What the company asks on this form, beside the free words. */
export const QuestionInputs = ({
  draft,
  faults,
  change,
  fields,
}: Props & { readonly fields: readonly FormField[] }): ReactElement => {
  const t = useText('collect');
  const language = useLanguage();
  const labelOf = useFieldLabel();
  const english = language === 'en';
  return (
    <>
      {fields.map((field) => {
        const common = {
          label: labelOf(field),
          required: field.required,
          error: faults[`fields.${field.key}`],
          value: draft.fields[field.key] ?? '',
          onChange: (value: string) => change({ fields: { ...draft.fields, [field.key]: value } }),
        };
        if (field.type === 'choice') {
          const choices = field.options.map((option) => ({
            value: option.value,
            label: english ? option.labelEn || option.label : option.label,
          }));
          return <SelectField key={field.key} {...common} choices={choices} placeholder={t('form.choose')} />;
        }
        const hint = english ? field.hintEn || field.hint : field.hint;
        return <TextField key={field.key} {...common} {...inputOf[field.type]} maxLength={2000} placeholder={hint} />;
      })}
    </>
  );
};
