import { type ReactElement, type ReactNode, useState } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { channelSchema, kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  Checkbox,
  Drawer,
  Form,
  Input,
  InputNumber,
  Select,
  Switch,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
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

type FieldProps = { readonly id: string; readonly label: string; readonly hint?: string; readonly children: ReactNode };
const Field = ({ id, label, hint, children }: FieldProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} {...(hint === undefined ? {} : { extra: hint })}>
    {children}
  </Form.Item>
);

type PartProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

const When = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('follow-up');
  const words = useText('platform');
  const tree = useCategoryTree();
  const any = { mode: 'multiple' as const, allowClear: true, placeholder: t('rule.any') };
  return (
    <>
      <Field id="call-occasion" label={t('rule.occasion')}>
        <Select
          id="call-occasion"
          value={draft.occasion}
          onChange={(occasion) => onChange({ occasion })}
          options={ruleOccasions.map((value) => ({ value, label: t(`rule.occasions.${value}`) }))}
        />
      </Field>
      <Field id="call-levels" label={t('rule.levels')}>
        <Select
          id="call-levels"
          {...any}
          value={draft.levels}
          onChange={(levels) => onChange({ levels: levels.map((level) => levelSchema.parse(level)) })}
          options={([1, 2, 3] as const).map((value) => ({ value, label: words(`level.${value}`) }))}
        />
      </Field>
      <Field id="call-kinds" label={t('rule.kinds')}>
        <Select
          id="call-kinds"
          {...any}
          value={draft.kinds}
          onChange={(kinds) => onChange({ kinds })}
          options={kindSchema.options.map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      </Field>
      <Field id="call-categories" label={t('rule.categories')}>
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
      </Field>
      <Field id="call-channels" label={t('rule.channels')}>
        <Select
          id="call-channels"
          {...any}
          value={draft.channels}
          onChange={(channels) => onChange({ channels })}
          options={channelSchema.options.map((value) => ({ value, label: t(`ticket:channel.${value}`) }))}
        />
      </Field>
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
    <Field id={`call-${key}`} label={label}>
      <InputNumber
        id={`call-${key}`}
        min={min}
        max={max}
        precision={0}
        value={draft[key]}
        onChange={(value) => onChange({ [key]: value ?? min })}
      />
    </Field>
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
      <Field id="call-template" label={t('rule.template')}>
        <Select
          id="call-template"
          allowClear
          placeholder={t('rule.noTemplate')}
          value={draft.templateId}
          onChange={(templateId: string | null | undefined) => onChange({ templateId: templateId ?? null })}
          options={(templates ?? []).map((one) => ({ value: one.id, label: one.title }))}
        />
      </Field>
    </>
  );
};

type DrawerProps = { readonly rule: CallBackRule | null; readonly onClose: () => void };
const formId = 'call-rule';

const draftOf = ({ id: _id, ...rule }: CallBackRule): Draft => rule;

export const RuleDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('follow-up');
  const words = useText('platform');
  const textOf = useProblemText();
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
    <Drawer
      open
      title={rule ? t('rule.editTitle', { name: rule.name }) : t('rule.createTitle')}
      size={520}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button
            tone="primary"
            type="submit"
            form={formId}
            busy={create.isPending || change.isPending}
            disabled={draft.name.trim() === ''}
          >
            {words('save')}
          </Button>
        </div>
      }
    >
      <Form id={formId} layout="vertical" onFinish={save}>
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        <Field id="call-name" label={t('rule.name')}>
          <Input
            id="call-name"
            required
            maxLength={60}
            value={draft.name}
            onChange={(event) => onChange({ name: event.target.value })}
          />
        </Field>
        <Field id="call-name-en" label={t('rule.nameEn')}>
          <Input
            id="call-name-en"
            maxLength={60}
            value={draft.nameEn}
            onChange={(event) => onChange({ nameEn: event.target.value })}
          />
        </Field>
        <div className="row wrap" style={{ gap: 16, alignItems: 'flex-start' }}>
          <Field id="call-sort" label={t('rule.sort')}>
            <InputNumber
              id="call-sort"
              min={1}
              max={9999}
              precision={0}
              value={draft.sort}
              onChange={(sort) => onChange({ sort: sort ?? 100 })}
            />
          </Field>
          <Field id="call-enabled" label={t('rule.enabled')}>
            <Switch id="call-enabled" checked={draft.enabled} onChange={(enabled) => onChange({ enabled })} />
          </Field>
        </div>
        <When draft={draft} onChange={onChange} />
        <Then draft={draft} onChange={onChange} />
      </Form>
    </Drawer>
  );
};
