import dayjs from 'dayjs';
import { type ReactElement, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  DatePicker,
  DialogField,
  Icon,
  Input,
  InputNumber,
  Pill,
  Popover,
  Select,
} from '#platform/web/parts/index.ts';
import { optionWords, type CustomField, type FieldFilter } from '../../contract.ts';
import { useLocalName, usePeople } from '../names.ts';
import { useCustomFields, useValueWords } from './use-fields.ts';

type Filtering = {
  readonly filter: { readonly fields?: FieldFilter[] | undefined };
  readonly onChange: (fields: FieldFilter[] | undefined) => void;
};

const isAsked = ({ any, min, max, contains }: FieldFilter): boolean =>
  (any?.length ?? 0) > 0 || min !== undefined || max !== undefined || (contains ?? '') !== '';

/** A condition in words: `City: Hangzhou`, `Amount ≥ 20`. */
export const useConditionWords = (): ((condition: FieldFilter) => string) => {
  const t = useText('ticket');
  const fields = useCustomFields();
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  return (condition) => {
    const field = fields.find((one) => one.key === condition.key);
    if (!field) return condition.key;
    const name = nameOf(field);
    const { any, min, max, contains } = condition;
    if (any) return t('customField.is', { name, value: any.map((one) => wordsOf(field, one)).join(' / ') });
    if (contains !== undefined) return t('customField.contains', { name, value: contains });
    const [from, to] = [min, max].map((bound) => (bound === undefined ? '' : wordsOf(field, bound)));
    return t('customField.between', { name, from: from ?? '', to: to ?? '' });
  };
};

type PartProps = {
  readonly field: CustomField;
  readonly condition: FieldFilter;
  readonly onChange: (condition: FieldFilter) => void;
};

const AnyOf = ({ field, condition, onChange }: PartProps): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const people = usePeople().data?.items ?? [];
  const options =
    field.kind === 'person'
      ? people.map((person) => ({ value: person.id, label: person.displayName }))
      : field.options.map((option) => ({
          value: option.key,
          label: optionWords(field, option.key, nameOf)[0] ?? option.key,
        }));
  return (
    <Select
      id="field-filter-any"
      mode="multiple"
      maxCount={50}
      value={condition.any ?? []}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('customField.choose')}
      style={{ width: '100%' }}
      onChange={(any: string[]) => onChange({ key: field.key, any })}
    />
  );
};

type Bound = 'min' | 'max';

const Range = ({ field, condition, onChange }: PartProps): ReactElement => {
  const t = useText('ticket');
  const set = (bound: Bound, value: number | string | undefined): void => onChange({ ...condition, [bound]: value });
  const bounds: readonly Bound[] = ['min', 'max'];
  return (
    <div className="row">
      {bounds.map((bound) => {
        const value = condition[bound];
        const label = t(`customField.${bound}`);
        return field.kind === 'number' ? (
          <InputNumber
            key={bound}
            aria-label={label}
            placeholder={label}
            value={typeof value === 'number' ? value : null}
            onChange={(next: number | null) => set(bound, next ?? undefined)}
          />
        ) : (
          <DatePicker
            key={bound}
            aria-label={label}
            placeholder={label}
            value={typeof value === 'string' ? dayjs(value) : null}
            onChange={(next) => set(bound, dayjs.isDayjs(next) ? next.format('YYYY-MM-DD') : undefined)}
          />
        );
      })}
    </div>
  );
};

const ConditionInput = (props: PartProps): ReactElement => {
  const { field, condition, onChange } = props;
  if (field.kind === 'number' || field.kind === 'date') return <Range {...props} />;
  if (field.kind !== 'text') return <AnyOf {...props} />;
  return (
    <Input
      id="field-filter-any"
      maxLength={100}
      value={condition.contains ?? ''}
      onChange={(event) => onChange({ key: field.key, contains: event.target.value })}
    />
  );
};

const NewCondition = ({ filter, onChange, onDone }: Filtering & { readonly onDone: () => void }): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const fields = useCustomFields().filter((field) => field.kind !== 'file');
  const [condition, setCondition] = useState<FieldFilter | null>(null);
  const field = fields.find((one) => one.key === condition?.key);
  return (
    <form
      className="col wfilter"
      onSubmit={(event) => {
        event.preventDefault();
        if (!condition || !isAsked(condition)) return;
        onChange([...(filter.fields ?? []).filter((one) => one.key !== condition.key), condition]);
        onDone();
      }}
    >
      <DialogField label={t('customField.field')} htmlFor="field-filter-key">
        <Select
          id="field-filter-key"
          value={condition?.key}
          options={fields.map((one) => ({ value: one.key, label: nameOf(one) }))}
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('customField.choose')}
          style={{ width: '100%' }}
          onChange={(key: string) => setCondition({ key })}
        />
      </DialogField>
      {field && condition ? (
        <DialogField
          label={t(field.kind === 'text' ? 'customField.containing' : 'customField.value')}
          htmlFor="field-filter-any"
        >
          <ConditionInput field={field} condition={condition} onChange={setCondition} />
        </DialogField>
      ) : null}
      <Button type="submit" tone="primary" disabled={!condition || !isAsked(condition)}>
        {t('customField.apply')}
      </Button>
    </form>
  );
};

/** Conditions on custom fields: those that hold as pills, and a way to add one. Nothing where no field is defined. */
export const FieldFilters = ({ filter, onChange }: Filtering): ReactElement | null => {
  const t = useText('ticket');
  const wordsOf = useConditionWords();
  const [open, setOpen] = useState(false);
  const fields = useCustomFields();
  const conditions = filter.fields ?? [];
  if (fields.length === 0 && conditions.length === 0) return null;
  const without = (key: string): void => {
    const left = conditions.filter((one) => one.key !== key);
    onChange(left.length === 0 ? undefined : left);
  };
  return (
    <>
      {conditions.map((condition) => (
        <Pill key={condition.key} on onClick={() => without(condition.key)}>
          {wordsOf(condition)}
          <Icon name="x" size="xs" />
        </Pill>
      ))}
      <Popover
        trigger="click"
        placement="bottomLeft"
        open={open}
        onOpenChange={setOpen}
        destroyOnHidden
        title={t('customField.filterBy')}
        content={<NewCondition filter={filter} onChange={onChange} onDone={() => setOpen(false)} />}
      >
        <Button size="s" tone="ghost" icon="plus">
          {t('customField.filterBy')}
        </Button>
      </Popover>
    </>
  );
};
