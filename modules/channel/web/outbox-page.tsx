import { type ReactElement, useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { hasText, useText } from '#platform/web/i18n.ts';
import {
  Badge,
  type BadgeTone,
  Banner,
  Button,
  type Column,
  DataTable,
  Drawer,
  Empty,
  Fact,
  Icon,
  Page,
  Pill,
} from '#platform/web/parts/index.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { usePagedRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { listOutbox, type OutboxEntry, type OutboxState, outboxStates, retryOutbox } from '../contract.ts';

const tones: Record<OutboxState, BadgeTone> = { waiting: 'ok', sent: 'met', failed: 'over', shown: 'info' };

const filters = ['all', ...outboxStates] as const;
const stateOf = (value: string | null): OutboxState | undefined => outboxStates.find((state) => state === value);

const useRetry = () => {
  const t = useText('channel');
  return useRouteMutation(retryOutbox, {
    topics: ['outbox'],
    onDone: () => toast({ text: t('outbox.retried') }),
    onProblem: (problem) => toast({ text: problemText(problem), icon: 'over' }),
  });
};

const StateBadge = ({ entry }: { readonly entry: OutboxEntry }): ReactElement => {
  const t = useText('channel');
  return (
    <Badge tone={tones[entry.state]} title={entry.lastError}>
      {t(`outbox.state.${entry.state}`)}
    </Badge>
  );
};

const useColumns = (retry: (id: string) => void): Column<OutboxEntry>[] => {
  const t = useText('channel');
  const words = useText('platform');
  const { row, full } = useFormat();
  const nameOf = (key: string): string => (hasText('channel', `notice.${key}`) ? t(`notice.${key}`) : key);
  return [
    {
      key: 'number',
      title: t('outbox.ticket'),
      render: (entry) => (
        <Link to={`/tickets/${entry.number}`} onClick={(event) => event.stopPropagation()}>
          {ticketNumber(entry.number)}
        </Link>
      ),
    },
    {
      key: 'notice',
      title: t('outbox.notice'),
      render: (entry) => (
        <span className="col">
          <b>{nameOf(entry.templateKey)}</b>
          <span className="t3 f12 el" style={{ maxWidth: 320 }}>
            {entry.subject}
          </span>
        </span>
      ),
    },
    { key: 'to', title: t('outbox.to'), render: (entry) => entry.address || t('outbox.trackingPage') },
    { key: 'state', title: t('outbox.status'), render: (entry) => <StateBadge entry={entry} /> },
    { key: 'attempts', title: t('outbox.attempts'), numeric: true, render: (entry) => entry.attempts || '—' },
    {
      key: 'at',
      title: t('outbox.at'),
      render: (entry) => <time title={full(entry.createdAt)}>{row(entry.createdAt)}</time>,
    },
    {
      key: 'retry',
      title: <span className="sr">{words('more')}</span>,
      width: 80,
      render: (entry) =>
        entry.abilities.retry ? (
          <Button
            size="s"
            onClick={(event) => {
              event.stopPropagation();
              retry(entry.id);
            }}
          >
            {words('retry')}
          </Button>
        ) : null,
    },
  ];
};

const EntryDrawer = ({
  entry,
  onClose,
}: {
  readonly entry: OutboxEntry;
  readonly onClose: () => void;
}): ReactElement => {
  const t = useText('channel');
  const { full, instant } = useFormat();
  const time = (at: string): ReactElement => <time title={full(at)}>{instant(at)}</time>;
  return (
    <Drawer open title={entry.subject} onClose={onClose} size={480} styles={{ wrapper: { maxWidth: '100vw' } }}>
      {entry.lastError === '' ? null : (
        <Banner tone={entry.state === 'failed' ? 'red' : 'amber'}>{entry.lastError}</Banner>
      )}
      <Fact label={t('outbox.status')}>
        <StateBadge entry={entry} />
      </Fact>
      <Fact label={t('outbox.to')}>{entry.address || t('outbox.trackingPage')}</Fact>
      <Fact label={t('outbox.at')}>{time(entry.createdAt)}</Fact>
      {entry.sentAt ? <Fact label={t('outbox.sentAt')}>{time(entry.sentAt)}</Fact> : null}
      <p style={{ marginTop: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{entry.body}</p>
    </Drawer>
  );
};

/** What customers were told by mail, and what never reached them. */
const OutboxPage = (): ReactElement => {
  const t = useText('channel');
  const [search, setSearch] = useSearchParams();
  const [open, setOpen] = useState<OutboxEntry | null>(null);
  const state = stateOf(search.get('state'));
  const number = search.get('number') ?? '';
  const list = usePagedRoute(
    listOutbox,
    (cursor) => ({ query: { cursor, state, ...(number === '' ? {} : { number }) } }),
    { topics: ['outbox'] },
  );
  const retry = useRetry();
  const columns = useColumns((id) => retry.mutate({ params: { id } }));
  const filter = (name: string, value: string): void => {
    const next = new URLSearchParams(search);
    if (value === '' || value === 'all') next.delete(name);
    else next.set(name, value);
    setSearch(next, { replace: true });
  };
  const sendsMail = list.data?.pages[0]?.sendsMail ?? true;
  const narrowed = state !== undefined || number !== '';
  return (
    <Page title={t('outbox.title')} note={t('outbox.note')}>
      {sendsMail ? null : (
        <div style={{ marginBottom: 12 }}>
          <Banner tone="blue">{t('outbox.noMail')}</Banner>
        </div>
      )}
      <div className="row wrap" style={{ marginBottom: 12 }}>
        <label className="inp" style={{ width: 200 }}>
          <Icon name="search" size="s" />
          <input
            type="search"
            value={number}
            placeholder={t('outbox.search')}
            aria-label={t('outbox.search')}
            onChange={(event) => filter('number', event.target.value)}
          />
        </label>
        {filters.map((each) => (
          <Pill key={each} on={each === (state ?? 'all')} onClick={() => filter('state', each)}>
            {t(`outbox.state.${each}`)}
          </Pill>
        ))}
      </div>
      <div className="card" style={{ overflow: 'hidden' }}>
        <DataTable
          label={t('outbox.title')}
          columns={columns}
          rows={list.data ? list.items : undefined}
          rowKey={(entry) => entry.id}
          rowName={(entry) => entry.subject}
          onOpen={setOpen}
          error={list.problem}
          onRetry={() => void list.refetch()}
          empty={
            narrowed ? undefined : (
              <Empty kind="first" icon="mail" title={t('outbox.first')} text={t('outbox.firstText')} />
            )
          }
          {...(list.hasNextPage
            ? { more: { onMore: () => void list.fetchNextPage(), busy: list.isFetchingNextPage } }
            : {})}
        />
      </div>
      {open ? <EntryDrawer entry={open} onClose={() => setOpen(null)} /> : null}
    </Page>
  );
};

export default OutboxPage;
