import './fields.css';
import { type ReactElement, useId } from 'react';
import { useText } from '#platform/web/i18n.ts';
import type { AttachmentView, CustomField } from '../../contract.ts';
import { useLocalName } from '../names.ts';
import { FieldControl } from './field-control.tsx';
import type { FieldUpload } from './file-control.tsx';

export type FieldProblems = Readonly<Record<string, string | undefined>>;

type InputsProps = {
  readonly fields: readonly CustomField[];
  /** By key of the field; null or absent = empty. */
  readonly values: Readonly<Record<string, unknown>>;
  readonly onChange: (values: Record<string, unknown>) => void;
  /** Sentences by key of the field. */
  readonly problems?: FieldProblems;
  /** Keys of what has to be filled in, marked as such. */
  readonly required?: readonly string[];
  /** Metadata of files that stand in values. */
  readonly files?: readonly AttachmentView[];
  /** Where files go; without it a file field shows what is there and takes none. */
  readonly upload?: FieldUpload;
  /** The first of them has the focus as soon as it is there. */
  readonly autoFocus?: boolean;
};

/** The form controls of fields, each with its label, hint and what is wrong with it. */
export const CustomFieldInputs = (props: InputsProps): ReactElement => {
  const { fields, values, onChange, problems = {}, required = [], files = [], upload, autoFocus = false } = props;
  const t = useText('ticket');
  const nameOf = useLocalName();
  const base = useId();
  return (
    <div className="finputs">
      {fields.map((field, index) => {
        const id = `${base}${field.key}`;
        const problem = problems[field.key];
        const hint = field.kind === 'text' ? '' : nameOf({ name: field.hint, nameEn: field.hintEn });
        return (
          <div key={field.key} className="col dialog-field">
            <label htmlFor={id} className="t2">
              {nameOf(field)}
              {required.includes(field.key) ? <span className="red"> {t('customField.required')}</span> : null}
            </label>
            <FieldControl
              field={field}
              id={id}
              value={values[field.key]}
              invalid={problem !== undefined}
              describedBy={problem === undefined ? undefined : `${id}e`}
              autoFocus={autoFocus && index === 0}
              files={files}
              upload={upload}
              onChange={(value) => onChange({ ...values, [field.key]: value })}
            />
            {problem === undefined ? null : (
              <span id={`${id}e`} role="alert" className="f12 red">
                {problem}
              </span>
            )}
            {hint === '' ? null : <span className="t3 f12">{hint}</span>}
          </div>
        );
      })}
    </div>
  );
};
