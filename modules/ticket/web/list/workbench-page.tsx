import '../workbench.css';
import './list.css';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactElement, useCallback, useEffect, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import { call } from '#platform/web/api.ts';
import { useNow } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Empty, KeyHint } from '#platform/web/parts/index.ts';
import { routeKey } from '#platform/web/query.ts';
import { useSession } from '#platform/web/session.tsx';
import { ticketRoutes, type TicketFilter } from '../../contract.ts';
import { readFilter, type UrlFilter, writeFilter } from '../filter-url.ts';
import { useMeasure, useSwitch } from '../settings-store.ts';
import { useTicket } from '../use-ticket.ts';
import { TicketPane } from '../thread/ticket-pane.tsx';
import { ApprovalInbox } from './approval-inbox.tsx';
import { ListColumn } from './list-column.tsx';
import { Resizer } from './resizer.tsx';
import { filterOfPlace, readSource, type Source, sourceKey } from './trays.ts';
import { useListActions } from './use-list-actions.ts';
import { useColumns } from './use-media.ts';
import { usePicks } from './use-picks.ts';
import { useTicketList } from './use-ticket-list.ts';
import { useViews } from './view-line.tsx';

/** Where the workbench stands: tray or view, filter, open ticket. All of it is in the address. */
const useAddress = () => {
  const [search, setSearch] = useSearchParams();
  const source = useMemo(() => readSource(search.get('v')), [search]);
  const filter = useMemo(() => readFilter(search), [search]);
  const selected = search.get('t');
  const go = useCallback(
    (change: (next: URLSearchParams) => URLSearchParams | undefined, push = false) =>
      setSearch((before) => change(new URLSearchParams(before)) ?? before, { replace: !push }),
    [setSearch],
  );
  return {
    source,
    filter,
    selected,
    addressOf: useCallback(
      (number: string) => {
        const next = new URLSearchParams(search);
        next.set('t', number);
        return `?${next.toString()}`;
      },
      [search],
    ),
    select: useCallback(
      (number: string | null, push = false) =>
        go((next) => {
          if (number === null) next.delete('t');
          else next.set('t', number);
          return next;
        }, push),
      [go],
    ),
    /** The next ticket, in the tray that it stands in when that is another one. */
    goOn: useCallback(
      (number: string, place: string | null) =>
        go((next) => {
          const fresh = place === null ? next : new URLSearchParams({ v: place });
          fresh.set('t', number);
          return fresh;
        }),
      [go],
    ),
    setSource: useCallback(
      (key: string) =>
        go((next) => {
          const fresh = new URLSearchParams({ v: key });
          const open = next.get('t');
          if (open) fresh.set('t', open);
          return fresh;
        }, true),
      [go],
    ),
    setFilter: useCallback((filterNow: UrlFilter) => go((next) => writeFilter(next, filterNow)), [go]),
  };
};

/** The filter of the list: the tray's or the view's, with what the address adds. */
const useWholeFilter = (
  source: Source,
  filter: UrlFilter,
): { query: TicketFilter & { view?: string }; whole: TicketFilter } => {
  const now = useNow();
  const views = useViews();
  const saved = source.kind === 'view' ? views.find((view) => view.id === source.id)?.query : undefined;
  return useMemo(() => {
    if (source.kind === 'view') return { query: { ...filter, view: source.id }, whole: { ...saved, ...filter } };
    if (source.kind !== 'place') return { query: filter, whole: filter };
    const query = { ...filterOfPlace(source.place, now), ...filter };
    // An instant makes no lasting view.
    return { query, whole: { ...query, dueBefore: undefined } };
  }, [source, filter, saved, now]);
};

/** The next one is most likely opened next. */
const usePrefetch = (number: string | undefined): void => {
  const client = useQueryClient();
  useEffect(() => {
    if (number === undefined) return undefined;
    const input = { params: { number } };
    const timer = setTimeout(
      () =>
        void client.prefetchQuery({
          queryKey: routeKey(ticketRoutes.read, input),
          queryFn: () => call(ticketRoutes.read, input),
        }),
      400,
    );
    return () => clearTimeout(timer);
  }, [client, number]);
};

type Next = { readonly number: string | undefined; readonly go: () => void };

/**
 * Where one goes on after this ticket: down the list that stands there, but from a ticket claimed out of the pool to
 * what else is one's own, because the pool's next one is nobody's yet.
 */
