import { type ReactElement, type ReactNode, useState } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { channelSchema, kindSchema } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
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
import { toast } from '#platform/web/toast.ts';
import { type AutoRule, changeAutoRule, createAutoRule, tryAutoAnswers } from '../../contract.ts';
import { AutoTrial } from './auto-trial.tsx';

type Draft = Omit<AutoRule, 'id' | 'templateId'> & { readonly templateId: string | null };

const fresh: Draft = {
  name: '',
  enabled: true,
  sort: 100,
  kinds: ['inquiry'],
  categoryKeys: [],
  channels: [],
  leastConfidence: 70,
  templateId: null,
};

const draftOf = ({ id: _id, ...rule }: AutoRule): Draft => rule;

/** What can be saved; null while something is missing. */
const bodyOf = ({ templateId, ...draft }: Draft) =>
  templateId === null || draft.name.trim() === '' || draft.kinds.length === 0 || draft.categoryKeys.length === 0
    ? null
    : { ...draft, templateId };

type FieldProps = { readonly id: string; readonly label: string; readonly hint?: string; readonly children: ReactNode };
const Field = ({ id, label, hint, children }: FieldProps): ReactElement => (
  <Form.Item label={label} htmlFor={id} {...(hint === undefined ? {} : { extra: hint })}>
    {children}
  </Form.Item>
);

type PartProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

/** Which cases. */
const CaseFields = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('resolve');
  const words = useText('platform');
  const tree = useCategoryTree();
  return (
    <>
      <Field id="auto-kinds" label={t('auto.kinds')}>
        <Select
          id="auto-kinds"
          mode="multiple"
          value={draft.kinds}
          onChange={(kinds) => onChange({ kinds })}
          options={kindSchema.options.map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      </Field>
      <Field id="auto-categories" label={t('auto.categories')}>
        <TreeSelect<string[]>
          id="auto-categories"
          multiple
          allowClear
          treeData={tree}
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={[...draft.categoryKeys]}
          onChange={(categoryKeys) => onChange({ categoryKeys })}
        />
      </Field>
      <Field id="auto-channels" label={t('auto.channels')}>
        <Select
          id="auto-channels"
          mode="multiple"
          allowClear
          placeholder={t('auto.any')}
          value={draft.channels}
          onChange={(channels) => onChange({ channels })}
          options={channelSchema.options.map((value) => ({ value, label: t(`ticket:channel.${value}`) }))}
        />
      </Field>
    </>
  );
};

const Fields = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('resolve');
  const templates = useRoute(listTemplates, { query: { purpose: 'reply', enabled: 'true' } }).data?.items ?? [];
  return (
    <>
      <Field id="auto-name" label={t('auto.name')}>
        <Input
          id="auto-name"
          required
          maxLength={60}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </Field>
      <div className="row wrap" style={{ gap: 16, alignItems: 'flex-start' }}>
        <Field id="auto-sort" label={t('auto.sort')}>
          <InputNumber
            id="auto-sort"
            min={1}
            max={9999}
            precision={0}
            value={draft.sort}
            onChange={(sort) => onChange({ sort: sort ?? 100 })}
          />
        </Field>
        <Field id="auto-enabled" label={t('auto.enabled')}>
          <Switch id="auto-enabled" checked={draft.enabled} onChange={(enabled) => onChange({ enabled })} />
        </Field>
      </div>
      <CaseFields draft={draft} onChange={onChange} />
      <Field id="auto-confidence" label={t('auto.confidence')} hint={t('auto.confidenceNote')}>
        <InputNumber
          id="auto-confidence"
          min={0}
          max={100}
          precision={0}
          value={draft.leastConfidence}
          onChange={(value) => onChange({ leastConfidence: value ?? 0 })}
        />
      </Field>
      <Field id="auto-template" label={t('auto.template')}>
        <Select
          id="auto-template"
          placeholder={t('auto.templateMissing')}
          value={draft.templateId}
          onChange={(templateId: string) => onChange({ templateId })}
          options={templates.map((one) => ({ value: one.id, label: one.title }))}
        />
      </Field>
    </>
  );
};

type DrawerProps = { readonly rule: AutoRule | null; readonly onClose: () => void };
const formId = 'auto-rule';

/** One rule, and before it is saved what it would have said to whom. */
export const AutoDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('resolve');
  const words = useText('platform');
  const textOf = useProblemText();
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : fresh);
  const onDone = (saved: AutoRule): void => {
    toast({ text: t('auto.ruleSaved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createAutoRule, { onDone });
  const change = useRouteMutation(changeAutoRule, { onDone });
  const trial = useRouteMutation(tryAutoAnswers);
  const body = bodyOf(draft);
  const problem = create.error ?? change.error ?? trial.error;
  const save = (): void => {
    if (!body) return;
    if (rule) change.mutate({ params: { id: rule.id }, body });
    else create.mutate({ body });
  };
  return (
    <Drawer
      open
      title={rule ? t('auto.editTitle', { name: rule.name }) : t('auto.createTitle')}
      size={560}
      onClose={onClose}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          {body ? null : <span className="t3 f12">{t('auto.incomplete')}</span>}
          <span className="sp" />
          <Button onClick={onClose}>{words('cancel')}</Button>
          <Button
            icon="wand"
            busy={trial.isPending}
            disabled={body === null}
            onClick={() => {
              if (body) trial.mutate({ body: { rule: body } });
            }}
          >
            {t('auto.try')}
          </Button>
          <Button
            tone="primary"
            type="submit"
            form={formId}
            busy={create.isPending || change.isPending}
            disabled={body === null}
          >
            {words('save')}
          </Button>
        </div>
      }
    >
      <Form id={formId} layout="vertical" onFinish={save}>
        {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
        {trial.data ? <AutoTrial trial={trial.data} /> : null}
        <Fields
          draft={draft}
          onChange={(part) => {
            setDraft({ ...draft, ...part });
            // A trial of another rule would speak for one that is not there.
            if (trial.data) trial.reset();
          }}
        />
      </Form>
    </Drawer>
  );
};
