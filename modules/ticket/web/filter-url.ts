import { z } from 'zod';
import { ticketFilter, type TicketFilter } from '../contract.ts';

const keys = [
  'query',
  'state',
  'kind',
  'level',
  'category',
  'department',
  'owner',
  'channel',
  'customer',
  'breached',
  'createdFrom',
  'createdTo',
  'replied',
  'rated',
  'reopened',
  'fields',
  'transfers',
  'topic',
  'topicDays',
  'sort',
] as const;
export type FilterKey = (typeof keys)[number];
export type UrlFilter = Pick<TicketFilter, FilterKey>;

const truth: Record<string, unknown> = { true: true, false: false };

/** What the address says; a part that makes no sense (typed by hand, from an older release) falls away alone. */
export const readFilter = (search: URLSearchParams): UrlFilter => {
  const found: Record<string, unknown> = {};
  for (const key of keys) {
    const given = search.get(key);
    if (given === null || given === '') continue;
    const value = key === 'breached' ? truth[given] : given;
    if (ticketFilter.safeParse({ [key]: value }).success) found[key] = value;
  }
  return ticketFilter.parse(found);
};

const wordOf = (value: unknown): string => (Array.isArray(value) ? value.join(',') : z.coerce.string().parse(value));

/** The address of a filter, other parameters kept. */
export const writeFilter = (search: URLSearchParams, filter: UrlFilter): URLSearchParams => {
  const next = new URLSearchParams(search);
  for (const key of keys) {
    const value = filter[key];
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) next.delete(key);
    else next.set(key, key === 'fields' ? JSON.stringify(value) : wordOf(value));
  }
  return next;
};

export const isFiltered = (filter: UrlFilter): boolean =>
  keys.some((key) => key !== 'sort' && filter[key] !== undefined && filter[key] !== '');
