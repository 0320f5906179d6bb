import { type ReactElement, useId, useState } from 'react';
import { Link } from 'react-router';
import { useLocalName } from '#modules/ticket/web/index.ts';
import { useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Banner,
  Button,
  type Column,
  confirmAction,
  DataTable,
  DialogField,
  DialogFrame,
  Empty,
  Input,
  Page,
  Segmented,
  Switch,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  changeRetentionSetting,
  eraseRetained,
  holdRetained,
  listRetention,
  readRetentionSetting,
  releaseRetained,
  retentionViews,
  type RetentionRow,
  type RetentionView,
} from '../../contract.ts';

const onProblem = (problem: Parameters<typeof problemText>[0]): void => {
  toast({ text: problemText(problem), icon: 'over' });
};

const JobSwitch = (): ReactElement | null => {
  const t = useText('archive');
  const setting = useRoute(readRetentionSetting, {});
  const change = useRouteMutation(changeRetentionSetting, { onProblem });
  const id = useId();
  if (!setting.data) return null;
  const toggle = async (eraseByJob: boolean): Promise<void> => {
    const sure =
      !eraseByJob ||
      (await confirmAction({
        title: t('retention.jobTitle'),
        text: t('retention.jobText'),
        action: t('retention.jobOn'),
        danger: true,
      }));
    if (sure) change.mutate({ body: { eraseByJob } });
  };
  return (
    <label className="row" htmlFor={id}>
      <Switch
        id={id}
        checked={setting.data.eraseByJob}
        loading={change.isPending}
        onChange={(on) => void toggle(on)}
        aria-label={t('retention.job')}
      />
      <span>{t('retention.job')}</span>
    </label>
  );
};

/** What one call takes. */
const mostAtOnce = 200;

type Asked = { readonly kind: 'erase' | 'hold'; readonly numbers: readonly string[] };

const ReasonDialog = ({ asked, onClose }: { readonly asked: Asked; readonly onClose: () => void }): ReactElement => {
  const t = useText('archive');
  const id = useId();
  const [reason, setReason] = useState('');
  const erase = useRouteMutation(eraseRetained, {
    onDone: ({ done, skipped, results }) => {
      const why = results.find((one) => !one.ok)?.message;
      toast({ text: [t('retention.erased', { done, skipped }), why].filter(Boolean).join(' ') });
      onClose();
    },
  });
  const hold = useRouteMutation(holdRetained, {
    onDone: ({ number }) => {
      toast({ text: t('retention.heldDone', { number }) });
      onClose();
    },
  });
  const { kind, numbers } = asked;
  const submit = (): void => {
    if (kind === 'erase') erase.mutate({ body: { numbers: [...numbers], reason } });
    else hold.mutate({ params: { number: numbers[0] ?? '' }, body: { reason } });
  };
  return (
    <DialogFrame
      title={t(`retention.${kind}Title`, { count: numbers.length, number: numbers[0] ?? '' })}
      action={t(`retention.${kind}`)}
      danger={kind === 'erase'}
      busy={erase.isPending || hold.isPending}
      ready={reason.trim() !== ''}
      problem={erase.error ?? hold.error}
      onSubmit={submit}
      onClose={onClose}
    >
      <p className="t2">{t(`retention.${kind}Text`)}</p>
      <DialogField label={t('retention.reason')} htmlFor={id}>
        <Input id={id} value={reason} maxLength={500} onChange={(event) => setReason(event.target.value)} />
      </DialogField>
    </DialogFrame>
  );
};

