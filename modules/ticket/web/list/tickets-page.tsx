import '../workbench.css';
import './list.css';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import {
  Button,
  Checkbox,
  type Column,
  DataTable,
  Empty,
  Icon,
  IconButton,
  KindMark,
  LevelMark,
  Page,
  Pill,
  Popover,
  Segmented,
  Select,
  Tag,
} from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { type TicketListRow, ticketRoutes, ticketSorts, type TicketState } from '../../contract.ts';
import { ClockMark } from '../clock-mark.tsx';
import { isWaiting } from '../is-waiting.ts';
import { useCustomFields, useValueWords } from '../fields/use-fields.ts';
import { useCategoryName, useLocalName } from '../names.ts';
import {
  BreachedFilter,
  TransfersFilter,
  CategoryFilter,
  ChannelFilter,
  CustomFilters,
  DepartmentFilter,
  type FilterProps,
  KindPills,
  LevelPills,
  LinkedFilters,
} from '../filter-fields.tsx';
import { isFiltered, readFilter, type UrlFilter, writeFilter } from '../filter-url.ts';
import { useSwitch, useWords } from '../settings-store.ts';
import { Kanban } from '../kanban/kanban.tsx';
import { BulkBar } from './bulk-bar.tsx';

const pageSize = 50;

type StateChoice = 'all' | 'open' | Extract<TicketState, 'awaiting' | 'closed' | 'archived' | 'declined'>;
const stateChoices: readonly StateChoice[] = ['all', 'open', 'awaiting', 'closed', 'declined', 'archived'];

const columnKeys = [
  'customer',
  'state',
  'level',
  'kind',
  'department',
  'owner',
  'clock',
  'created',
  'messages',
] as const;
type ColumnKey = (typeof columnKeys)[number];
const usual: readonly ColumnKey[] = ['customer', 'state', 'level', 'kind', 'department', 'owner', 'clock', 'created'];

/** Columns of custom fields, chosen from those that lists may show. */
const useFieldColumns = () => {
  const fields = useCustomFields().filter((field) => field.inList && !field.retired);
  const keys = fields.map((field) => field.key);
  const [shown, setShown] = useWords('fieldColumns', keys, []);
  return {
    fields,
    shown: fields.filter((field) => shown.includes(field.key)),
    set: (key: string, on: boolean): void => setShown(on ? [...shown, key] : shown.filter((each) => each !== key)),
  };
};
type FieldColumns = ReturnType<typeof useFieldColumns>;

const useShown = (): { shown: readonly ColumnKey[]; set: (key: ColumnKey, on: boolean) => void } => {
  const [shown, setShown] = useWords('columns', columnKeys, usual);
  const set = (key: ColumnKey, on: boolean): void =>
    setShown(on ? [...shown, key] : shown.filter((each) => each !== key));
  return { shown: columnKeys.filter((key) => shown.includes(key)), set };
};

const useTableColumns = (shown: readonly ColumnKey[], fields: FieldColumns['shown']): Column<TicketListRow>[] => {
  const nameOf = useLocalName();
  const wordsOf = useValueWords();
  const t = useText('ticket');
  const format = useFormat();
  const categoryOf = useCategoryName();
  const renders: Record<ColumnKey, (row: TicketListRow) => ReactElement | string> = {
    customer: (row) => row.customer.name || t('anonymous'),
    state: (row) => <Tag line>{t(`state.${row.state}`)}</Tag>,
    level: (row) => <LevelMark level={row.level} />,
    kind: (row) => <KindMark kind={row.kind} {...(categoryOf(row) ? { facet: categoryOf(row) } : {})} />,
    department: (row) => row.department.name,
    owner: (row) => row.owner?.name ?? <span className="t3">{t('nobody')}</span>,
    clock: (row) =>
      row.nextDueAt !== null || row.pausedReason !== null ? (
        <ClockMark ticket={row} now={format.now} />
      ) : (
        <span className="t3">—</span>
      ),
    created: (row) => <time title={format.full(row.createdAt)}>{format.instant(row.createdAt)}</time>,
    messages: (row) => String(row.messageCount),
  };
  return [
    {
      key: 'number',
      title: t('column.number'),
      width: 104,
      render: (row) => <span className="t2 nw">{ticketNumber(row.number)}</span>,
    },
    {
      key: 'subject',
      title: t('column.subject'),
      render: (row) => <span className={isWaiting(row) ? 'el wsubject new' : 'el wsubject'}>{row.subject}</span>,
    },
    ...shown.map((key) => ({ key, title: t(`column.${key}`), numeric: key === 'messages', render: renders[key] })),
    ...fields.map((field) => ({
      key: `field:${field.key}`,
      title: nameOf(field),
      numeric: field.kind === 'number',
      render: (row: TicketListRow) => <span className="el fcell">{wordsOf(field, row.fields[field.key])}</span>,
    })),
  ];
};

