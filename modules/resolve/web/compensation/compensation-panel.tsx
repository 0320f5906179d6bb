import '../resolve.css';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import { Link } from 'react-router';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge, type BadgeTone, Button, Loaded } from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  type CompensationLine,
  type CompensationState,
  type CompensationTotal,
  dropCompensation,
  listCompensation,
  payCompensation,
  submitCompensation,
} from '../../contract.ts';
import { useMoney } from '../money.ts';
import { SectionTitle } from '../section-title.tsx';
import { CompensationDialog } from './compensation-dialog.tsx';

const tones: Record<CompensationState, BadgeTone> = {
  draft: 'info',
  pending: 'near',
  approved: 'met',
  rejected: 'over',
  paid: 'met',
};

const tell = {
  topics: ['tickets', 'approvals'],
  onProblem: (problem: Parameters<typeof problemText>[0]) => toast({ text: problemText(problem), icon: 'over' }),
};

type LineProps = { readonly line: CompensationLine; readonly onEdit: () => void };

const LineActs = ({ line, onEdit }: LineProps): ReactElement | null => {
  const t = useText('resolve');
  const submit = useRouteMutation(submitCompensation, tell);
  const drop = useRouteMutation(dropCompensation, tell);
  const pay = useRouteMutation(payCompensation, tell);
  const params = { id: line.id };
  const { edit, submit: maySubmit, pay: mayPay } = line.abilities;
  if (!edit && !maySubmit && !mayPay) return null;
  return (
    <div className="rs-acts">
      {maySubmit ? (
        <Button size="s" tone="soft" busy={submit.isPending} onClick={() => submit.mutate({ params, body: {} })}>
          {t('pay.submit')}
        </Button>
      ) : null}
      {mayPay ? (
        <Button size="s" tone="soft" busy={pay.isPending} onClick={() => pay.mutate({ params, body: {} })}>
          {t('pay.markPaid')}
        </Button>
      ) : null}
      {edit ? (
        <>
          <Button size="s" onClick={onEdit}>
            {t('pay.edit')}
          </Button>
          <Button size="s" busy={drop.isPending} onClick={() => drop.mutate({ params })}>
            {t('pay.drop')}
          </Button>
        </>
      ) : null}
    </div>
  );
};

const Line = ({ line, onEdit }: LineProps): ReactElement => {
  const t = useText('resolve');
  const money = useMoney();
  const state = t(`pay.states.${line.state}`);
  return (
    <li className="rs-line">
      <div className="row">
        <span>{t(`pay.kinds.${line.kind}`)}</span>
        <b className="sp">{money(line.amountCents, line.currency)}</b>
        {line.state === 'pending' && line.requestId !== null ? (
          <Link to={`/approvals/${line.requestId}`}>
            <Badge tone={tones[line.state]}>{state}</Badge>
          </Link>
        ) : (
          <Badge tone={tones[line.state]}>{state}</Badge>
        )}
      </div>
      <div className="f12 t3">{[line.payee, line.note, line.paidReference].filter(Boolean).join(' · ')}</div>
      <LineActs line={line} onEdit={onEdit} />
    </li>
  );
};

const Totals = ({ totals }: { readonly totals: readonly CompensationTotal[] }): ReactElement => {
  const t = useText('resolve');
  const money = useMoney();
  return (
    <>
      {totals.map((sum) => (
        <div key={sum.currency} className="row wrap f12 rs-line">
          <span className="t2">{t('pay.total')}</span>
          <b className="sp">{money(sum.grantedCents, sum.currency)}</b>
          {sum.pendingCents > 0 ? (
            <span className="t3">{t('pay.totalPending', { amount: money(sum.pendingCents, sum.currency) })}</span>
          ) : null}
          <span className="t3">{t('pay.totalPaid', { amount: money(sum.paidCents, sum.currency) })}</span>
        </div>
      ))}
    </>
  );
};

const none: readonly CompensationLine[] = [];

/** Handing a line in, from the palette too: whoever works by keyboard does not look for its button. */
const useSubmitActions = (items: readonly CompensationLine[]): void => {
  const t = useText('resolve');
  const money = useMoney();
  const { mutate } = useRouteMutation(submitCompensation, tell);
  const latest = useRef(money);
  useEffect(() => {
    latest.current = money;
  });
  const actions = useMemo<Action[]>(
    () =>
      items
        .filter((line) => line.abilities.submit)
        .map((line) => ({
          id: `resolve.submit.${line.id}`,
          title: `${t('pay.submit')} ${latest.current(line.amountCents, line.currency)}`,
          icon: 'send',
          section: 'current',
          priority: 46,
          run: () => mutate({ params: { id: line.id }, body: {} }),
        })),
    [items, t, mutate],
  );
  useActions(actions);
};

/** What the customer is given, line by line; above a limit others agree first. */
const CompensationPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const [open, setOpen] = useState<'new' | CompensationLine | null>(null);
  const { data, error, refetch } = useRoute(
    listCompensation,
    { params: { number } },
    { topics: ['resolve', 'compensation', 'approvals'] },
  );
  const canAdd = data?.canAdd ?? false;
  const actions = useMemo<Action[]>(
    () =>
      canAdd
        ? [
            {
              id: 'resolve.compensate',
              title: t('pay.add'),
              icon: 'star',
              section: 'current',
              priority: 45,
              run: () => setOpen('new'),
            },
          ]
        : [],
    [canAdd, t],
  );
  useActions(actions);
  useSubmitActions(data?.items ?? none);
  if (data && data.items.length === 0 && !canAdd) return null;
  return (
    <section>
      <SectionTitle
        title={t('pay.title')}
        {...(canAdd ? { action: t('pay.new'), onAction: () => setOpen('new') } : {})}
      />
      <Loaded data={data} error={error} onRetry={() => void refetch()}>
        {({ items, totals }) =>
          items.length === 0 ? null : (
            <>
              <ul>
                {items.map((line) => (
                  <Line key={line.id} line={line} onEdit={() => setOpen(line)} />
                ))}
              </ul>
              <Totals totals={totals} />
            </>
          )
        }
      </Loaded>
      {open === null ? null : (
        <CompensationDialog number={number} line={open === 'new' ? undefined : open} onClose={() => setOpen(null)} />
      )}
    </section>
  );
};

export default CompensationPanel;
