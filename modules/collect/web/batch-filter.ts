import { useSearchParams } from 'react-router';

export const batchStates = ['open', 'closed', 'all'] as const;
export type BatchState = (typeof batchStates)[number];
export type BatchFilter = { state: BatchState; event: string | undefined };

/** What is looked at stands in the address, so that it can be sent to a colleague. */
export const useBatchFilter = (): [BatchFilter, (change: Partial<BatchFilter>) => void] => {
  const [search, setSearch] = useSearchParams();
  const filter: BatchFilter = {
    state: batchStates.find((one) => one === search.get('state')) ?? 'open',
    event: search.get('event') ?? undefined,
  };
  const change = (next: Partial<BatchFilter>): void => {
    const { state, event } = { ...filter, ...next };
    setSearch({ state, ...(event === undefined ? {} : { event }) }, { replace: true });
  };
  return [filter, change];
};
