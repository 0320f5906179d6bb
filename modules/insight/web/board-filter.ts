import { useSearchParams } from 'react-router';
import { type BoardRange, facetSchema, rangeSchema, type TrendFacet } from '../contract.ts';

export type BoardFilter = { range: BoardRange; by: TrendFacet; department: string | undefined };

/** The filter stands in the address, so that what one sees can be sent to a colleague. */
export const useBoardFilter = (): [BoardFilter, (change: Partial<BoardFilter>) => void] => {
  const [search, setSearch] = useSearchParams();
  const filter: BoardFilter = {
    range: rangeSchema.catch('30d').parse(search.get('range')),
    by: facetSchema.catch('category').parse(search.get('by')),
    department: search.get('department') ?? undefined,
  };
  const change = (next: Partial<BoardFilter>): void => {
    const { range, by, department } = { ...filter, ...next };
    setSearch({ range, by, ...(department === undefined ? {} : { department }) }, { replace: true });
  };
  return [filter, change];
};

/** What every route of the board is asked with besides. */
export const scopeOf = ({ department }: BoardFilter): { department?: string } =>
  department === undefined ? {} : { department };
