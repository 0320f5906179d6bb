import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { type ApiProblem, call, toProblem } from '#platform/web/api.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { problemText } from '#platform/web/problem-text.ts';
import { invalidateTopics, useRoute, useRouteMutation } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import { type TicketAction, ticketRoutes, type TicketDetail } from '../contract.ts';
import { atLatestVersion, ticketKey } from './latest-version.ts';
import { leadToMissing } from './refusal.ts';

export const useTicket = (number: string, enabled = true) =>
  useRoute(ticketRoutes.read, { params: { number } }, { enabled });

/** What the server just answered is shown before the refetch that follows. */
export const putTicket = (
  client: QueryClient,
  number: string,
  change: (ticket: TicketDetail) => TicketDetail,
): void => {
  client.setQueryData<TicketDetail>(ticketKey(number), (ticket) => (ticket ? change(ticket) : ticket));
};

export const tellProblem = (problem: ApiProblem): void => {
  toast({ text: problemText(problem), icon: 'over' });
  leadToMissing(problem);
};

/** The steps that change one ticket, each saying what it did. */
export const useTicketSteps = (number: string) => {
  const t = useText('ticket');
  const client = useQueryClient();
  const put = (ticket: TicketDetail): void => putTicket(client, number, () => ticket);
  const name = ticketNumber(number);
  const moved = (ticket: TicketDetail): void => {
    // Where others have to agree first, the step is kept and the ticket stays where it is.
    const waits = client.getQueryData<TicketDetail>(ticketKey(number))?.state === ticket.state;
    put(ticket);
    const state = t(`state.${ticket.state}`);
    toast({ text: waits ? t('done.waits', { number: name }) : t('done.moved', { number: name, state }) });
  };
  const transition = useRouteMutation(ticketRoutes.transition, { onDone: moved, onProblem: tellProblem });
  // One after the other, so that a second press finds the version that the first one made.
  const queue = useRef<Promise<void>>(Promise.resolve());
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
    takeStep: (seen: TicketDetail, action: TicketAction): void => {
      queue.current = queue.current.then(async () => {
        try {
          const ticket = await atLatestVersion(client, seen, (now, version) =>
            // A second press of the same key finds the step taken already.
            now.abilities.actions.includes(action)
              ? call(ticketRoutes.transition, { params: { number }, body: { action, version } })
              : Promise.resolve(null),
          );
          if (!ticket) return;
          moved(ticket);
          void invalidateTopics(client, ['tickets']);
        } catch (error) {
          tellProblem(toProblem(error));
        }
      });
    },
    /** At once on the screen, taken back if the server refuses. */
    setFollowed: (followed: boolean): void => {
      putTicket(client, number, (ticket) => ({ ...ticket, followed }));
      follow.mutate({ params: { number }, body: { followed } });
    },
  };
};

export type TicketSteps = ReturnType<typeof useTicketSteps>;
