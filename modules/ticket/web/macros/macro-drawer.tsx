import { type ReactElement, useId, useState } from 'react';
import { macroScopes } from '#modules/knowledge/contract.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  DialogField,
  Drawer,
  Icon,
  IconButton,
  Input,
  Menu,
  Segmented,
  Switch,
  TreeSelect,
} from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import { useRouteMutation } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { toast } from '#platform/web/toast.ts';
import { type Macro, macroRoutes, type MacroStep, macroStepTypes } from '../../contract.ts';
import { useCategoryTree, useDepartmentTree, useLocalName } from '../names.ts';
import { areWhole, blankDraft, draftOf, type MacroDraft, newStep, swapped, withStep } from './macro-draft.ts';
import { stepIcons } from './macro-lines.tsx';
import { MacroTrial } from './macro-trial.tsx';
import { StepFields } from './step-fields.tsx';

type DrawerProps = { readonly macro: Macro | null; readonly onClose: () => void };
type DraftProps = { readonly draft: MacroDraft; readonly onChange: (part: Partial<MacroDraft>) => void };

const useSave = (macro: Macro | null, onClose: () => void) => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const onDone = (saved: Macro): void => {
    toast({ text: t('macro.page.saved', { name: nameOf(saved) }), icon: 'bolt' });
    onClose();
  };
  const add = useRouteMutation(macroRoutes.add, { onDone });
  const change = useRouteMutation(macroRoutes.change, { onDone });
  const save = (draft: MacroDraft): void => {
    if (macro) change.mutate({ params: { id: macro.id }, body: { ...draft, version: macro.version } });
    else add.mutate({ body: draft });
  };
  return { save, busy: add.isPending || change.isPending, problem: add.error ?? change.error };
};

const Head = ({ draft, onChange }: DraftProps): ReactElement => {
  const t = useText('ticket');
  return (
    <div className="mpair">
      <DialogField label={t('macro.page.name')} htmlFor="macro-name">
        <Input
          id="macro-name"
          autoFocus
          maxLength={60}
          value={draft.name}
          onChange={(event) => onChange({ name: event.target.value })}
        />
      </DialogField>
      <DialogField label={t('macro.page.nameEn')} htmlFor="macro-name-en">
        <Input
          id="macro-name-en"
          maxLength={60}
          value={draft.nameEn}
          onChange={(event) => onChange({ nameEn: event.target.value })}
        />
      </DialogField>
    </div>
  );
};

const Scope = ({ draft, onChange }: DraftProps): ReactElement => {
  const t = useText('ticket');
  const mayShare = useCan()('template.manage');
  const departments = useDepartmentTree();
  return (
    <>
      <div className="row wrap">
        <span className="t2">{t('macro.page.scope')}</span>
        <Segmented
          label={t('macro.page.scope')}
          value={draft.scope}
          onChange={(scope) => onChange({ scope })}
          choices={(mayShare ? macroScopes : (['mine'] as const)).map((scope) => ({
            value: scope,
            label: t(`macro.scope.${scope}`),
          }))}
        />
        <span className="sp" />
        <label className="row" htmlFor="macro-enabled">
          {t('macro.page.enabled')}
          <Switch id="macro-enabled" checked={draft.enabled} onChange={(enabled: boolean) => onChange({ enabled })} />
        </label>
      </div>
      {draft.scope === 'department' ? (
        <DialogField label={t('macro.page.department')} htmlFor="macro-department">
          <TreeSelect
            id="macro-department"
            treeData={departments}
            treeDefaultExpandAll
            showSearch={{ treeNodeFilterProp: 'title' }}
            value={draft.departmentId ?? undefined}
            onChange={(departmentId: string | undefined) => onChange({ departmentId: departmentId ?? null })}
          />
        </DialogField>
      ) : null}
      <DialogField label={t('macro.page.categories')} htmlFor="macro-categories">
        <TreeSelect
          id="macro-categories"
          multiple
          allowClear
          treeData={useCategoryTree()}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('macro.page.anyCategory')}
          value={draft.categoryKeys}
          onChange={(categoryKeys: string[]) => onChange({ categoryKeys })}
        />
      </DialogField>
    </>
  );
};