/** Deadlines exist only while something is owed; the server lists everything else by arrival. */
const onlyOpen = (filter: UrlFilter): boolean =>
  !filter.query && (filter.state ?? ['open']).every((state) => state === 'open');

const StatePills = ({ filter, onChange }: FilterProps): ReactElement => {
  const t = useText('ticket');
  const now = filter.state?.[0] ?? (filter.query ? 'all' : 'open');
  return (
    <>
      {stateChoices.map((state) => (
        <Pill key={state} on={now === state} onClick={() => onChange({ ...filter, state: [state] })}>
          {t(`list.state.${state}`)}
        </Pill>
      ))}
    </>
  );
};

type Columns = ReturnType<typeof useShown> & { readonly custom: FieldColumns };

const ColumnChoice = ({ shown, set, custom }: Columns): ReactElement => {
  const t = useText('ticket');
  const nameOf = useLocalName();
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      title={t('column.title')}
      content={
        <div className="col" style={{ gap: 6 }}>
          {columnKeys.map((key) => (
            <Checkbox key={key} checked={shown.includes(key)} onChange={(event) => set(key, event.target.checked)}>
              {t(`column.${key}`)}
            </Checkbox>
          ))}
          {custom.fields.map((field) => (
            <Checkbox
              key={field.key}
              checked={custom.shown.includes(field)}
              onChange={(event) => custom.set(field.key, event.target.checked)}
            >
              {nameOf(field)}
            </Checkbox>
          ))}
        </div>
      }
    >
      <IconButton icon="rows" label={t('column.title')} tone="plain" />
    </Popover>
  );
};

type BarProps = FilterProps & { readonly columns: Columns; readonly board: boolean };

const Bar = ({ filter, onChange, columns, board }: BarProps): ReactElement => {
  const t = useText('ticket');
  const [text, setText] = useState(filter.query ?? '');
  return (
    <div className="col wbar">
      <div className="row wrap">
        <form
          className="row"
          role="search"
          onSubmit={(event) => {
            event.preventDefault();
            onChange({ ...filter, query: text.trim() === '' ? undefined : text.trim() });
          }}
        >
          <label className="inp" style={{ width: 300 }}>
            <Icon name="search" size="s" />
            <input
              type="search"
              value={text}
              placeholder={t('list.searchAll')}
              aria-label={t('list.searchAll')}
              onChange={(event) => setText(event.target.value)}
            />
          </label>
          <Button type="submit" style={{ height: 32 }}>
            {t('platform:search')}
          </Button>
        </form>
        {/* On the board the columns are the states and the clocks are the order. */}
        {board ? null : <StatePills filter={filter} onChange={onChange} />}
        <span className="sp" />
        {board ? null : (
          <>
            <Select
              aria-label={t('sort.title')}
              value={filter.sort ?? (onlyOpen(filter) ? 'due' : 'new')}
              options={ticketSorts.map((sort) => ({ value: sort, label: t(`sort.${sort}`) }))}
              onChange={(sort) => onChange({ ...filter, sort })}
              style={{ width: 120 }}
            />
            <ColumnChoice {...columns} />
          </>
        )}
      </div>
      <div className="row wrap">
        <KindPills filter={filter} onChange={onChange} />
        <LevelPills filter={filter} onChange={onChange} />
        <CategoryFilter filter={filter} onChange={onChange} />
        <DepartmentFilter filter={filter} onChange={onChange} />
        <ChannelFilter filter={filter} onChange={onChange} />
        <BreachedFilter filter={filter} onChange={onChange} />
        <TransfersFilter filter={filter} onChange={onChange} />
        <CustomFilters filter={filter} onChange={onChange} />
        <LinkedFilters filter={filter} onChange={onChange} />
        {isFiltered(filter) ? (
          <Button tone="ghost" size="s" onClick={() => onChange({})}>
            {t('filter.clear')}
          </Button>
        ) : null}
      </div>
    </div>
  );
};

