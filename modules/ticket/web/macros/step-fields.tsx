import type { ReactElement } from 'react';
import { listTemplates } from '#modules/knowledge/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, DialogField, Input, InputNumber, kinds, Select, TreeSelect } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { macroPlaceholders, type MacroStep, ticketActions, type TicketLevel } from '../../contract.ts';
import { useCategoryTree, useDepartmentTree, useLocalName, usePeople } from '../names.ts';

type Of<Type extends MacroStep['type']> = Extract<MacroStep, { type: Type }>;
type FieldsProps<Type extends MacroStep['type']> = {
  readonly step: Of<Type>;
  /** Tells the ids of one step from those of another. */
  readonly id: string;
  readonly onChange: (step: Of<Type>) => void;
};

const Placeholders = ({ onInsert }: { readonly onInsert: (name: string) => void }): ReactElement => {
  const t = useText('ticket');
  return (
    <p className="row wrap t3 f12" style={{ gap: 6, margin: 0 }}>
      {t('macro.edit.insert')}
      {macroPlaceholders.map((name) => (
        <Button key={name} size="s" tone="soft" onClick={() => onInsert(`{{${name}}}`)}>
          {t(`macro.placeholder.${name}`)}
        </Button>
      ))}
    </p>
  );
};

const ReplyFields = ({ step, id, onChange }: FieldsProps<'reply'>): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const { data } = useRoute(listTemplates, { query: { purpose: 'reply', enabled: 'true' } }, { topics: ['template'] });
  const templates = (data?.items ?? []).map((one) => ({
    value: one.id,
    label: nameOf({ name: one.title, nameEn: one.titleEn }),
  }));
  return (
    <>
      <DialogField label={t('macro.edit.template')} htmlFor={`${id}-template`}>
        <Select
          id={`${id}-template`}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('macro.edit.ownWords')}
          value={step.templateId ?? undefined}
          options={templates}
          onChange={(templateId: string | undefined) => onChange({ ...step, templateId: templateId ?? null })}
        />
      </DialogField>
      {step.templateId === null ? (
        <>
          <DialogField label={t('macro.edit.words')} htmlFor={`${id}-body`}>
            <Input.TextArea
              id={`${id}-body`}
              rows={4}
              maxLength={5000}
              value={step.body}
              onChange={(event) => onChange({ ...step, body: event.target.value })}
            />
          </DialogField>
          <Placeholders onInsert={(name) => onChange({ ...step, body: `${step.body}${name}` })} />
          <DialogField label={t('macro.edit.wordsEn')} htmlFor={`${id}-body-en`}>
            <Input.TextArea
              id={`${id}-body-en`}
              rows={2}
              maxLength={5000}
              value={step.bodyEn}
              onChange={(event) => onChange({ ...step, bodyEn: event.target.value })}
            />
          </DialogField>
        </>
      ) : null}
    </>
  );
};

const NoteFields = ({ step, id, onChange }: FieldsProps<'note'>): ReactElement => {
  const t = useText('ticket');
  return (
    <>
      <DialogField label={t('macro.edit.noteWords')} htmlFor={`${id}-note`}>
        <Input.TextArea
          id={`${id}-note`}
          className="mnote"
          rows={2}
          maxLength={5000}
          value={step.body}
          onChange={(event) => onChange({ ...step, body: event.target.value })}
        />
      </DialogField>
      <Placeholders onInsert={(name) => onChange({ ...step, body: `${step.body}${name}` })} />
    </>
  );
};

const levels: readonly TicketLevel[] = [1, 2, 3];

const ClassifyFields = ({ step, id, onChange }: FieldsProps<'classify'>): ReactElement => {
  const t = useText('ticket');
  const keep = t('macro.edit.keep');
  return (
    <div className="mpair">
      <DialogField label={t('field.categoryKey')} htmlFor={`${id}-category`}>
        <TreeSelect
          id={`${id}-category`}
          allowClear
          treeData={useCategoryTree()}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={keep}
          value={step.categoryKey}
          onChange={(categoryKey: string | undefined) => onChange({ ...step, categoryKey })}
        />
      </DialogField>
      <DialogField label={t('field.kind')} htmlFor={`${id}-kind`}>
        <Select
          id={`${id}-kind`}
          allowClear
          placeholder={keep}
          value={step.kind}
          options={kinds.map((kind) => ({ value: kind, label: t(`platform:kind.${kind}`) }))}
          onChange={(kind: Of<'classify'>['kind']) => onChange({ ...step, kind })}
        />
      </DialogField>
      <DialogField label={t('field.level')} htmlFor={`${id}-level`}>
        <Select
          id={`${id}-level`}
          allowClear
          placeholder={keep}
          value={step.level}
          options={levels.map((level) => ({ value: level, label: t(`platform:level.${level}`) }))}
          onChange={(level: TicketLevel | undefined) => onChange({ ...step, level })}
        />
      </DialogField>
    </div>
  );
};

