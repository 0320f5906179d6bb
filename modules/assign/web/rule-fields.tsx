import './rules.css';
import type { ReactElement } from 'react';
import { channelSchema } from '#modules/ticket/contract.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { FormField, kinds, RuleHead, Select, TreeSelect } from '#platform/web/parts/index.ts';
import type { AssignRule } from '../contract.ts';
import { usePlaces, type Places } from './places.ts';

/** A rule being written: the department is chosen before it is saved. */
export type RuleDraft = Omit<AssignRule, 'id' | 'departmentId'> & { readonly departmentId: string | null };

export const emptyRule: RuleDraft = {
  name: '',
  categoryPrefix: null,
  kind: null,
  level: null,
  region: null,
  channel: null,
  tier: null,
  departmentId: null,
  personId: null,
  priority: 100,
  enabled: true,
};

type Change = (part: Partial<RuleDraft>) => void;
type PartProps = { readonly draft: RuleDraft; readonly places: Places; readonly onChange: Change };

type PickProps<Value> = {
  readonly id: string;
  readonly label: string;
  readonly value: Value | null;
  readonly options: readonly { value: Value; label: string }[];
  readonly onPick: (value: Value | null) => void;
};

const Pick = <Value extends string | number>(props: PickProps<Value>): ReactElement => {
  const { id, label, value, options, onPick } = props;
  const t = useText('assign');
  return (
    <FormField id={id} label={label}>
      <Select
        id={id}
        allowClear
        placeholder={t('rule.any')}
        value={value}
        options={[...options]}
        onChange={(next: Value | null | undefined) => onPick(next ?? null)}
      />
    </FormField>
  );
};

const Conditions = ({ draft, places, onChange }: PartProps): ReactElement => {
  const t = useText('assign');
  const words = useText('platform');
  return (
    <fieldset>
      <legend className="part">{t('rule.when')}</legend>
      <FormField id="assign-category" label={t('rule.category')} hint={t('rule.categoryHint')}>
        <TreeSelect
          id="assign-category"
          allowClear
          placeholder={t('rule.any')}
          treeData={places.categoryTree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={draft.categoryPrefix ?? undefined}
          onChange={(next: string | null | undefined) => onChange({ categoryPrefix: next ?? null })}
        />
      </FormField>
      <Pick
        id="assign-kind"
        label={t('rule.kind')}
        value={draft.kind}
        options={kinds.map((kind) => ({ value: kind, label: words(`kind.${kind}`) }))}
        onPick={(kind) => onChange({ kind })}
      />
      <Pick
        id="assign-level"
        label={t('rule.level')}
        value={draft.level}
        options={([1, 2, 3] as const).map((level) => ({ value: level, label: words(`level.${level}`) }))}
        onPick={(level) => onChange({ level })}
      />
      <Pick
        id="assign-region"
        label={t('rule.region')}
        value={draft.region}
        options={places.regions.map((region) => ({ value: region, label: region }))}
        onPick={(region) => onChange({ region })}
      />
      <Pick
        id="assign-channel"
        label={t('rule.channel')}
        value={draft.channel}
        options={channelSchema.options.map((channel) => ({ value: channel, label: t(`ticket:channel.${channel}`) }))}
        onPick={(channel) => onChange({ channel })}
      />
      <Pick
        id="assign-tier"
        label={t('rule.tier')}
        value={draft.tier}
        options={(['standard', 'silver', 'gold'] as const).map((tier) => ({ value: tier, label: t(`tier.${tier}`) }))}
        onPick={(tier) => onChange({ tier })}
      />
    </fieldset>
  );
};

const Target = ({ draft, places, onChange }: PartProps): ReactElement => {
  const t = useText('assign');
  const within = places.people.filter((person) => person.departmentId === draft.departmentId);
  return (
    <fieldset>
      <legend className="part">{t('rule.then')}</legend>
      <FormField id="assign-department" label={t('rule.department')} hint={t('rule.departmentHint')}>
        <TreeSelect
          id="assign-department"
          treeData={places.departmentTree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('rule.departmentMissing')}
          value={draft.departmentId ?? undefined}
          onChange={(departmentId: string) => onChange({ departmentId, personId: null })}
        />
      </FormField>
      <FormField id="assign-person" label={t('rule.person')} hint={t('rule.personHint')}>
        <Select
          id="assign-person"
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('rules.byLoad')}
          value={draft.personId}
          options={within.map((person) => ({ value: person.id, label: person.displayName }))}
          onChange={(next: string | null | undefined) => onChange({ personId: next ?? null })}
        />
      </FormField>
    </fieldset>
  );
};

type FieldsProps = { readonly draft: RuleDraft; readonly onChange: Change; readonly problem: ApiProblem | null };

/** When a case is like this, then these get it. */
export const RuleFields = ({ draft, onChange, problem }: FieldsProps): ReactElement => {
  const places = usePlaces();
  return (
    <>
      <RuleHead
        id="assign"
        value={{ name: draft.name, order: draft.priority, enabled: draft.enabled }}
        problem={problem}
        onChange={({ order, ...part }) => onChange({ ...part, ...(order === undefined ? {} : { priority: order }) })}
      />
      <Conditions draft={draft} places={places} onChange={onChange} />
      <Target draft={draft} places={places} onChange={onChange} />
    </>
  );
};