type StepProps = {
  readonly steps: readonly MacroStep[];
  readonly at: number;
  readonly onSteps: (steps: MacroStep[]) => void;
};

const Step = ({ steps, at, onSteps }: StepProps): ReactElement | null => {
  const t = useText('ticket');
  const id = useId();
  const step = steps[at];
  if (!step) return null;
  const n = at + 1;
  const title = t(`macro.type.${step.type}`);
  return (
    <li className="mstep" aria-label={`${t('macro.edit.step', { n })} ${title}`}>
      <div className="row">
        <span className="t3 f12">{n}</span>
        <Icon name={stepIcons[step.type]} className="t3" />
        <b>{title}</b>
        <span className="sp" />
        <IconButton
          icon="up"
          size="s"
          label={t('macro.edit.up', { n })}
          disabled={at === 0}
          onClick={() => onSteps(swapped(steps, at, -1))}
        />
        <IconButton
          icon="down"
          size="s"
          label={t('macro.edit.down', { n })}
          disabled={at === steps.length - 1}
          onClick={() => onSteps(swapped(steps, at, 1))}
        />
        <IconButton
          icon="x"
          size="s"
          label={t('macro.edit.remove', { n })}
          onClick={() => onSteps(steps.filter((_each, index) => index !== at))}
        />
      </div>
      <StepFields
        step={step}
        id={id}
        onChange={(next) => onSteps(steps.map((each, index) => (index === at ? next : each)))}
      />
    </li>
  );
};

const Steps = ({ draft, onChange }: DraftProps): ReactElement => {
  const t = useText('ticket');
  const onSteps = (steps: MacroStep[]): void => onChange({ steps });
  return (
    <section className="col" style={{ gap: 8 }} aria-label={t('macro.edit.steps')}>
      <span className="t2">{t('macro.edit.steps')}</span>
      <ol className="mlines">
        {draft.steps.map((_step, at) => (
          <Step key={at} steps={draft.steps} at={at} onSteps={onSteps} />
        ))}
      </ol>
      <div className="row">
        <Menu
          items={macroStepTypes.map((type) => ({
            key: type,
            label: t(`macro.type.${type}`),
            icon: stepIcons[type],
            onClick: () => onSteps(withStep(draft.steps, newStep(type))),
          }))}
        >
          <Button icon="plus" size="s" disabled={draft.steps.length >= 12}>
            {t('macro.edit.add')}
          </Button>
        </Menu>
      </div>
    </section>
  );
};

/** One macro: for whom, what it does from top to bottom, and a trial on a ticket before anybody uses it. */
export const MacroDrawer = ({ macro, onClose }: DrawerProps): ReactElement => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const mayShare = useCan()('template.manage');
  const nameOf = useLocalName();
  const locked = macro !== null && !macro.mayEdit;
  const [draft, setDraft] = useState(() => (macro ? draftOf(macro) : blankDraft(mayShare)));
  const { save, busy, problem } = useSave(macro, onClose);
  const change = (part: Partial<MacroDraft>): void => setDraft((before) => ({ ...before, ...part }));
  const whole = areWhole(draft.steps);
  const placed = draft.scope !== 'department' || draft.departmentId !== null;
  return (
    <Drawer
      open
      title={macro ? nameOf(macro) : t('macro.page.createTitle')}
      onClose={onClose}
      size={600}
      styles={{ wrapper: { maxWidth: '100vw' } }}
      footer={
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <Button onClick={onClose}>{t(locked ? 'platform:close' : 'platform:cancel')}</Button>
          {locked ? null : (
            <Button
              tone="primary"
              busy={busy}
              disabled={draft.name.trim() === '' || !whole || !placed}
              onClick={() => save(draft)}
            >
              {t('platform:save')}
            </Button>
          )}
        </div>
      }
    >
      <div className="col" style={{ gap: 12 }}>
        {problem ? (
          <Banner tone="red">{[textOf(problem), ...problem.fields.map((field) => field.message)].join(' ')}</Banner>
        ) : null}
        <fieldset disabled={locked} className="mfields col">
          <Head draft={draft} onChange={change} />
          <Scope draft={draft} onChange={change} />
          <Steps draft={draft} onChange={change} />
        </fieldset>
        <MacroTrial steps={draft.steps} ready={whole} />
      </div>
    </Drawer>
  );
};
