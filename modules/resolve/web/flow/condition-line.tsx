import type { ReactElement } from 'react';
import { useCategoryTree, useCustomFields, useLocalName } from '#modules/ticket/web/index.ts';
import { kindSchema, ticketChannels } from '#modules/ticket/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { Input, InputNumber, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { factNames, type FlowCondition, flowComparisons } from '../../contract.ts';

type LineProps = {
  readonly condition: FlowCondition;
  readonly editable: boolean;
  readonly onChange: (condition: FlowCondition) => void;
};

const levels = [1, 2, 3];
const needsNoValue = (is: FlowCondition['is']): boolean => is === 'filled' || is === 'empty';

type Option = { value: string | number; label: string };

/** The values that can be chosen for a fact; nothing where they are typed. */
const useChoices = (fact: string): Option[] | null => {
  const t = useText('resolve');
  const nameOf = useLocalName();
  const field = useCustomFields().find((one) => `field.${one.key}` === fact);
  if (fact === 'level') return levels.map((level) => ({ value: level, label: t(`platform:level.${level}`) }));
  if (fact === 'kind') return kindSchema.options.map((kind) => ({ value: kind, label: t(`platform:kind.${kind}`) }));
  if (fact === 'channel') return ticketChannels.map((one) => ({ value: one, label: t(`ticket:channel.${one}`) }));
  if (field?.kind === 'choice' || field?.kind === 'tree')
    return field.options.map((option) => ({ value: option.key, label: nameOf(option) }));
  return null;
};

const ValueInput = ({ condition, editable, onChange }: LineProps): ReactElement | null => {
  const t = useText('resolve');
  const categories = useCategoryTree();
  const choices = useChoices(condition.fact);
  const label = t('flow.conditionValue');
  const set = (value: FlowCondition['value']): void => onChange({ ...condition, value });
  if (needsNoValue(condition.is)) return null;
  if (condition.fact === 'category')
    return (
      <TreeSelect<string | undefined>
        aria-label={label}
        disabled={!editable}
        treeDefaultExpandAll
        treeData={categories}
        {...(typeof condition.value === 'string' ? { value: condition.value } : {})}
        onChange={(value) => set(value ?? null)}
      />
    );
  if (choices)
    return (
      <Select
        aria-label={label}
        disabled={!editable}
        options={choices}
        {...(condition.value === null ? {} : { value: condition.value })}
        onChange={(value: string | number) => set(value)}
      />
    );
  if (condition.fact === 'amount')
    return (
      <InputNumber
        aria-label={label}
        disabled={!editable}
        min={0}
        value={typeof condition.value === 'number' ? condition.value : null}
        onChange={(value) => set(value)}
      />
    );
  return (
    <Input
      aria-label={label}
      disabled={!editable}
      maxLength={200}
      value={String(condition.value ?? '')}
      onChange={(event) => set(event.target.value)}
    />
  );
};

/** One fact compared with one value. */
export const ConditionLine = (props: LineProps): ReactElement => {
  const { condition, editable, onChange } = props;
  const t = useText('resolve');
  const nameOf = useLocalName();
  const fields = useCustomFields();
  const known: { value: string; label: string }[] = [
    ...factNames.map((fact) => ({ value: fact, label: t(`flow.fact.${fact}`) })),
    ...fields.map((field) => ({
      value: `field.${field.key}`,
      label: field.retired ? t('flow.retiredField', { name: nameOf(field) }) : nameOf(field),
    })),
  ];
  return (
    <div className="wf-cond">
      <Select
        aria-label={t('flow.conditionFact')}
        disabled={!editable}
        value={condition.fact}
        options={known}
        onChange={(fact: string) => onChange({ ...condition, fact, value: null })}
      />
      <Select
        aria-label={t('flow.conditionIs')}
        disabled={!editable}
        value={condition.is}
        options={flowComparisons.map((is) => ({ value: is, label: t(`flow.is.${is}`) }))}
        onChange={(is) => onChange({ ...condition, is, value: needsNoValue(is) ? null : condition.value })}
      />
      <ValueInput {...props} />
    </div>
  );
};