const Table = ({ filter, columns: chosen, onChange }: FilterProps & { readonly columns: Columns }): ReactElement => {
  const t = useText('ticket');
  const navigate = useNavigate();
  const [dense] = useSwitch('tableDense', true);
  const columns = useTableColumns(chosen.shown, chosen.custom.shown);
  const [picked, setPicked] = useState<readonly string[]>([]);
  const clear = useCallback(() => setPicked([]), []);
  const query = { state: [filter.query ? 'all' : 'open'], ...filter };
  const list = usePagedRoute(ticketRoutes.list, (cursor) => ({
    query: { ...query, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
  }));
  return (
    <>
      <div className="card scrollx">
        <DataTable
          label={t('nav.tickets')}
          columns={columns}
          rows={list.data ? list.items : undefined}
          rowKey={(row) => row.number}
          rowName={(row) => `${ticketNumber(row.number)} ${row.subject}`}
          dense={dense}
          error={list.problem}
          onRetry={() => void list.refetch()}
          onOpen={(row) => void navigate(`/tickets/${row.number}`)}
          selection={{ keys: picked, onChange: setPicked }}
          empty={
            <Empty
              kind="none"
              title={filter.query ? t('empty.notFound', { query: filter.query }) : t('empty.noneTitle')}
              text={t('empty.noneText')}
            >
              <Button onClick={() => onChange({ state: ['all'] })}>{t('list.state.all')}</Button>
            </Empty>
          }
          {...(list.hasNextPage
            ? { more: { onMore: () => void list.fetchNextPage(), busy: list.isFetchingNextPage } }
            : {})}
        />
      </div>
      {picked.length > 0 ? <BulkBar numbers={picked} onClear={clear} /> : null}
    </>
  );
};

type Layout = 'table' | 'board';

/** The layout stands in the address beside the filter, so that a board can be sent to a colleague. */
const useLayout = (): {
  layout: Layout;
  filter: UrlFilter;
  setLayout: (next: Layout) => void;
  change: (next: UrlFilter) => void;
} => {
  const [search, setSearch] = useSearchParams();
  const filter = useMemo(() => readFilter(search), [search]);
  return {
    layout: search.get('layout') === 'board' ? 'board' : 'table',
    filter,
    setLayout: (next) =>
      setSearch((before) => {
        const fresh = new URLSearchParams(before);
        if (next === 'board') fresh.set('layout', next);
        else fresh.delete('layout');
        return fresh;
      }),
    change: (next) => setSearch(writeFilter(new URLSearchParams(search), next), { replace: true }),
  };
};

/** All tickets within reach, old ones too: a table for looking things up, or a board by stage. */
const TicketsPage = (): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  const navigate = useNavigate();
  const { layout, filter, setLayout, change } = useLayout();
  const columns = { ...useShown(), custom: useFieldColumns() };
  return (
    <Page
      title={t('nav.tickets')}
      actions={
        <>
          <Segmented
            label={t('kanban.layout')}
            value={layout}
            onChange={setLayout}
            choices={[
              { value: 'table', label: t('kanban.asTable') },
              { value: 'board', label: t('kanban.asBoard') },
            ]}
          />
          {can('ticket.create') ? (
            <Button tone="primary" icon="plus" keys="C" onClick={() => void navigate('/tickets/new')}>
              {t('list.create')}
            </Button>
          ) : null}
        </>
      }
    >
      <Bar key={filter.query ?? ''} filter={filter} onChange={change} columns={columns} board={layout === 'board'} />
      {layout === 'board' ? <Kanban filter={filter} /> : <Table filter={filter} columns={columns} onChange={change} />}
    </Page>
  );
};

export default TicketsPage;
