import type { QueryClient } from '@tanstack/react-query';
import { call, toProblem } from '#platform/web/api.ts';
import { routeKey } from '#platform/web/query.ts';
import { ticketRoutes, type TicketDetail } from '../contract.ts';
import { sameCase } from './same-case.ts';

export const ticketKey = (number: string) => routeKey(ticketRoutes.read, { params: { number } });

/** Joins a fetch that is under way. */
const fetchTicket = (client: QueryClient, number: string): Promise<TicketDetail> =>
  client.fetchQuery({
    queryKey: ticketKey(number),
    queryFn: () => call(ticketRoutes.read, { params: { number } }),
    staleTime: 0,
  });

/** The ticket as it is once whatever is being fetched of it has come; without an answer, as it was seen. */
const settled = async (client: QueryClient, seen: TicketDetail): Promise<TicketDetail> => {
  const queryKey = ticketKey(seen.number);
  if (client.isFetching({ queryKey, exact: true }) > 0)
    return fetchTicket(client, seen.number).catch(() => client.getQueryData<TicketDetail>(queryKey) ?? seen);
  return client.getQueryData<TicketDetail>(queryKey) ?? seen;
};

/**
 * For a hand that is quicker than the answers: the change waits for the ticket that is on its way, and goes again by
 * itself when only the version has moved on (a clock, a link) but nothing that a person decides by. Everything else
 * is refused as the server refuses it.
 */
export const atLatestVersion = async <Reply>(
  client: QueryClient,
  seen: TicketDetail,
  change: (now: TicketDetail, version: number) => Promise<Reply>,
): Promise<Reply> => {
  const before = await settled(client, seen);
  // What came in while he wrote is for him to see first.
  const now = sameCase(seen, before) ? before : seen;
  try {
    return await change(before, now.version);
  } catch (error) {
    if (toProblem(error).code !== 'ticket.changed') throw error;
    const fresh = await fetchTicket(client, seen.number);
    if (!sameCase(seen, fresh)) throw error;
    return change(fresh, fresh.version);
  }
};
