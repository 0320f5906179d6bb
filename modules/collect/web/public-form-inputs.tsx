import { type ReactElement, useId, useState } from 'react';
import { upload } from '#platform/web/api.ts';
import { useLanguage, useText } from '#platform/web/i18n.ts';
import { BigButton, FieldError, FileDrop, Icon, SelectField, TextField, Tick } from '#platform/web/public/index.ts';
import { type FormField, type PublicForm, uploadPublicAttachment } from '../contract.ts';
import type { Faults } from './public-form-check.ts';
import type { Draft } from './public-form-draft.ts';

export type DraftChange = (part: Partial<Draft>) => void;
type Props = { readonly draft: Draft; readonly faults: Faults; readonly change: DraftChange };

/** Optional all three: somebody without a name is heard too. */
export const ContactInputs = ({
  draft,
  faults,
  change,
  sendsMail,
}: Props & { readonly sendsMail: boolean }): ReactElement => {
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
        {...(sendsMail ? { note: t('form.emailNote') } : {})}
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

type EarlierProps = {
  readonly files: readonly { readonly id: string; readonly name: string }[];
  readonly onRemove: (id: string) => void;
};

/** Files that arrived before a reload: a browser cannot show them again, but they are not lost. */
export const EarlierFiles = ({ files, onRemove }: EarlierProps): ReactElement | null => {
  const t = useText('collect');
  if (files.length === 0) return null;
  return (
    <ul className="meta" aria-label={t('form.earlierFiles')} style={{ marginTop: 8 }}>
      {files.map((file) => (
        <li key={file.id} className="row" style={{ minHeight: 44 }}>
          <Icon name="clip" size="s" /> <span className="el">{file.name}</span>
          <BigButton compact onClick={() => onRemove(file.id)} aria-label={t('form.removeFile', { name: file.name })}>
            <Icon name="x" size="s" />
          </BigButton>
        </li>
      ))}
    </ul>
  );
};

type OnBusy = (busy: boolean) => void;
type FileProps = QuestionProps & { readonly form: PublicForm; readonly onBusy: OnBusy };

const FileInput = ({ field, label, value, error, onChange, form, onBusy }: FileProps): ReactElement => {
  const t = useText('collect');
  const [earlier, setEarlier] = useState<readonly string[]>(() => value.split(',').filter(Boolean));
  const [fresh, setFresh] = useState<readonly string[]>([]);
  const tell = (first: readonly string[], second: readonly string[]): void => onChange([...first, ...second].join(','));
  return (
    <>
      <EarlierFiles
        files={earlier.map((id, index) => ({ id, name: t('form.earlierFile', { label, number: index + 1 }) }))}
        onRemove={(id) => {
          const left = earlier.filter((one) => one !== id);
          setEarlier(left);
          tell(left, fresh);
        }}
      />
      <FileDrop
        label={label}
        maxBytes={form.uploadLimitBytes}
        maxFiles={(field.most ?? usualFiles) - earlier.length}
        send={sendPublicFile}
        onBusy={onBusy}
        onChange={(ids) => {
          setFresh(ids);
          tell(earlier, ids);
        }}
      />
      {error ? <FieldError text={error} /> : null}
    </>
  );
};

/** What the company asks on this form, beside the free words. */
export const QuestionInputs = ({
  draft,
  faults,
  change,
  form,
  onBusy,
}: Props & { readonly form: PublicForm; readonly onBusy: (key: string, busy: boolean) => void }): ReactElement => {
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
        if (field.type === 'file')
          return <FileInput key={field.key} {...common} form={form} onBusy={(busy) => onBusy(field.key, busy)} />;
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
