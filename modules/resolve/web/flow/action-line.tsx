import type { ReactElement } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { useDepartmentTree, useLocalName } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { Input, InputNumber, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import type { FlowAction } from '../../contract.ts';

type LineProps = {
  readonly action: FlowAction;
  readonly editable: boolean;
  readonly onChange: (action: FlowAction) => void;
};

const actionKinds = ['assign', 'task', 'note', 'draft', 'approval'] as const;
const nowhere = '00000000-0000-0000-0000-000000000000';

/** An action of a kind with nothing said yet; what is missing the check says. */
export const emptyAction = (kind: FlowAction['kind']): FlowAction => {
  switch (kind) {
    case 'assign':
      return { kind, departmentId: nowhere };
    case 'task':
      return { kind, title: '', departmentId: null, minutes: 480 };
    case 'note':
      return { kind, text: '' };
    case 'draft':
      return { kind, templateId: nowhere };
    case 'approval':
      return { kind, topic: 'flow' };
  }
};

type PlaceProps = {
  readonly value: string | null;
  readonly editable: boolean;
  readonly onChange: (id: string | null) => void;
};

export const DepartmentSelect = ({ value, editable, onChange }: PlaceProps): ReactElement => {
  const t = useText('resolve');
  const tree = useDepartmentTree();
  return (
    <TreeSelect<string | undefined>
      aria-label={t('flow.department')}
      placeholder={t('flow.ownDepartment')}
      allowClear
      disabled={!editable}
      treeDefaultExpandAll
      treeData={tree}
      {...(value === null || value === nowhere ? {} : { value })}
      onChange={(id) => onChange(id ?? null)}
    />
  );
};

const TemplateSelect = ({ value, editable, onChange }: PlaceProps): ReactElement => {
  const t = useText('resolve');
  const nameOf = useLocalName();
  const list = useRoute(listTemplates, { query: { purpose: 'reply', enabled: 'true' } }, { staleMs: 300_000 });
  const options = (list.data?.items ?? []).map((one) => ({
    value: one.id,
    label: nameOf({ name: one.title, nameEn: one.titleEn }),
  }));
  return (
    <Select
      aria-label={t('flow.template')}
      disabled={!editable}
      options={options}
      {...(value === null || value === nowhere ? {} : { value })}
      onChange={(id: string) => onChange(id)}
    />
  );
};

const ActionFields = ({ action, editable, onChange }: LineProps): ReactElement => {
  const t = useText('resolve');
  switch (action.kind) {
    case 'assign':
      return (
        <DepartmentSelect
          value={action.departmentId}
          editable={editable}
          onChange={(id) => onChange({ ...action, departmentId: id ?? nowhere })}
        />
      );
    case 'task':
      return (
        <>
          <Input
            aria-label={t('flow.taskTitle')}
            placeholder={t('flow.taskTitle')}
            disabled={!editable}
            maxLength={200}
            value={action.title}
            onChange={(event) => onChange({ ...action, title: event.target.value })}
          />
          <DepartmentSelect
            value={action.departmentId}
            editable={editable}
            onChange={(departmentId) => onChange({ ...action, departmentId })}
          />
          <InputNumber
            aria-label={t('flow.withinMinutes')}
            suffix={t('flow.withinMinutes')}
            disabled={!editable}
            min={5}
            max={525_600}
            value={action.minutes}
            onChange={(minutes) => onChange({ ...action, minutes: minutes ?? 5 })}
          />
        </>
      );
    case 'note':
      return (
        <Input.TextArea
          aria-label={t('flow.noteText')}
          placeholder={t('flow.noteText')}
          disabled={!editable}
          maxLength={2000}
          autoSize={{ minRows: 2, maxRows: 6 }}
          value={action.text}
          onChange={(event) => onChange({ ...action, text: event.target.value })}
        />
      );
    case 'draft':
      return (
        <TemplateSelect
          value={action.templateId}
          editable={editable}
          onChange={(id) => onChange({ ...action, templateId: id ?? nowhere })}
        />
      );
    case 'approval':
      return (
        <Input
          aria-label={t('flow.topic')}
          disabled={!editable}
          maxLength={40}
          value={action.topic}
          onChange={(event) =>
            onChange({ ...action, topic: event.target.value.toLowerCase().replace(/[^a-z0-9_]/g, '') })
          }
        />
      );
  }
};

/** One thing that happens by itself when the step is reached. */
export const ActionLine = (props: LineProps): ReactElement => {
  const { action, editable, onChange } = props;
  const t = useText('resolve');
  return (
    <div className="wf-stack">
      <Select
        aria-label={t('flow.actionKind')}
        disabled={!editable}
        value={action.kind}
        options={actionKinds.map((kind) => ({ value: kind, label: t(`flow.action.${kind}`) }))}
        onChange={(kind) => onChange(emptyAction(kind))}
      />
      <ActionFields {...props} />
    </div>
  );
};
