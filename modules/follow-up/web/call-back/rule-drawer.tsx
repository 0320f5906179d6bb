import { type ReactElement, useState } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { channelSchema, kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Checkbox,
  Form,
  FormField,
  InputNumber,
  RuleDrawer,
  RuleHead,
  Select,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type CallBackRule, changeCallBackRule, createCallBackRule, ruleOccasions } from '../../contract.ts';

type Draft = Omit<CallBackRule, 'id'>;

const fresh: Draft = {
  name: '',
  nameEn: '',
  enabled: true,
  sort: 100,
  occasion: 'answered',
  kinds: [],
  levels: [],
  categoryKeys: [],
  channels: [],
  instead: false,
  afterMinutes: 240,
  spacingMinutes: 120,
  mostAttempts: 3,
  templateId: null,
};

type PartProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

const When = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('follow-up');
  const words = useText('platform');
  const tree = useCategoryTree();
  const any = { mode: 'multiple' as const, allowClear: true, placeholder: t('rule.any') };
  return (
    <>
      <FormField id="call-occasion" label={t('rule.occasion')}>
        <Select
          id="call-occasion"
          value={draft.occasion}
          onChange={(occasion) => onChange({ occasion })}
          options={ruleOccasions.map((value) => ({ value, label: t(`rule.occasions.${value}`) }))}
        />
      </FormField>
      <FormField id="call-levels" label={t('rule.levels')}>
        <Select
          id="call-levels"
          {...any}
          value={draft.levels}
          onChange={(levels) => onChange({ levels: levels.map((level) => levelSchema.parse(level)) })}
          options={([1, 2, 3] as const).map((value) => ({ value, label: words(`level.${value}`) }))}
        />
      </FormField>
      <FormField id="call-kinds" label={t('rule.kinds')}>
        <Select
          id="call-kinds"
          {...any}
          value={draft.kinds}
          onChange={(kinds) => onChange({ kinds })}
          options={kindSchema.options.map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      </FormField>
      <FormField id="call-categories" label={t('rule.categories')}>
        <TreeSelect<string[]>
          id="call-categories"
          multiple
          allowClear
          placeholder={t('rule.any')}
          treeData={tree}
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={[...draft.categoryKeys]}
          onChange={(categoryKeys) => onChange({ categoryKeys })}
        />
      </FormField>
      <FormField id="call-channels" label={t('rule.channels')}>
        <Select
          id="call-channels"
          {...any}
          value={draft.channels}
          onChange={(channels) => onChange({ channels })}
          options={channelSchema.options.map((value) => ({ value, label: t(`ticket:channel.${value}`) }))}
        />
      </FormField>
    </>
  );
};

const Then = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('follow-up');
  const can = useCan();
  const templates = useRoute(
    listTemplates,
    { query: { purpose: 'reply', enabled: 'true' } },
    { enabled: can('template.read') },
  ).data?.items;
  const minutes = (
    key: 'afterMinutes' | 'spacingMinutes' | 'mostAttempts',
    label: string,
    min: number,
    max: number,
  ) => (
    <FormField id={`call-${key}`} label={label}>
      <InputNumber
        id={`call-${key}`}
        min={min}
        max={max}
        precision={0}
        value={draft[key]}
        onChange={(value) => onChange({ [key]: value ?? min })}
      />
    </FormField>
  );
  return (
    <>
      {draft.occasion === 'answered' ? (
        <Form.Item extra={t('rule.insteadNote')}>
          <Checkbox checked={draft.instead} onChange={(event) => onChange({ instead: event.target.checked })}>
            {t('rule.instead')}
          </Checkbox>
        </Form.Item>
      ) : null}
      {minutes('afterMinutes', t('rule.after'), 0, 20_000)}
      {minutes('spacingMinutes', t('rule.spacing'), 1, 20_000)}
      {minutes('mostAttempts', t('rule.most'), 1, 10)}
      <FormField id="call-template" label={t('rule.template')}>
        <Select
          id="call-template"
          allowClear
          placeholder={t('rule.noTemplate')}
          value={draft.templateId}
          onChange={(templateId: string | null | undefined) => onChange({ templateId: templateId ?? null })}
          options={(templates ?? []).map((one) => ({ value: one.id, label: one.title }))}
        />
      </FormField>
    </>
  );
};

type DrawerProps = { readonly rule: CallBackRule | null; readonly onClose: () => void };
const formId = 'call-rule';

const draftOf = ({ id: _id, ...rule }: CallBackRule): Draft => rule;

export const CallRuleDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('follow-up');
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : fresh);
  const onDone = (saved: CallBackRule): void => {
    toast({ text: t('rule.saved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createCallBackRule, { onDone });
  const change = useRouteMutation(changeCallBackRule, { onDone });
  const problem = create.error ?? change.error;
  const onChange = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  const save = (): void =>
    rule ? change.mutate({ params: { id: rule.id }, body: draft }) : create.mutate({ body: draft });
  return (
    <RuleDrawer
      title={rule ? t('rule.editTitle', { name: rule.name }) : t('rule.createTitle')}
      formId={formId}
      size={520}
      busy={create.isPending || change.isPending}
      ready={draft.name.trim() !== ''}
      problem={problem}
      onSave={save}
      onClose={onClose}
    >
      <RuleHead
        id="call"
        value={{ name: draft.name, nameEn: draft.nameEn, order: draft.sort, enabled: draft.enabled }}
        problem={problem}
        onChange={({ order, ...part }) => onChange({ ...part, ...(order === undefined ? {} : { sort: order }) })}
      />
      <When draft={draft} onChange={onChange} />
      <Then draft={draft} onChange={onChange} />
    </RuleDrawer>
  );
};
