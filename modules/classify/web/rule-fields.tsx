import type { ReactElement, ReactNode } from 'react';
import { channelSchema } from '#modules/ticket/contract.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Form, Input, InputNumber, kinds, Select, Switch, TreeSelect } from '#platform/web/parts/index.ts';
import type { RuleBody } from '../contract.ts';
import { type RuleDraft, withPart, wordConditions, wordSeparators } from './rule-draft.ts';
import { useCategoryTree } from './verdict-marks.tsx';

type FieldProps = {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly problem?: string | undefined;
  readonly children: ReactNode;
};

const Field = ({ id, label, hint, problem, children }: FieldProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} validateStatus={problem ? 'error' : ''} help={problem} extra={hint}>
    {children}
  </Form.Item>
);

type PartProps = { readonly rule: RuleBody; readonly onChange: (part: Partial<RuleBody>) => void };

const channels = channelSchema.options;
const tiers = ['standard', 'silver', 'gold'];

/** What has to be there: every line that is filled must hold. */
const Conditions = ({ rule, onChange }: PartProps): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const choices = [
    { name: 'kinds' as const, options: kinds.map((kind) => ({ value: kind, label: words(`kind.${kind}`) })) },
    {
      name: 'channels' as const,
      options: channels.map((channel) => ({ value: channel, label: t(`ticket:channel.${channel}`) })),
    },
    { name: 'customerTiers' as const, options: tiers.map((tier) => ({ value: tier, label: t(`tier.${tier}`) })) },
  ];
  return (
    <fieldset>
      <legend className="part">{t('rule.when')}</legend>
      {wordConditions.map((name) => (
        <Field key={name} id={`rule-${name}`} label={t(`rule.${name}`)} hint={t(`rule.${name}Hint`)}>
          <Select
            id={`rule-${name}`}
            mode="tags"
            open={false}
            suffixIcon={null}
            // A comma stands in expressions, never between the words of a list.
            {...(name === 'patterns' ? {} : { tokenSeparators: [...wordSeparators] })}
            value={[...(rule[name] ?? [])]}
            onChange={(next: string[]) => onChange({ [name]: next })}
          />
        </Field>
      ))}
      {choices.map(({ name, options }) => (
        <Field key={name} id={`rule-${name}`} label={t(`rule.${name}`)}>
          <Select
            id={`rule-${name}`}
            mode="multiple"
            allowClear
            placeholder={t('rule.any')}
            value={[...(rule[name] ?? [])]}
            options={options}
            onChange={(next: string[]) => onChange({ [name]: next })}
          />
        </Field>
      ))}
      {rule.dangers ? <p className="t3 f12">{t('rule.dangers', { list: rule.dangers.join(' ') })}</p> : null}
    </fieldset>
  );
};

const Orders = ({ rule, onChange }: PartProps): ReactElement => {
  const t = useText('classify');
  const words = useText('platform');
  const tree = useCategoryTree();
  const kindOptions = kinds.map((kind) => ({ value: kind, label: words(`kind.${kind}`) }));
  const levels = ([1, 2, 3] as const).map((level) => ({ value: level, label: words(`level.${level}`) }));
  const usual = ([2, 3] as const).map((level) => ({ value: level, label: words(`level.${level}`) }));
  const common = { allowClear: true, placeholder: t('rule.unset') };
  return (
    <fieldset>
      <legend className="part">{t('rule.then')}</legend>
      <Field id="rule-category" label={t('rule.category')}>
        <TreeSelect
          id="rule-category"
          {...common}
          treeData={tree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={rule.categoryKey}
          onChange={(categoryKey: string | undefined) => onChange({ categoryKey })}
        />
      </Field>
      <Field id="rule-kind" label={t('rule.kind')}>
        <Select
          id="rule-kind"
          {...common}
          value={rule.kind}
          options={kindOptions}
          onChange={(kind: RuleBody['kind']) => onChange({ kind })}
        />
      </Field>
      <Field id="rule-leans" label={t('rule.leans')} hint={t('rule.leansHint')}>
        <Select
          id="rule-leans"
          {...common}
          value={rule.leans}
          options={kindOptions}
          onChange={(leans: RuleBody['leans']) => onChange({ leans })}
        />
      </Field>
      <Field id="rule-level" label={t('rule.level')}>
        <Select
          id="rule-level"
          {...common}
          value={rule.level}
          options={levels}
          onChange={(level: RuleBody['level']) => onChange({ level })}
        />
      </Field>
      <Field id="rule-usual" label={t('rule.usualLevel')} hint={t('rule.usualLevelHint')}>
        <Select
          id="rule-usual"
          {...common}
          value={rule.usualLevel}
          options={usual}
          onChange={(usualLevel: RuleBody['usualLevel']) => onChange({ usualLevel })}
        />
      </Field>
      <Field id="rule-yields" label={t('rule.yields')} hint={t('rule.yieldsHint')}>
        <Switch
          id="rule-yields"
          checked={rule.yields === true}
          onChange={(isOn) => onChange({ yields: isOn ? true : undefined })}
        />
      </Field>
    </fieldset>
  );
};

type FieldsProps = {
  readonly draft: RuleDraft;
  readonly onChange: (draft: RuleDraft) => void;
  readonly problem: ApiProblem | null;
};

/** A rule as a sentence: when this is there, then it is so. */
export const RuleFields = ({ draft, onChange, problem }: FieldsProps): ReactElement => {
  const t = useText('classify');
  const change = (part: Partial<RuleBody>): void => onChange({ ...draft, rule: withPart(draft.rule, part) });
  const nameProblem = problem?.fields.find((field) => field.path === 'name')?.message;
  return (
    <>
      <Field id="rule-name" label={t('rule.name')} problem={nameProblem}>
        <Input
          id="rule-name"
          required
          maxLength={100}
          value={draft.name}
          onChange={(event) => onChange({ ...draft, name: event.target.value })}
        />
      </Field>
      <div className="row wrap" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Field id="rule-priority" label={t('rule.priority')} hint={t('rule.priorityHint')}>
          <InputNumber
            id="rule-priority"
            min={1}
            max={9999}
            precision={0}
            value={draft.priority}
            onChange={(priority) => onChange({ ...draft, priority: priority ?? 100 })}
          />
        </Field>
        <Field id="rule-enabled" label={t('rule.enabled')}>
          <Switch id="rule-enabled" checked={draft.enabled} onChange={(enabled) => onChange({ ...draft, enabled })} />
        </Field>
      </div>
      <Conditions rule={draft.rule} onChange={change} />
      <Orders rule={draft.rule} onChange={change} />
    </>
  );
};
