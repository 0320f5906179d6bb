import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import type { ApiProblem } from '#platform/web/api.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { routeKey, useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { ticketRoutes, type TicketDetail } from '../contract.ts';
import { askComposer } from './dialog-state.ts';

export const useTicket = (number: string) => useRoute(ticketRoutes.read, { params: { number } });

const keyOf = (number: string) => routeKey(ticketRoutes.read, { params: { number } });

/** What the server just answered is shown before the refetch that follows. */
export const putTicket = (
  client: QueryClient,
  number: string,
  change: (ticket: TicketDetail) => TicketDetail,
): void => {
  client.setQueryData<TicketDetail>(keyOf(number), (ticket) => (ticket ? change(ticket) : ticket));
};

export const tellProblem = (problem: ApiProblem): void => {
  toast({ text: problemText(problem), icon: 'over' });
  if (problem.code === 'ticket.needs_reply') askComposer('out');
};

/** The steps that change one ticket, each saying what it did. */
export const useTicketSteps = (number: string) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const put = (ticket: TicketDetail): void => putTicket(client, number, () => ticket);
  const name = ticketNumber(number);
  const transition = useRouteMutation(ticketRoutes.transition, {
    onDone: (ticket) => {
      put(ticket);
      toast({ text: t('done.moved', { number: name, state: t(`state.${ticket.state}`) }) });
    },
    onProblem: tellProblem,
  });
  const assign = useRouteMutation(ticketRoutes.assign, {
    onDone: ({ ticket }) => {
      if (ticket) put(ticket);
    },
    onProblem: tellProblem,
  });
  const classify = useRouteMutation(ticketRoutes.classify, { onDone: put, onProblem: tellProblem });
  const urge = useRouteMutation(ticketRoutes.urge, {
    onDone: ({ urgeCount }) => toast({ text: t('done.urged', { number: name, count: urgeCount }), icon: 'bell' }),
    onProblem: tellProblem,
  });
  const follow = useRouteMutation(ticketRoutes.follow, {
    onDone: ({ followed }) =>
      toast({ text: t(followed ? 'done.followed' : 'done.unfollowed', { number: name }), icon: 'star' }),
    onProblem: (problem, { body }) => {
      putTicket(client, number, (ticket) => ({ ...ticket, followed: !body.followed }));
      tellProblem(problem);
    },
  });
  const link = useRouteMutation(ticketRoutes.link, { onDone: put, onProblem: tellProblem });
  const steps = { transition, assign, classify, urge, follow, link };
  return {
    ...steps,
    /** At once on the screen, taken back if the server refuses. */
    setFollowed: (followed: boolean): void => {
      putTicket(client, number, (ticket) => ({ ...ticket, followed }));
      follow.mutate({ params: { number }, body: { followed } });
    },
  };
};

export type TicketSteps = ReturnType<typeof useTicketSteps>;
