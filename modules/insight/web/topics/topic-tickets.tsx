import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Button, Drawer, ErrorState, SkeletonRows, Tag } from '#platform/web/parts/index.ts';
import { usePagedRoute } from '#platform/web/query.ts';
import { listTopicTickets, type TopicDetail } from '../../contract.ts';
import { scopeOf, type TopicFilter } from './topics-filter.ts';

type TicketsProps = {
  readonly detail: TopicDetail;
  readonly filter: TopicFilter;
  readonly onClose: () => void;
};

/** The tickets behind a topic, the newest first. */
export const TopicTickets = ({ detail, filter, onClose }: TicketsProps): ReactElement => {
  const t = useText('insight');
  const format = useFormat();
  const tickets = usePagedRoute(listTopicTickets, (cursor) => ({
    params: { id: detail.id },
    query: { ...scopeOf(filter), limit: 50, ...(cursor === undefined ? {} : { cursor }) },
  }));
  return (
    <Drawer open size={520} title={t('topics.tickets', { label: detail.label })} onClose={onClose}>
      {tickets.problem ? <ErrorState problem={tickets.problem} onRetry={() => void tickets.refetch()} /> : null}
      {tickets.isPending ? <SkeletonRows rows={6} /> : null}
      <ul className="topic-tickets">
        {tickets.items.map((ticket) => (
          <li key={ticket.number}>
            <Link to={`/tickets/${ticket.number}`} className="row">
              <span className="el sp">{ticket.subject}</span>
              <Tag line>{t(`ticket:state.${ticket.state}`)}</Tag>
            </Link>
            <span className="row f12 t3">
              <span>{ticketNumber(ticket.number)}</span>
              <time>{format.row(ticket.saidAt)}</time>
              {ticket.votes > 0 ? <span>{t('topics.votesOf', { count: ticket.votes })}</span> : null}
            </span>
          </li>
        ))}
      </ul>
      {tickets.hasNextPage ? (
        <Button busy={tickets.isFetchingNextPage} onClick={() => void tickets.fetchNextPage()}>
          {t('topics.more')}
        </Button>
      ) : null}
    </Drawer>
  );
};
