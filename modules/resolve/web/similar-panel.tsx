import './similar.css';
import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { insertReply } from '#modules/ticket/web/index.ts';
import { durationWords, percent, ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Button, CopyButton, SkeletonLines } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { readSimilar, type SimilarTicket } from '../contract.ts';

const minuteMs = 60_000;
/** A similar case found a minute ago is as good now; events of other tickets change nothing about it. */
const staleMs = 300_000;

const Facts = ({ ticket }: { readonly ticket: SimilarTicket }): ReactElement => {
  const t = useText('resolve');
  const verdict = ticket.reopened
    ? t('similar.reopened')
    : ticket.rating === null
      ? ''
      : t('similar.rated', { score: ticket.rating });
  return (
    <span className="t3 row facts">
      <span>{ticketNumber(ticket.number)}</span>
      <span>{ticket.region || ticket.department}</span>
      {ticket.tookMinutes === null ? null : (
        <span>{t('similar.took', { time: durationWords(ticket.tookMinutes * minuteMs) })}</span>
      )}
      <span className="sp" />
      <span>{verdict}</span>
    </span>
  );
};

type OneProps = { readonly ticket: SimilarTicket; readonly canReply: boolean };

const One = ({ ticket, canReply }: OneProps): ReactElement => {
  const t = useText('resolve');
  const { solution } = ticket;
  return (
    <details className="sim similar">
      <summary>
        <span className="row">
          <span className="el sp what">{solution?.split('\n', 1)[0] ?? ticket.subject}</span>
          <span className="share" title={t('similar.likeness')}>
            {percent(ticket.likeness, 0)}
          </span>
        </span>
        <Facts ticket={ticket} />
      </summary>
      <div className="more">
        <Link to={`/tickets/${ticket.number}`}>{ticket.subject}</Link>
        {solution === null ? (
          <span className="t3">{t('similar.noSolution')}</span>
        ) : (
          <>
            <blockquote>{solution}</blockquote>
            <div className="row">
              {canReply ? (
                <Button size="s" tone="soft" icon="corner" onClick={() => insertReply(solution)}>
                  {t('similar.use')}
                </Button>
              ) : null}
              <CopyButton text={solution} label={t('similar.copy')} />
            </div>
          </>
        )}
      </div>
    </details>
  );
};

/** Closed tickets like this one, with what helped: the first line of each is what its customer was told. */
const SimilarPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('resolve');
  const can = useCan();
  const found = useRoute(readSimilar, { params: { number }, query: { limit: 5 } }, { staleMs });
  if (found.error) {
    return (
      <section>
        <h3>{t('similar.title')}</h3>
        <button type="button" className="f12 ac" onClick={() => void found.refetch()}>
          {t('similar.retry')}
        </button>
      </section>
    );
  }
  return (
    <section aria-busy={found.isPending}>
      <h3>
        {t('similar.title')}
        {found.data && found.data.items.length > 0 ? <span className="t3">{found.data.items.length}</span> : null}
      </h3>
      {found.isPending ? <SkeletonLines lines={3} /> : null}
      {found.data?.items.length === 0 ? <div className="f12 t3">{t('similar.none')}</div> : null}
      {found.data?.items.map((ticket) => (
        <One key={ticket.number} ticket={ticket} canReply={can('ticket.reply')} />
      ))}
    </section>
  );
};

export default SimilarPanel;
