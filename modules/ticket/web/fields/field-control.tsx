import dayjs from 'dayjs';
import type { ReactElement } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DatePicker, Input, InputNumber, Select, TreeSelect } from '#platform/web/parts/index.ts';
import type { AttachmentView, CustomField, FieldOption } from '../../contract.ts';
import { useLocalName, usePeople, type TreeNode } from '../names.ts';
import { FileControl, type FieldUpload } from './file-control.tsx';

export type ControlProps = {
  readonly field: CustomField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly id: string;
  readonly invalid?: boolean;
  readonly describedBy?: string | undefined;
  readonly autoFocus?: boolean;
  /** Where no label stands beside it. */
  readonly label?: string | undefined;
  readonly files?: readonly AttachmentView[];
  readonly upload?: FieldUpload | undefined;
};

const longText = 120;
const searchedFrom = 8;

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');
const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((one) => typeof one === 'string') : textOf(value) === '' ? [] : [textOf(value)];

const named = (label: string | undefined): { 'aria-label'?: string } =>
  label === undefined ? {} : { 'aria-label': label };

/** What may be chosen now, and what stands there although it is retired. */
const offered = (options: readonly FieldOption[], chosen: readonly string[]): FieldOption[] =>
  options.filter((option) => !option.retired || chosen.includes(option.key));

const treeOf = (options: readonly FieldOption[], nameOf: (option: FieldOption) => string): TreeNode[] => {
  const below = (parent: string | null): TreeNode[] =>
    options
      .filter((option) => option.parentKey === parent)
      .map((option) => ({ value: option.key, title: nameOf(option), children: below(option.key) }));
  return below(null);
};

const TextControl = ({
  field,
  value,
  onChange,
  id,
  invalid,
  describedBy,
  autoFocus,
  label,
}: ControlProps): ReactElement => {
  const hint = useLocalName()({ name: field.hint, nameEn: field.hintEn });
  const common = {
    id,
    ...named(label),
    value: textOf(value),
    placeholder: hint,
    maxLength: field.rule.length ?? 2000,
    autoFocus: autoFocus ?? false,
    'aria-invalid': invalid ?? false,
    'aria-describedby': describedBy,
    onChange: (event: { target: { value: string } }) => onChange(event.target.value),
  };
  return (field.rule.length ?? 2000) > longText ? (
    <Input.TextArea {...common} autoSize={{ minRows: 1, maxRows: 6 }} />
  ) : (
    <Input {...common} />
  );
};

const NumberControl = ({ field, value, onChange, id, invalid, autoFocus, label }: ControlProps): ReactElement => {
  const { min, max } = field.rule;
  return (
    <InputNumber
      id={id}
      {...named(label)}
      value={typeof value === 'number' ? value : null}
      {...(typeof min === 'number' ? { min } : {})}
      {...(typeof max === 'number' ? { max } : {})}
      autoFocus={autoFocus ?? false}
      aria-invalid={invalid ?? false}
      style={{ width: '100%' }}
      onChange={(next: number | null) => onChange(next)}
    />
  );
};

const DayControl = ({ field, value, onChange, id, autoFocus, label }: ControlProps): ReactElement => {
  const { min, max } = field.rule;
  const day = textOf(value);
  return (
    <DatePicker
      id={id}
      {...named(label)}
      value={day === '' ? null : dayjs(day)}
      {...(typeof min === 'string' ? { minDate: dayjs(min) } : {})}
      {...(typeof max === 'string' ? { maxDate: dayjs(max) } : {})}
      autoFocus={autoFocus ?? false}
      style={{ width: '100%' }}
      onChange={(next) => onChange(dayjs.isDayjs(next) ? next.format('YYYY-MM-DD') : null)}
    />
  );
};

const ChoiceControl = ({ field, value, onChange, id, autoFocus, label }: ControlProps): ReactElement => {
  const nameOf = useLocalName();
  const t = useText('ticket');
  const chosen = listOf(value);
  const options = offered(field.options, chosen).map((option) => ({ value: option.key, label: nameOf(option) }));
  const common = {
    id,
    ...named(label),
    options,
    allowClear: true,
    autoFocus: autoFocus ?? false,
    placeholder: t('customField.choose'),
    style: { width: '100%' },
    ...(options.length >= searchedFrom ? { showSearch: { optionFilterProp: 'label' } } : {}),
  };
  if (field.rule.many === true)
    return <Select {...common} mode="multiple" value={chosen} onChange={(next: string[]) => onChange(next)} />;
  return (
    <Select {...common} value={chosen[0]} onChange={(next: string | null | undefined) => onChange(next ?? null)} />
  );
};

const TreeControl = ({ field, value, onChange, id, autoFocus, label }: ControlProps): ReactElement => {
  const nameOf = useLocalName();
  const t = useText('ticket');
  return (
    <TreeSelect
      id={id}
      {...named(label)}
      value={listOf(value)[0]}
      treeData={treeOf(offered(field.options, listOf(value)), nameOf)}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      autoFocus={autoFocus ?? false}
      placeholder={t('customField.choose')}
      style={{ width: '100%' }}
      onChange={(next: string | undefined) => onChange(next ?? null)}
    />
  );
};

const PersonControl = ({ value, onChange, id, autoFocus, label }: ControlProps): ReactElement => {
  const t = useText('ticket');
  const people = usePeople().data?.items ?? [];
  return (
    <Select
      id={id}
      {...named(label)}
      value={textOf(value) === '' ? undefined : textOf(value)}
      options={people.map((person) => ({ value: person.id, label: person.displayName }))}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      autoFocus={autoFocus ?? false}
      placeholder={t('customField.choose')}
      style={{ width: '100%' }}
      onChange={(next: string | null | undefined) => onChange(next ?? null)}
    />
  );
};

/** The control of one field; its label stands outside and names it by id. */
export const FieldControl = (props: ControlProps): ReactElement => {
  switch (props.field.kind) {
    case 'text':
      return <TextControl {...props} />;
    case 'number':
      return <NumberControl {...props} />;
    case 'date':
      return <DayControl {...props} />;
    case 'choice':
      return <ChoiceControl {...props} />;
    case 'tree':
      return <TreeControl {...props} />;
    case 'person':
      return <PersonControl {...props} />;
    case 'file':
      return <FileControl {...props} ids={listOf(props.value)} />;
  }
};
