import { type InputHTMLAttributes, type ReactElement, type ReactNode, type TextareaHTMLAttributes, useId } from 'react';
import { useText } from '../i18n.ts';
import { BaseIcon as Icon } from './base-icon.ts';

export type FieldTexts = {
  readonly label: string;
  /** Beside the label: what it is for. `required` and `optional` say the rest. */
  readonly note?: string;
  readonly required?: boolean;
  readonly error?: string;
};

type Wiring = {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean;
};

type FieldProps = FieldTexts & { readonly children: (wiring: Wiring) => ReactNode };

export const FieldError = ({ id, text }: { readonly id?: string; readonly text: string }): ReactElement => (
  <p className="error" id={id} role="alert">
    <Icon name="over" size="s" />
    <span>{text}</span>
  </p>
);

/** A real label, its note, the control, and below it what is wrong; the control is wired to all of them. */
export const Field = ({ label, note, required, error, children }: FieldProps): ReactElement => {
  const t = useText('platform');
  const id = useId();
  const words = [required === undefined ? '' : t(required ? 'required' : 'optional'), note ?? ''].filter(Boolean);
  return (
    <div className="field">
      <label htmlFor={id}>
        {label} {words.length > 0 ? <span>{words.join(t('public.comma'))}</span> : null}
      </label>
      {children({ id, 'aria-describedby': error ? `${id}e` : undefined, 'aria-invalid': error !== undefined })}
      {error ? <FieldError id={`${id}e`} text={error} /> : null}
    </div>
  );
};

type TextFieldProps = FieldTexts &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly end?: ReactNode;
  };

export const TextField = (props: TextFieldProps): ReactElement => {
  const { label, note, required, error, value, onChange, end, ...rest } = props;
  return (
    <Field label={label} note={note} required={required} error={error}>
      {(wiring) => (
        <div className={`fld ${error ? 'bad' : ''}`}>
          <input
            {...rest}
            {...wiring}
            required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          {end}
        </div>
      )}
    </Field>
  );
};

type TextAreaProps = FieldTexts &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> & {
    readonly value: string;
    readonly onChange: (value: string) => void;
    readonly limit: number;
  };

/** As the person counts, not as UTF-16 does. */
export const lettersOf = (text: string): number => [...text].length;

export const TextArea = (props: TextAreaProps): ReactElement => {
  const { label, note, required, error, value, onChange, limit, ...rest } = props;
  const t = useText('platform');
  const used = lettersOf(value);
  const over = used > limit;
  const shown = error ?? (over ? t('public.tooLong', { count: used - limit }) : undefined);
  return (
    <Field label={label} note={note} required={required} error={shown}>
      {(wiring) => (
        <div className={`fld ${shown ? 'bad' : ''}`}>
          <textarea
            {...rest}
            {...wiring}
            required={required}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
          <span className={`used ${over ? 'bad' : ''}`} aria-hidden="true">
            {t('public.counter', { used, limit })}
          </span>
        </div>
      )}
    </Field>
  );
};

type SelectFieldProps = FieldTexts & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly placeholder?: string;
};

/** The phone's own list: nothing beats it on a phone. */
export const SelectField = (props: SelectFieldProps): ReactElement => {
  const { label, note, required, error, value, onChange, choices, placeholder } = props;
  return (
    <Field label={label} note={note} required={required} error={error}>
      {(wiring) => (
        <div className={`fld ${error ? 'bad' : ''}`}>
          <select {...wiring} required={required} value={value} onChange={(event) => onChange(event.target.value)}>
            <option value="">{placeholder ?? ''}</option>
            {choices.map((choice) => (
              <option key={choice.value} value={choice.value}>
                {choice.label}
              </option>
            ))}
          </select>
        </div>
      )}
    </Field>
  );
};

type TickProps = {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly error?: string;
  readonly children: ReactNode;
};

export const Tick = ({ checked, onChange, error, children }: TickProps): ReactElement => {
  const id = useId();
  return (
    <>
      <label className="tick">
        <input
          type="checkbox"
          checked={checked}
          aria-invalid={error !== undefined}
          aria-describedby={error ? id : undefined}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span>{children}</span>
      </label>
      {error ? <FieldError id={id} text={error} /> : null}
    </>
  );
};
