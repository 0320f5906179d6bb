import { type ReactElement, useEffect, useState } from 'react';
import type { z } from 'zod';
import { useText } from '#platform/web/i18n.ts';
import { DialogField, DialogFrame, Input, LevelMark, Segmented, TreeSelect } from '#platform/web/parts/index.ts';
import type { bulkAction, Macro, TicketAction, TicketLevel } from '../../contract.ts';
import { type AssignChoice, AssignFields } from '../dialogs/assign-fields.tsx';
import { reasonSteps } from '../dialogs/step-dialog.tsx';
import { MacroPicker } from '../macros/macro-picker.tsx';
import { useCategoryTree, useLocalName, useNames } from '../names.ts';

export type BulkWish =
  | { readonly kind: 'assign' | 'claim' | 'classify' | 'macro' }
  | { readonly kind: 'follow'; readonly followed: boolean }
  | { readonly kind: 'step'; readonly action: TicketAction };

/** One operation for all, and how it is said. */
export type BulkPlan = { readonly action: z.infer<typeof bulkAction>; readonly words: string };

type PlanProps = {
  readonly wish: BulkWish;
  readonly count: number;
  readonly onPlan: (plan: BulkPlan) => void;
  readonly onClose: () => void;
};

const AssignPlan = ({ count, onPlan, onClose }: PlanProps): ReactElement => {
  const t = useText('ticket');
  const names = useNames();
  const [choice, setChoice] = useState<AssignChoice>({ reason: '' });
  const to =
    (choice.ownerId ? names.person(choice.ownerId) : undefined) ??
    (choice.departmentId ? names.department(choice.departmentId) : '') ??
    '';
  return (
    <DialogFrame
      title={t('bulk.assignTitle', { count })}
      action={t('bulk.rehearse')}
      busy={false}
      ready={(choice.ownerId ?? choice.departmentId) !== undefined && choice.reason.trim() !== ''}
      onSubmit={() =>
        onPlan({
          action: { type: 'assign', ...choice, reason: choice.reason.trim() },
          words: t('bulk.assignTo', { to }),
        })
      }
      onClose={onClose}
    >
      <AssignFields choice={choice} onChange={setChoice} reasonHint={t('assign.reasonNeeded')} />
    </DialogFrame>
  );
};

const levelOf = { 1: 1, 2: 2, 3: 3 } as const;
const levelChoices = ['keep', '1', '2', '3'] as const;
type LevelChoice = (typeof levelChoices)[number];

const ClassifyPlan = ({ count, onPlan, onClose }: PlanProps): ReactElement => {
  const t = useText('ticket');
  const tree = useCategoryTree();
  const names = useNames();
  const [categoryKey, setCategory] = useState<string | undefined>(undefined);
  const [level, setLevel] = useState<LevelChoice>('keep');
  const chosen: TicketLevel | undefined = level === 'keep' ? undefined : levelOf[level];
  const words = [categoryKey ? names.category(categoryKey) : '', chosen ? t(`platform:level.${chosen}`) : '']
    .filter(Boolean)
    .join(t('listComma'));
  return (
    <DialogFrame
      title={t('bulk.classifyTitle', { count })}
      action={t('bulk.rehearse')}
      busy={false}
      ready={words !== ''}
      onSubmit={() =>
        onPlan({
          action: { type: 'classify', ...(categoryKey ? { categoryKey } : {}), ...(chosen ? { level: chosen } : {}) },
          words: t('bulk.classifyTo', { to: words }),
        })
      }
      onClose={onClose}
    >
      <DialogField label={t('field.categoryKey')} htmlFor="bulk-category">
        <TreeSelect
          id="bulk-category"
          autoFocus
          allowClear
          value={categoryKey}
          treeData={tree}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('bulk.keep')}
          onChange={(next: string | undefined) => setCategory(next)}
        />
      </DialogField>
      <div className="col dialog-field">
        <span className="t2">{t('field.level')}</span>
        <Segmented
          label={t('field.level')}
          value={level}
          onChange={setLevel}
          choices={levelChoices.map((each) => ({
            value: each,
            label: each === 'keep' ? t('bulk.keep') : <LevelMark level={levelOf[each]} />,
          }))}
        />
      </div>
    </DialogFrame>
  );
};

const ReasonPlan = ({
  action,
  count,
  onPlan,
  onClose,
}: Omit<PlanProps, 'wish'> & { readonly action: TicketAction }): ReactElement => {
  const t = useText('ticket');
  const [reason, setReason] = useState('');
  return (
    <DialogFrame
      title={t('bulk.stepTitle', { step: t(`step.${action}`), count })}
      action={t('bulk.rehearse')}
      busy={false}
      ready={reason.trim() !== ''}
      onSubmit={() =>
        onPlan({ action: { type: 'transition', action, reason: reason.trim() }, words: t(`step.${action}`) })
      }
      onClose={onClose}
    >
      <DialogField label={t('step.reason')} htmlFor="bulk-reason">
        <Input.TextArea
          id="bulk-reason"
          autoFocus
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </DialogField>
    </DialogFrame>
  );
};

const MacroPlan = ({ onPlan, onClose }: PlanProps): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  const pick = (macro: Macro): void =>
    onPlan({ action: { type: 'macro', macroId: macro.id }, words: t('macro.bulk', { name: nameOf(macro) }) });
  return <MacroPicker onPick={pick} onClose={onClose} />;
};

const plainPlan = (wish: BulkWish, t: (key: string) => string): BulkPlan | null => {
  if (wish.kind === 'claim') return { action: { type: 'claim' }, words: t('action.claim') };
  if (wish.kind === 'follow')
    return {
      action: { type: 'follow', followed: wish.followed },
      words: t(wish.followed ? 'action.follow' : 'action.unfollow'),
    };
  if (wish.kind === 'step' && !reasonSteps.includes(wish.action))
    return { action: { type: 'transition', action: wish.action }, words: t(`step.${wish.action}`) };
  return null;
};

/** Asks what the operation needs; what needs nothing goes straight to the rehearsal. */
export const BulkPlanDialog = (props: PlanProps): ReactElement | null => {
  const { wish, onPlan } = props;
  const t = useText('ticket');
  const plain = plainPlan(wish, t);
  useEffect(() => {
    if (plain) onPlan(plain);
  });
  if (plain) return null;
  if (wish.kind === 'assign') return <AssignPlan {...props} />;
  if (wish.kind === 'macro') return <MacroPlan {...props} />;
  if (wish.kind === 'classify') return <ClassifyPlan {...props} />;
  return wish.kind === 'step' ? <ReasonPlan {...props} action={wish.action} /> : null;
};
