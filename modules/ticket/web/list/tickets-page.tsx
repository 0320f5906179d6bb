import '../workbench.css';
import './list.css';
import { type ReactElement, useCallback, useMemo, useState } from 'react';
import { useNavigate, useSearchParams } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, DataTable, Empty, Icon, Page, Segmented, Select } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { ticketRoutes, ticketSorts } from '../../contract.ts';
import type { FilterProps } from '../filter-fields.tsx';
import { readFilter, type UrlFilter, writeFilter } from '../filter-url.ts';
import { Kanban } from '../kanban/kanban.tsx';
import { useSwitch } from '../settings-store.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChoice, type Columns, useFieldColumns, useShown, useTableColumns } from './table-columns.tsx';
import { Filters, FoldedFilters, StatePills } from './table-filters.tsx';
import { useColumns } from './use-media.ts';

const pageSize = 50;

/** Deadlines exist only while something is owed; the server lists everything else by arrival. */
const onlyOpen = (filter: UrlFilter): boolean =>
  !filter.query && (filter.state ?? ['open']).every((state) => state === 'open');

type BarProps = FilterProps & { readonly columns: Columns; readonly board: boolean };

const Bar = ({ filter, onChange, columns, board }: BarProps): ReactElement => {
  const t = useText('ticket');
  const [text, setText] = useState(filter.query ?? '');
  const folded = useColumns() === 'one';
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
        {board ? null : (
          <div className="row wstates" role="group" aria-label={t('column.state')}>
            <StatePills filter={filter} onChange={onChange} />
          </div>
        )}
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
        {folded ? <FoldedFilters filter={filter} onChange={onChange} /> : null}
      </div>
      {folded ? null : <Filters filter={filter} onChange={onChange} />}
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
