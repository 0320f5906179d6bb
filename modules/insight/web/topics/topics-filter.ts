import { useSearchParams } from 'react-router';
import { z } from 'zod';
import { ticketsAddress } from '../figure-words.ts';
import { type TopicRange, topicRangeSchema, type TopicSort, topicSortSchema } from '../../contract.ts';

export type TopicFilter = {
  range: TopicRange;
  from: string | undefined;
  to: string | undefined;
  sort: TopicSort;
  department: string | undefined;
  topic: string | undefined;
};

const day = z.iso.date().optional().catch(undefined);

/** The filter stands in the address, so that what one sees can be sent to a colleague. */
export const useTopicFilter = (): [TopicFilter, (change: Partial<TopicFilter>) => void] => {
  const [search, setSearch] = useSearchParams();
  const filter: TopicFilter = {
    range: topicRangeSchema.catch('30d').parse(search.get('range')),
    from: day.parse(search.get('from') ?? undefined),
    to: day.parse(search.get('to') ?? undefined),
    sort: topicSortSchema.catch('growth').parse(search.get('sort')),
    department: search.get('department') ?? undefined,
    topic: search.get('topic') ?? undefined,
  };
  const change = (next: Partial<TopicFilter>): void => {
    const all = Object.entries({ ...filter, ...next }).filter(
      (entry): entry is [string, string] => entry[1] !== undefined,
    );
    setSearch(Object.fromEntries(all), { replace: true });
  };
  return [filter, change];
};

/** The ordinary list of tickets, narrowed to a topic and to the days on which it is looked at. */
export const ticketsAddressOf = (
  topic: string,
  { from, to }: { readonly from: string; readonly to: string },
  department: string | undefined,
): string =>
  ticketsAddress({
    state: 'all',
    topic,
    topicDays: `${from}..${to}`,
    ...(department === undefined ? {} : { department }),
  });

/** What every route of topics is asked with. */
export const scopeOf = ({ range, from, to, department }: TopicFilter) => ({
  range,
  ...(from === undefined ? {} : { from }),
  ...(to === undefined ? {} : { to }),
  ...(department === undefined ? {} : { department }),
});