const useColumns = (view: RetentionView, onHold: (number: string) => void): Column<RetentionRow>[] => {
  const t = useText('archive');
  const words = useText('platform');
  const format = useFormat();
  const nameOf = useLocalName();
  const release = useRouteMutation(releaseRetained, { onProblem });
  const when = (at: string): ReactElement => <span title={format.full(at)}>{format.day(at)}</span>;
  const told = (row: RetentionRow): ReactElement | string => {
    const { hold, erased } = row;
    if (erased) return [erased.by ?? t('retention.byJob'), erased.reason].filter(Boolean).join(' · ');
    if (hold) return [hold.by, hold.reason].filter(Boolean).join(' · ');
    return row.rule === null ? t('retention.product') : nameOf(row.rule);
  };
  return [
    {
      key: 'number',
      title: t('retention.number'),
      render: ({ number }) => <Link to={`/tickets/${number}`}>{number}</Link>,
    },
    { key: 'ended', title: t('retention.ended'), render: ({ endedAt }) => when(endedAt) },
    {
      key: 'until',
      title: t('retention.until'),
      render: ({ keepUntil }) => (keepUntil === null ? t('retention.unworked') : when(keepUntil)),
    },
    {
      key: 'months',
      title: t('retention.months'),
      numeric: true,
      render: ({ months }) => (months === null ? '–' : t('retention.monthsOf', { count: months })),
    },
    ...(view === 'erased'
      ? [{ key: 'at', title: t('retention.erasedAt'), render: ({ erased }: RetentionRow) => erased && when(erased.at) }]
      : []),
    { key: 'why', title: t(view === 'erased' || view === 'held' ? 'retention.who' : 'retention.rule'), render: told },
    {
      key: 'act',
      title: <span className="sr">{words('more')}</span>,
      width: 96,
      render: (row) => {
        if (row.erased) return null;
        return row.hold ? (
          <Button size="s" busy={release.isPending} onClick={() => release.mutate({ params: { number: row.number } })}>
            {t('retention.release')}
          </Button>
        ) : (
          <Button size="s" onClick={() => onHold(row.number)}>
            {t('retention.hold')}
          </Button>
        );
      },
    },
  ];
};

/** What was archived and how long it is kept; what is over is erased here, by a person with a reason. */
const RetentionPage = (): ReactElement => {
  const t = useText('archive');
  const [view, setView] = useState<RetentionView>('over');
  const [chosen, setChosen] = useState<string[]>([]);
  const [asked, setAsked] = useState<Asked | null>(null);
  const list = usePagedRoute(listRetention, (cursor) => ({
    query: { view, limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const columns = useColumns(view, (number) => setAsked({ kind: 'hold', numbers: [number] }));
  const show = (next: RetentionView): void => {
    setView(next);
    setChosen([]);
  };
  const canErase = view === 'over' && chosen.length > 0;
  return (
    <Page
      title={t('nav.retention')}
      note={t('retention.note')}
      actions={
        canErase ? (
          <Button
            tone="danger"
            icon="x"
            onClick={() => setAsked({ kind: 'erase', numbers: chosen.slice(0, mostAtOnce) })}
          >
            {t('retention.eraseMany', { count: Math.min(chosen.length, mostAtOnce) })}
          </Button>
        ) : null
      }
    >
      <div className="col" style={{ gap: 12 }}>
        <div className="row wrap" style={{ gap: 12 }}>
          <Segmented
            label={t('nav.retention')}
            value={view}
            choices={retentionViews.map((each) => ({ value: each, label: t(`retention.view.${each}`) }))}
            onChange={show}
          />
          <span className="sp" />
          <JobSwitch />
        </div>
        {view === 'over' ? <Banner tone="amber">{t('retention.warning')}</Banner> : null}
        <div className="card" style={{ overflow: 'hidden' }}>
          <DataTable
            label={t('nav.retention')}
            columns={columns}
            rows={list.data ? list.items : undefined}
            rowKey={(row) => row.number}
            rowName={(row) => row.number}
            {...(view === 'over' ? { selection: { keys: chosen, onChange: setChosen } } : {})}
            {...(list.hasNextPage
              ? { more: { onMore: () => void list.fetchNextPage(), busy: list.isFetchingNextPage } }
              : {})}
            error={list.problem}
            onRetry={() => void list.refetch()}
            empty={<Empty kind="none" icon="db" title={t(`retention.none.${view}`)} />}
          />
        </div>
      </div>
      {asked ? (
        <ReasonDialog
          asked={asked}
          onClose={() => {
            setAsked(null);
            setChosen([]);
          }}
        />
      ) : null}
    </Page>
  );
};

export default RetentionPage;