const useNext = (list: ReturnType<typeof useTicketList>, { source, selected, goOn }: Address): Next | undefined => {
  const client = useQueryClient();
  const me = useSession().user.id;
  const { data } = useTicket(selected ?? '', selected !== null);
  if (source.kind === 'place' && source.place === 'pool' && data?.owner?.id === me) {
    const input = { query: { mine: true, state: ['open' as const], sort: 'due' as const, limit: 2 } };
    // Asked when it is wanted: right after the claim the list of one's own may not have come yet.
    const go = async (): Promise<void> => {
      const own = await client.fetchQuery({
        queryKey: [...routeKey(ticketRoutes.list, input), 'next'],
        queryFn: () => call(ticketRoutes.list, input),
      });
      const row = own.items.find((each) => each.number !== selected);
      // Nothing else is waiting: the ticket stays, and with it the next step.
      if (row) goOn(row.number, 'mine');
    };
    return { number: undefined, go: () => void go().catch(() => undefined) };
  }
  const known = list.rows.find((row) => row.number === selected);
  const row = list.neighbour(known?.id ?? data?.id, 1);
  return row && { number: row.number, go: () => goOn(row.number, null) };
};

const NothingOpen = (): ReactElement => {
  const t = useText('ticket');
  return (
    <main className="wt wnone">
      <Empty kind="first" icon="inbox" title={t('empty.chooseTitle')} text={t('empty.chooseText')}>
        <KeyHint keys="J" spoken />
        <KeyHint keys="K" spoken />
      </Empty>
    </main>
  );
};

const focusThread = (): void => {
  const thread = document.querySelector('.wt .tb');
  if (thread instanceof HTMLElement) thread.focus();
};

type Address = ReturnType<typeof useAddress>;

const TicketInbox = ({ address }: { readonly address: Address }): ReactElement => {
  const t = useText('ticket');
  const columns = useColumns();
  const { source, filter, selected, select, addressOf } = address;
  const { query, whole } = useWholeFilter(source, filter);
  const list = useTicketList(query, `${sourceKey(source)} ${JSON.stringify(filter)}`);
  const picks = usePicks(list.rows);
  const [dense, setDense] = useSwitch('dense', false);
  const [open, setOpen] = useSwitch('list', true);
  const [width, setWidth] = useMeasure('listWidth', 404);
  const known = list.rows.find((row) => row.number === selected);
  const next = useNext(list, address);
  usePrefetch(next?.number);
  const close = (): void => select(null);
  useListActions({
    move: (step) => {
      const row = list.neighbour(known?.id, step);
      if (row) select(row.number);
    },
    open: () => (selected ? focusThread() : next?.number ? select(next.number, true) : undefined),
    back: () =>
      selected && columns === 'one'
        ? close()
        : document.activeElement instanceof HTMLElement
          ? document.activeElement.blur()
          : undefined,
    go: (place) => address.setSource(place),
    tickets: {
      pick: () => (known ? picks.toggle(known, false) : undefined),
      fold: () => setOpen(!open),
      refresh: list.showWaiting,
    },
  });
  const showList = columns === 'one' ? !selected : open || !selected;
  return (
    <div className={`wb ${columns}${selected ? ' open' : ''}`} data-place={sourceKey(source)}>
      {showList ? (
        <>
          <ListColumn
            list={list}
            picks={picks}
            source={source}
            filter={filter}
            whole={whole}
            selected={selected}
            dense={dense}
            addressOf={addressOf}
            onSource={address.setSource}
            onFilter={address.setFilter}
            onDense={setDense}
            {...(columns === 'three' ? { width } : {})}
          />
          {columns === 'three' ? (
            <Resizer label={t('list.resize')} width={width} min={320} max={560} side={1} onChange={setWidth} />
          ) : null}
        </>
      ) : null}
      {selected ? (
        <TicketPane
          key={selected}
          number={selected}
          columns={columns}
          onClose={close}
          {...(next ? { onNext: next.go } : {})}
        />
      ) : columns === 'one' ? null : (
        <NothingOpen />
      )}
    </div>
  );
};

const WorkbenchPage = (): ReactElement => {
  const address = useAddress();
  return address.source.kind === 'approvals' ? (
    <ApprovalInbox source={address.source} onSource={address.setSource} />
  ) : (
    <TicketInbox address={address} />
  );
};

export default WorkbenchPage;
