import { useCallback, useEffect, useMemo, useState } from 'react';
import { usePagedRoute } from '#platform/web/query.ts';
import { ticketRoutes, type TicketFilter, type TicketListRow } from '../../contract.ts';
import { mergeRows, neighbourOf } from './merge-rows.ts';

const pageSize = 40;
const nothing: readonly string[] = [];

export type TicketListState = {
  readonly rows: readonly TicketListRow[];
  /** The first answer has not come yet. */
  readonly pending: boolean;
  readonly problem: unknown;
  /** New rows that wait above until they are asked for. */
  readonly waiting: number;
  readonly showWaiting: () => void;
  readonly retry: () => void;
  readonly hasMore: boolean;
  readonly loadMore: () => void;
  readonly loadingMore: boolean;
  readonly neighbour: (currentId: string | undefined, step: 1 | -1) => TicketListRow | undefined;
};

type Known = { readonly key: string; readonly ids: readonly string[]; readonly pages: number };

/** A list that is fetched by keyset pages, kept fresh, and does not move under the reader. */
export const useTicketList = (filter: TicketFilter & { view?: string }, listKey: string): TicketListState => {
  const query = usePagedRoute(ticketRoutes.list, (cursor) => ({
    query: { ...filter, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) },
  }));
  const { data, items, fetchNextPage, refetch } = query;
  const pages = data?.pages.length ?? 0;
  // `items` is a new array at every render; `data` is the same until an answer comes.
  const fresh = useMemo(() => (data ? items : undefined), [data]);
  const [known, setKnown] = useState<Known | null>(null);
  const [shown, setShown] = useState<{ key: string; rows: readonly TicketListRow[] } | null>(null);
  const ids = known?.key === listKey ? known.ids : null;
  const merged = useMemo(() => (fresh ? mergeRows(ids, fresh) : null), [ids, fresh]);
  // While the next answer is on its way (the window of a tray has moved on), the last one stays.
  const rows = merged?.rows ?? (shown?.key === listKey ? shown.rows : undefined);
  useEffect(() => {
    if (!merged) return;
    setShown({ key: listKey, rows: merged.rows });
    const same = known?.key === listKey && known.pages === pages;
    // An empty list is known as well: to note it again at every look would never end.
    if (same && (known.ids.length > 0 || merged.rows.length === 0)) return;
    setKnown({ key: listKey, ids: merged.rows.map((row) => row.id), pages });
  }, [merged, listKey, pages, known]);
  const showWaiting = useCallback(() => {
    if (fresh) setKnown({ key: listKey, ids: fresh.map((row) => row.id), pages });
  }, [fresh, listKey, pages]);
  return {
    rows: rows ?? [],
    pending: rows === undefined && !query.problem,
    problem: rows === undefined ? query.problem : undefined,
    waiting: merged?.waiting ?? 0,
    showWaiting,
    retry: useCallback(() => void refetch(), [refetch]),
    hasMore: query.hasNextPage,
    loadMore: useCallback(() => void fetchNextPage(), [fetchNextPage]),
    loadingMore: query.isFetchingNextPage,
    neighbour: useCallback((id, step) => neighbourOf(rows ?? [], ids ?? nothing, id, step), [rows, ids]),
  };
};
