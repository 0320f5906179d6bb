import { type ReactElement, useState } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { channelSchema, kindSchema } from '#modules/ticket/contract.ts';
import { useCategoryTree } from '#modules/ticket/web/index.ts';
import type { ApiProblem } from '#platform/web/api.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, FormField, InputNumber, RuleDrawer, RuleHead, Select, TreeSelect } from '#platform/web/parts/index.ts';
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

type PartProps = { readonly draft: Draft; readonly onChange: (part: Partial<Draft>) => void };

/** Which cases. */
const CaseFields = ({ draft, onChange }: PartProps): ReactElement => {
  const t = useText('resolve');
  const words = useText('platform');
  const tree = useCategoryTree();
  return (
    <>
      <FormField id="auto-kinds" label={t('auto.kinds')}>
        <Select
          id="auto-kinds"
          mode="multiple"
          value={draft.kinds}
          onChange={(kinds) => onChange({ kinds })}
          options={kindSchema.options.map((value) => ({ value, label: words(`kind.${value}`) }))}
        />
      </FormField>
      <FormField id="auto-categories" label={t('auto.categories')}>
        <TreeSelect<string[]>
          id="auto-categories"
          multiple
          allowClear
          treeData={tree}
          showSearch={{ treeNodeFilterProp: 'title' }}
          value={[...draft.categoryKeys]}
          onChange={(categoryKeys) => onChange({ categoryKeys })}
        />
      </FormField>
      <FormField id="auto-channels" label={t('auto.channels')}>
        <Select
          id="auto-channels"
          mode="multiple"
          allowClear
          placeholder={t('auto.any')}
          value={draft.channels}
          onChange={(channels) => onChange({ channels })}
          options={channelSchema.options.map((value) => ({ value, label: t(`ticket:channel.${value}`) }))}
        />
      </FormField>
    </>
  );
};

type FieldsProps = PartProps & { readonly problem: ApiProblem | null };

const Fields = ({ draft, problem, onChange }: FieldsProps): ReactElement => {
  const t = useText('resolve');
  const templates = useRoute(listTemplates, { query: { purpose: 'reply', enabled: 'true' } }).data?.items ?? [];
  return (
    <>
      <RuleHead
        id="auto"
        value={{ name: draft.name, order: draft.sort, enabled: draft.enabled }}
        problem={problem}
        onChange={({ order, ...part }) => onChange({ ...part, ...(order === undefined ? {} : { sort: order }) })}
      />
      <CaseFields draft={draft} onChange={onChange} />
      <FormField id="auto-confidence" label={t('auto.confidence')} hint={t('auto.confidenceNote')}>
        <InputNumber
          id="auto-confidence"
          min={0}
          max={100}
          precision={0}
          value={draft.leastConfidence}
          onChange={(value) => onChange({ leastConfidence: value ?? 0 })}
        />
      </FormField>
      <FormField id="auto-template" label={t('auto.template')}>
        <Select
          id="auto-template"
          placeholder={t('auto.templateMissing')}
          value={draft.templateId}
          onChange={(templateId: string) => onChange({ templateId })}
          options={templates.map((one) => ({ value: one.id, label: one.title }))}
        />
      </FormField>
    </>
  );
};

type DrawerProps = { readonly rule: AutoRule | null; readonly onClose: () => void };
const formId = 'auto-rule';

/** One rule, and before it is saved what it would have said to whom. */
export const AutoDrawer = ({ rule, onClose }: DrawerProps): ReactElement => {
  const t = useText('resolve');
  const [draft, setDraft] = useState<Draft>(rule ? draftOf(rule) : fresh);
  const onDone = (saved: AutoRule): void => {
    toast({ text: t('auto.ruleSaved', { name: saved.name }) });
    onClose();
  };
  const create = useRouteMutation(createAutoRule, { onDone });
  const change = useRouteMutation(changeAutoRule, { onDone });
  const trial = useRouteMutation(tryAutoAnswers);
  const body = bodyOf(draft);
  const problem = create.error ?? change.error;
  const save = (): void => {
    if (!body) return;
    if (rule) change.mutate({ params: { id: rule.id }, body });
    else create.mutate({ body });
  };
  return (
    <RuleDrawer
      title={rule ? t('auto.editTitle', { name: rule.name }) : t('auto.createTitle')}
      formId={formId}
      busy={create.isPending || change.isPending}
      ready={body !== null}
      missing={t('auto.incomplete')}
      problem={problem ?? trial.error}
      actions={
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
      }
      onSave={save}
      onClose={onClose}
    >
      {trial.data ? <AutoTrial trial={trial.data} /> : null}
      <Fields
        draft={draft}
        problem={problem}
        onChange={(part) => {
          setDraft({ ...draft, ...part });
          // A trial of another rule would speak for one that is not there.
          if (trial.data) trial.reset();
        }}
      />
    </RuleDrawer>
  );
};
