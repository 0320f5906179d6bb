import { type ReactElement, useId } from 'react';
import { upload } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { FieldError, FileDrop, SelectField, TextField, Tick } from '#platform/web/public/index.ts';
import { type FormField, type PublicForm, uploadPublicAttachment } from '../contract.ts';
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

const inputOf = { text: {}, number: { inputMode: 'decimal' }, date: { type: 'date' } } as const;
const usualFiles = 9;

type QuestionProps = {
  readonly field: FormField;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
};

const useChoices = (field: FormField): { value: string; label: string }[] => {
  const english = useLanguage() === 'en';
  return field.options.map((option) => ({
    value: option.value,
    label: english ? option.labelEn || option.label : option.label,
  }));
};

/** Several of a few: boxes, each of which a thumb can hit. */
const ManyInput = ({ field, label, value, error, onChange }: QuestionProps): ReactElement => {
  const words = useText('platform');
  const id = useId();
  const chosen = value === '' ? [] : value.split(',');
  const toggle = (key: string, on: boolean): void =>
    onChange((on ? [...chosen, key] : chosen.filter((one) => one !== key)).join(','));
  return (
    <div className="field" role="group" aria-labelledby={id}>
      <span id={id} className="label">
        {label} <span>{words(field.required ? 'required' : 'optional')}</span>
      </span>
      {useChoices(field).map((choice) => (
        <Tick
          key={choice.value}
          checked={chosen.includes(choice.value)}
          onChange={(checked) => toggle(choice.value, checked)}
        >
          {choice.label}
        </Tick>
      ))}
      {error ? <FieldError text={error} /> : null}
    </div>
  );
};

const sendPublicFile = (
  file: File,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<{ id: string }> => {
  const body = new FormData();
  body.set('file', file);
  return upload(uploadPublicAttachment, {}, body, { onProgress, signal });
};

type FileProps = QuestionProps & { readonly form: PublicForm; readonly onBusy: (busy: boolean) => void };

const FileInput = ({ field, label, error, onChange, form, onBusy }: FileProps): ReactElement => (
  <>
    <FileDrop
      label={label}
      maxBytes={form.uploadLimitBytes}
      maxFiles={field.most ?? usualFiles}
      send={sendPublicFile}
      onBusy={onBusy}
      onChange={(ids) => onChange(ids.join(','))}
    />
    {error ? <FieldError text={error} /> : null}
  </>
);

/** What the company asks on this form, beside the free words. */
export const QuestionInputs = ({
  draft,
  faults,
  change,
  form,
  onBusy,
}: Props & { readonly form: PublicForm; readonly onBusy: (busy: boolean) => void }): ReactElement => {
  const labelOf = useFieldLabel();
  return (
    <>
      {form.fields.map((field) => {
        const common = {
          field,
          label: labelOf(field),
          error: faults[`fields.${field.key}`],
          value: draft.fields[field.key] ?? '',
          onChange: (value: string) => change({ fields: { ...draft.fields, [field.key]: value } }),
        };
        if (field.type === 'choices') return <ManyInput key={field.key} {...common} />;
        if (field.type === 'file') return <FileInput key={field.key} {...common} form={form} onBusy={onBusy} />;
        return <OneInput key={field.key} {...common} />;
      })}
    </>
  );
};

const OneInput = ({ field, ...common }: QuestionProps): ReactElement => {
  const t = useText('collect');
  const english = useLanguage() === 'en';
  const choices = useChoices(field);
  const shared = { ...common, required: field.required };
  if (field.type === 'choice') return <SelectField {...shared} choices={choices} placeholder={t('form.choose')} />;
  const hint = english ? field.hintEn || field.hint : field.hint;
  const type = field.type === 'number' || field.type === 'date' ? field.type : 'text';
  return <TextField {...shared} {...inputOf[type]} maxLength={field.most ?? 2000} placeholder={hint} />;
};
