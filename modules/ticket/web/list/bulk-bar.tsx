import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { useActionContext } from '#platform/web/palette/action-host.tsx';
import { Banner, Bar, Button, Count, Icon, IconButton, Menu } from '#platform/web/parts/index.ts';
import { useProblemText } from '#platform/web/problem-text.ts';
import type { TicketAction } from '../../contract.ts';
import { setPicking } from '../dialog-state.ts';
import { type BulkPlan, BulkPlanDialog, type BulkWish } from './bulk-plan-dialog.tsx';
import { useBulkRun } from './use-bulk-run.ts';

type BarProps = { readonly numbers: readonly string[]; readonly onClear: () => void };

const stepChoices: readonly TicketAction[] = [
  'accept',
  'verify',
  'solve',
  'answer',
  'close',
  'archive',
  'quarantine',
  'restore',
];

/** What can be done with many: the same as with one, by the same keys while a selection stands. */
const useBulkActions = (wish: (next: BulkWish) => void, onClear: () => void): readonly Action[] => {
  const t = useText('ticket');
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'bulk.assign',
        title: t('action.assign'),
        icon: 'swap',
        keys: ['A'],
        section: 'current',
        priority: 99,
        permission: 'ticket.assign',
        run: () => wish({ kind: 'assign' }),
      },
      {
        id: 'bulk.claim',
        title: t('action.claim'),
        icon: 'user',
        keys: ['Shift+A'],
        section: 'current',
        priority: 98,
        permission: 'ticket.assign',
        run: () => wish({ kind: 'claim' }),
      },
      {
        id: 'bulk.classify',
        title: t('action.classify'),
        icon: 'pen',
        keys: ['L'],
        section: 'current',
        priority: 97,
        permission: 'ticket.classify',
        run: () => wish({ kind: 'classify' }),
      },
      {
        id: 'bulk.macro',
        title: t('action.macro'),
        icon: 'bolt',
        keys: ['M'],
        section: 'current',
        priority: 97,
        permission: 'ticket.note',
        run: () => wish({ kind: 'macro' }),
      },
      {
        id: 'bulk.follow',
        title: t('action.follow'),
        icon: 'star',
        keys: ['F'],
        section: 'current',
        priority: 96,
        run: () => wish({ kind: 'follow', followed: true }),
      },
      ...stepChoices.map((action): Action => ({
        id: `bulk.step.${action}`,
        title: t(`step.${action}`),
        icon: 'right',
        section: 'current',
        priority: 95,
        permission:
          action === 'archive'
            ? 'ticket.archive'
            : action === 'quarantine' || action === 'restore'
              ? 'spam.manage'
              : 'ticket.transition',
        run: () => wish({ kind: 'step', action }),
      })),
      { id: 'bulk.clear', title: t('platform:bulk.close'), icon: 'x', keys: ['Esc'], section: 'current', run: onClear },
    ],
    [t, wish, onClear],
  );
  useActions(actions);
  return actions;
};

const shownReasons = 3;

const Rehearsal = ({
  numbers,
  plan,
  onCancel,
  onDone,
}: {
  readonly numbers: readonly string[];
  readonly plan: BulkPlan;
  readonly onCancel: () => void;
  readonly onDone: () => void;
}): ReactElement => {
  const t = useText('ticket');
  const textOf = useProblemText();
  const { dry, run, able, skipped, problem, execute } = useBulkRun(numbers, plan, onDone);
  return (
    <div className="col wdry" role="status">
      <div className="row f12">
        <span className="t2">{t('bulk.dry', { what: plan.words })}</span>
        <span className="sp" />
        {dry ? null : (
          <>
            <span className="green row" style={{ gap: 3 }}>
              <Icon name="met" size="s" />
              {t('bulk.able', { count: able.length })}
            </span>
            {skipped.length > 0 ? (
              <span className="amber row" style={{ gap: 3 }}>
                <Icon name="over" size="s" />
                {t('bulk.skipped', { count: skipped.length })}
              </span>
            ) : null}
          </>
        )}
      </div>
      {skipped.slice(0, shownReasons).map((row) => (
        <div key={row.number} className="f12 t3 el">
          {ticketNumber(row.number)} {row.message ?? row.code}
        </div>
      ))}
      {run ? (
        <div className="row f12 t2" role="status">
          <Bar share={run.done / run.of} label={t('bulk.progress', { done: run.done, of: run.of })} />
          <span className="nw">{t('bulk.progress', { done: run.done, of: run.of })}</span>
        </div>
      ) : null}
      {problem ? <Banner tone="red">{textOf(problem)}</Banner> : null}
      <div className="row">
        <span className="sp" />
        <Button onClick={onCancel}>{t('platform:cancel')}</Button>
        <Button tone="primary" busy={dry || run !== null} disabled={able.length === 0} onClick={execute}>
          {t('bulk.run', { count: able.length })}
        </Button>
      </div>
    </div>
  );
};

export const BulkBar = ({ numbers, onClear }: BarProps): ReactElement => {
  const t = useText('ticket');
  const context = useActionContext();
  useEffect(() => {
    setPicking(true);
    return () => setPicking(false);
  }, []);
  const [wish, setWish] = useState<BulkWish | null>(null);
  const [plan, setPlan] = useState<BulkPlan | null>(null);
  const actions = useBulkActions(setWish, onClear).filter((action) => context.can(action.permission));
  const [assign, ...rest] = actions;
  return (
    <div
      className="bulkbar wbulk col"
      role="region"
      aria-label={t('platform:bulk.selected', { count: numbers.length })}
    >
      <div className="row">
        <Count tone="on">{numbers.length}</Count>
        <b>{t('bulk.selected')}</b>
        <span className="sp" />
        {assign?.id === 'bulk.assign' ? (
          <Button size="s" icon={assign.icon} keys="A" onClick={() => assign.run(context)}>
            {assign.title}
          </Button>
        ) : null}
        <Menu
          items={rest
            .filter((action) => action.id !== 'bulk.clear')
            .map((action) => ({
              key: action.id,
              label: action.title ?? '',
              icon: action.icon,
              ...(action.keys?.[0] ? { keys: action.keys[0] } : {}),
              onClick: () => action.run(context),
            }))}
        >
          <IconButton icon="dots" size="s" tone="plain" label={t('platform:more')} />
        </Menu>
        <IconButton icon="x" size="s" label={t('platform:bulk.close')} onClick={onClear} />
      </div>
      {plan ? <Rehearsal numbers={numbers} plan={plan} onCancel={() => setPlan(null)} onDone={onClear} /> : null}
      {wish ? (
        <BulkPlanDialog
          wish={wish}
          count={numbers.length}
          onClose={() => setWish(null)}
          onPlan={(next) => {
            setWish(null);
            setPlan(next);
          }}
        />
      ) : null}
    </div>
  );
};
