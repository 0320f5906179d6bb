import { type ReactElement, useId } from 'react';
import { listRoles } from '#modules/staff/contract.ts';
import { useCustomFields, useLocalName } from '#modules/ticket/web/index.ts';
import { useText } from '#platform/web/i18n.ts';
import { Checkbox, DialogField, Input, InputNumber, Select, Switch } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type FlowSpec, flowLimits, flowStates, type FlowStep } from '../../contract.ts';
import { ActionLine, DepartmentSelect, emptyAction } from './action-line.tsx';
import { blankNames } from './blank-words.ts';
import { keyFor, type Names, newWay, renamed } from './edit-spec.ts';
import { roleWord } from './flow-words.ts';
import { LineList } from './line-list.tsx';
import { WayLine } from './way-line.tsx';

type PanelProps = {
  readonly spec: FlowSpec;
  readonly step: FlowStep;
  readonly editable: boolean;
  readonly onChange: (change: Partial<FlowStep>) => void;
};

const Naming = ({ step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const rename = (change: Partial<Names>): void => onChange(renamed(step, change, blankNames(t)));
  return (
    <>
      <div className="wf-pair">
        <DialogField label={t('flow.stepName')} htmlFor={`${id}n`}>
          <Input
            id={`${id}n`}
            disabled={!editable}
            maxLength={60}
            value={step.name}
            onChange={(event) => rename({ name: event.target.value })}
          />
        </DialogField>
        <DialogField label={t('flow.stepNameEn')} htmlFor={`${id}e`}>
          <Input
            id={`${id}e`}
            disabled={!editable}
            maxLength={60}
            value={step.nameEn}
            onChange={(event) => rename({ nameEn: event.target.value })}
          />
        </DialogField>
      </div>
      <DialogField label={t('flow.stepState')} htmlFor={`${id}s`}>
        <Select
          id={`${id}s`}
          disabled={!editable}
          value={step.state}
          options={flowStates.map((state) => ({ value: state, label: t(`ticket:state.${state}`) }))}
          onChange={(state) => onChange({ state })}
        />
      </DialogField>
    </>
  );
};

const Responsible = ({ step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const roles = useRoute(listRoles, {}, { staleMs: 300_000 }).data?.items ?? [];
  return (
    <>
      <div className="wf-pair">
        <DialogField label={t('flow.role')} htmlFor={`${id}r`}>
          <Select
            id={`${id}r`}
            allowClear
            disabled={!editable}
            placeholder={t('flow.anybody')}
            {...(step.role === null ? {} : { value: step.role })}
            options={roles.map((role) => ({ value: role.key, label: roleWord(role.key) }))}
            onChange={(role?: string) => onChange({ role: role ?? null })}
          />
        </DialogField>
        <div className="col dialog-field">
          <span className="t2">{t('flow.department')}</span>
          <DepartmentSelect
            value={step.departmentId}
            editable={editable}
            onChange={(departmentId) => onChange({ departmentId })}
          />
        </div>
      </div>
      <div className="wf-pair">
        <DialogField label={t('flow.minutes')} htmlFor={`${id}m`}>
          <InputNumber
            id={`${id}m`}
            disabled={!editable}
            min={1}
            max={525_600}
            placeholder={t('flow.noLimit')}
            value={step.minutes}
            onChange={(minutes) => onChange({ minutes })}
            style={{ width: '100%' }}
          />
        </DialogField>
        <label className="row wf-switch">
          <Switch
            size="small"
            disabled={!editable || step.minutes === null}
            checked={step.working}
            onChange={(working) => onChange({ working })}
          />
          {t('flow.working')}
        </label>
      </div>
    </>
  );
};

const GuideFields = ({ step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const rows = { minRows: 3, maxRows: 10 };
  return (
    <>
      <DialogField label={t('flow.guidance')} htmlFor={`${id}g`} hint={t('flow.guidanceHint')}>
        <Input.TextArea
          id={`${id}g`}
          disabled={!editable}
          maxLength={5000}
          autoSize={rows}
          value={step.guidance}
          onChange={(event) => onChange({ guidance: event.target.value })}
        />
      </DialogField>
      <DialogField label={t('flow.guidanceEn')} htmlFor={`${id}h`}>
        <Input.TextArea
          id={`${id}h`}
          disabled={!editable}
          maxLength={5000}
          autoSize={rows}
          value={step.guidanceEn}
          onChange={(event) => onChange({ guidanceEn: event.target.value })}
        />
      </DialogField>
    </>
  );
};

const Checklist = ({ step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const add = (): void => {
    const key = keyFor(
      'check_',
      step.checks.map((check) => check.key),
    );
    onChange({ checks: [...step.checks, { key, text: '', textEn: '', required: true }] });
  };
  return (
    <LineList
      title={t('flow.checklist')}
      add={t('flow.addCheck')}
      items={step.checks}
      most={flowLimits.checks}
      editable={editable}
      onAdd={add}
      onChange={(checks) => onChange({ checks })}
      line={(check, change) => (
        <div className="wf-stack">
          <Input
            aria-label={t('flow.checkText')}
            placeholder={t('flow.checkText')}
            disabled={!editable}
            maxLength={200}
            value={check.text}
            onChange={(event) => change({ ...check, text: event.target.value })}
          />
          <Input
            aria-label={t('flow.checkTextEn')}
            placeholder={t('flow.checkTextEn')}
            disabled={!editable}
            maxLength={200}
            value={check.textEn}
            onChange={(event) => change({ ...check, textEn: event.target.value })}
          />
          <Checkbox
            disabled={!editable}
            checked={check.required}
            onChange={(event) => change({ ...check, required: event.target.checked })}
          >
            {t('flow.required')}
          </Checkbox>
        </div>
      )}
    />
  );
};

const Asked = ({ step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const nameOf = useLocalName();
  const fields = useCustomFields();
  const unknown = step.fields.filter((key) => !fields.some((field) => field.key === key));
  return (
    <DialogField label={t('flow.fields')} htmlFor={`${id}f`} hint={t('flow.fieldsHint')}>
      <Select
        id={`${id}f`}
        mode="multiple"
        showSearch={{ optionFilterProp: 'label' }}
        disabled={!editable}
        value={[...step.fields]}
        options={[
          ...fields
            .filter((field) => !field.retired || step.fields.includes(field.key))
            .map((field) => ({
              value: field.key,
              label: field.retired ? t('flow.retiredField', { name: nameOf(field) }) : nameOf(field),
            })),
          ...unknown.map((key) => ({ value: key, label: key })),
        ]}
        onChange={(keys: string[]) => onChange({ fields: keys })}
      />
    </DialogField>
  );
};

const Leaving = ({ spec, step, editable, onChange }: PanelProps): ReactElement => {
  const t = useText('resolve');
  const id = useId();
  const first = spec.steps.find((one) => one.key !== step.key) ?? step;
  const taken = step.ways.map((way) => way.key);
  return (
    <>
      <LineList
        title={t('flow.ways')}
        add={t('flow.addWay')}
        items={step.ways}
        most={flowLimits.ways}
        editable={editable}
        onAdd={() => onChange({ ways: [...step.ways, newWay(first.key, { name: '', nameEn: '' }, taken)] })}
        onChange={(ways) => onChange({ ways })}
        line={(way, change) => <WayLine spec={spec} way={way} editable={editable} onChange={change} />}
      />
      <DialogField label={t('flow.approval')} htmlFor={`${id}a`} hint={t('flow.approvalHint')}>
        <Input
          id={`${id}a`}
          disabled={!editable}
          maxLength={40}
          placeholder={t('flow.noApproval')}
          value={step.approval ?? ''}
          onChange={(event) => {
            const topic = event.target.value.toLowerCase().replace(/[^a-z0-9_]|^[^a-z]+/g, '');
            onChange({ approval: topic === '' ? null : topic });
          }}
        />
      </DialogField>
    </>
  );
};

/** Everything about one step. */
export const StepPanel = (props: PanelProps): ReactElement => {
  const { step, editable, onChange } = props;
  const t = useText('resolve');
  return (
    <div className="wf-form">
      <Naming {...props} />
      <Responsible {...props} />
      <GuideFields {...props} />
      <Checklist {...props} />
      <Asked {...props} />
      <LineList
        title={t('flow.onEnter')}
        add={t('flow.addAction')}
        items={step.onEnter}
        most={flowLimits.actions}
        editable={editable}
        onAdd={() => onChange({ onEnter: [...step.onEnter, emptyAction('note')] })}
        onChange={(onEnter) => onChange({ onEnter })}
        line={(action, change) => <ActionLine action={action} editable={editable} onChange={change} />}
      />
      <Leaving {...props} />
    </div>
  );
};