type Place = { readonly departmentId?: string | undefined; readonly ownerId?: string | undefined };

const PlaceFields = ({
  place,
  id,
  onChange,
}: {
  readonly place: Place;
  readonly id: string;
  readonly onChange: (place: Place) => void;
}): ReactElement => {
  const t = useText('ticket');
  const people = usePeople().data?.items ?? [];
  return (
    <div className="mpair">
      <DialogField label={t('assign.department')} htmlFor={`${id}-department`}>
        <TreeSelect
          id={`${id}-department`}
          allowClear
          treeData={useDepartmentTree()}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('assign.same')}
          value={place.departmentId}
          onChange={(departmentId: string | undefined) => onChange({ ...place, departmentId })}
        />
      </DialogField>
      <DialogField label={t('assign.person')} htmlFor={`${id}-person`}>
        <Select
          id={`${id}-person`}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('assign.pool')}
          value={place.ownerId}
          options={people.map((person) => ({ value: person.id, label: person.displayName }))}
          onChange={(ownerId: string | undefined) => onChange({ ...place, ownerId })}
        />
      </DialogField>
    </div>
  );
};

const TaskFields = ({ step, id, onChange }: FieldsProps<'task'>): ReactElement => {
  const t = useText('ticket');
  return (
    <>
      <div className="mpair wide">
        <DialogField label={t('macro.edit.taskTitle')} htmlFor={`${id}-title`}>
          <Input
            id={`${id}-title`}
            maxLength={200}
            value={step.title}
            onChange={(event) => onChange({ ...step, title: event.target.value })}
          />
        </DialogField>
        <DialogField label={t('macro.edit.within')} htmlFor={`${id}-within`}>
          <InputNumber
            id={`${id}-within`}
            min={1}
            max={2160}
            value={step.withinHours}
            onChange={(hours) => onChange({ ...step, withinHours: hours ?? 24 })}
          />
        </DialogField>
      </div>
      <PlaceFields place={step} id={id} onChange={(place) => onChange({ ...step, ...place })} />
    </>
  );
};

const ReasonField = ({
  reason,
  id,
  onChange,
}: {
  readonly reason: string;
  readonly id: string;
  readonly onChange: (reason: string) => void;
}): ReactElement => {
  const t = useText('ticket');
  return (
    <DialogField label={t('macro.edit.stepReason')} htmlFor={`${id}-reason`}>
      <Input id={`${id}-reason`} maxLength={500} value={reason} onChange={(event) => onChange(event.target.value)} />
    </DialogField>
  );
};

const MoveFields = ({ step, id, onChange }: FieldsProps<'step'>): ReactElement => {
  const t = useText('ticket');
  return (
    <div className="mpair">
      <DialogField label={t('macro.edit.action')} htmlFor={`${id}-action`}>
        <Select
          id={`${id}-action`}
          value={step.action}
          options={ticketActions.map((action) => ({ value: action, label: t(`step.${action}`) }))}
          onChange={(action) => onChange({ ...step, action })}
        />
      </DialogField>
      <ReasonField reason={step.reason} id={id} onChange={(reason) => onChange({ ...step, reason })} />
    </div>
  );
};

/** What one step asks of its writer. */
export const StepFields = ({
  step,
  id,
  onChange,
}: {
  readonly step: MacroStep;
  readonly id: string;
  readonly onChange: (step: MacroStep) => void;
}): ReactElement | null => {
  switch (step.type) {
    case 'reply':
      return <ReplyFields step={step} id={id} onChange={onChange} />;
    case 'note':
      return <NoteFields step={step} id={id} onChange={onChange} />;
    case 'classify':
      return <ClassifyFields step={step} id={id} onChange={onChange} />;
    case 'task':
      return <TaskFields step={step} id={id} onChange={onChange} />;
    case 'step':
      return <MoveFields step={step} id={id} onChange={onChange} />;
    case 'assign':
      return (
        <>
          <PlaceFields place={step} id={id} onChange={(place) => onChange({ ...step, ...place })} />
          <ReasonField reason={step.reason} id={id} onChange={(reason) => onChange({ ...step, reason })} />
        </>
      );
    case 'claim':
    case 'follow':
      return null;
  }
};
