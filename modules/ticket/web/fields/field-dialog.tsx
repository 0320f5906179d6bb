import './fields.css';
import { type ReactElement, useId, useMemo, useState } from 'react';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, Select } from '#platform/web/parts/index.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { customFieldKinds, customFieldRoutes, judgeValue, type CustomField } from '../../contract.ts';
import { useLocalName } from '../names.ts';
import { type Draft, hasOptions, optionsOf, type PartProps, partsOf } from './field-draft.ts';
import { faultWords } from './fault-words.ts';
import { CustomFieldInputs } from './field-inputs.tsx';
import { RightsPart, RulePart, WherePart } from './field-parts.tsx';

const useSave = (draft: Draft, onClose: () => void) => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const onDone = (saved: CustomField): void => {
    toast({ text: t('customField.saved', { name: nameOf(saved) }) });
    onClose();
  };
  const add = useRouteMutation(customFieldRoutes.add, { onDone });
  const change = useRouteMutation(customFieldRoutes.change, { onDone });
  const { key, kind, retired, version } = draft;
  const isNew = draft.id === '';
  return {
    busy: add.isPending || change.isPending,
    problem: isNew ? add.error : change.error,
    save: (): void =>
      isNew
        ? add.mutate({ body: { ...partsOf(draft), key, kind } })
        : change.mutate({ params: { key }, body: { ...partsOf(draft), retired, version } }),
  };
};

const NamePart = ({ draft, set }: PartProps): ReactElement => {
  const t = useText('ticket');
  const id = useId();
  const text = (part: 'name' | 'nameEn' | 'hint' | 'hintEn', most: number): ReactElement => (
    <DialogField label={t(`customField.${part}`)} htmlFor={`${id}${part}`}>
      <Input
        id={`${id}${part}`}
        maxLength={most}
        autoFocus={part === 'name'}
        value={draft[part]}
        onChange={(event) => set({ [part]: event.target.value })}
      />
    </DialogField>
  );
  return (
    <>
      <div className="fpair">
        {text('name', 60)}
        {text('nameEn', 60)}
      </div>
      <div className="fpair">
        <DialogField label={t('customField.kind')} htmlFor={`${id}kind`}>
          <Select
            id={`${id}kind`}
            disabled={draft.id !== ''}
            value={draft.kind}
            options={customFieldKinds.map((kind) => ({ value: kind, label: t(`customField.kinds.${kind}`) }))}
            onChange={(kind) => set({ kind })}
          />
        </DialogField>
        <DialogField label={t('customField.key')} htmlFor={`${id}key`} hint={t('customField.keyHint')}>
          <Input
            id={`${id}key`}
            maxLength={40}
            disabled={draft.id !== ''}
            value={draft.key}
            onChange={(event) => set({ key: event.target.value.toLowerCase() })}
          />
        </DialogField>
      </div>
      <div className="fpair">
        {text('hint', 200)}
        {text('hintEn', 200)}
      </div>
    </>
  );
};

const OptionsPart = ({ draft, set }: PartProps): ReactElement | null => {
  const t = useText('ticket');
  const id = useId();
  const count = useMemo(() => optionsOf(draft).length, [draft]);
  if (!hasOptions(draft.kind)) return null;
  return (
    <DialogField
      label={t('customField.options', { count })}
      htmlFor={id}
      hint={t(draft.kind === 'tree' ? 'customField.treeHint' : 'customField.optionsHint')}
    >
      <Input.TextArea
        id={id}
        className="fcode"
        autoSize={{ minRows: 4, maxRows: 12 }}
        value={draft.lines}
        spellCheck={false}
        placeholder={t('customField.optionsExample')}
        onChange={(event) => set({ lines: event.target.value })}
      />
    </DialogField>
  );
};

/** The field as it will be met, to try out: the rules answer as they will on the ticket. */
const Preview = ({ draft }: { readonly draft: Draft }): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const [values, setValues] = useState<Record<string, unknown>>({});
  const field = { ...draft, ...partsOf(draft), key: 'preview', sort: 0, name: draft.name || t('customField.field') };
  const value = values['preview'];
  const judged = judgeValue(field, value);
  const problems = judged.ok ? {} : { preview: faultWords(t, judged, nameOf(field)) };
  return (
    <section className="fpreview" aria-label={t('customField.preview')}>
      <div className="t3 f12">{t('customField.preview')}</div>
      <CustomFieldInputs
        key={draft.kind}
        fields={[field]}
        values={values}
        problems={problems}
        required={(draft.rule.requiredAt ?? []).length > 0 ? ['preview'] : []}
        onChange={setValues}
      />
    </section>
  );
};

export const FieldDialog = ({
  field,
  onClose,
}: {
  readonly field: Draft;
  readonly onClose: () => void;
}): ReactElement => {
  const t = useText('ticket');
  const [draft, setDraft] = useState(field);
  const { save, busy, problem } = useSave(draft, onClose);
  const set = (change: Partial<Draft>): void => setDraft((before) => ({ ...before, ...change }));
  const isNew = draft.id === '';
  return (
    <DialogFrame
      title={isNew ? t('customField.add') : t('customField.changeOf', { name: field.name })}
      action={t('platform:save')}
      width={720}
      busy={busy}
      ready={draft.name.trim() !== '' && draft.key !== ''}
      problem={problem}
      onSubmit={save}
      onClose={onClose}
    >
      {(problem?.fields ?? []).length > 0 ? (
        <ul className="red f12" role="alert">
          {problem?.fields.map((one) => (
            <li key={`${one.path}${one.code}`}>{one.message}</li>
          ))}
        </ul>
      ) : null}
      <NamePart draft={draft} set={set} />
      <OptionsPart draft={draft} set={set} />
      <RulePart draft={draft} set={set} />
      <Preview draft={draft} />
      <WherePart draft={draft} set={set} />
      <RightsPart draft={draft} set={set} />
    </DialogFrame>
  );
};
