import { type ReactElement, useState } from 'react';
import { Link } from 'react-router';
import { number, ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Badge, Button, ErrorState, SkeletonLines, Tag } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { type BatchEvent, readBatchEvent } from '../contract.ts';
import { BatchChildren } from './batch-children.tsx';
import { BatchClose } from './batch-close.tsx';
import { BatchNotice } from './batch-notice.tsx';
import { BatchRuns } from './batch-runs.tsx';

const causeWords = (t: ReturnType<typeof useText>, { cause }: BatchEvent): string => {
  if (!cause) return t('batch.byHand');
  const { found, windowMinutes: minutes, usual } = cause;
  return usual > 0 ? t('batch.cause', { found, minutes, usual }) : t('batch.causeNew', { found, minutes });
};

const Head = ({ event }: { readonly event: BatchEvent }): ReactElement => {
  const t = useText('collect');
  const format = useFormat();
  return (
    <div className="row t2 pane-facts">
      <span>
        <b>{number(event.children)}</b> {t('batch.list')}
      </span>
      <span>
        {t('batch.parent')} <Link to={`/tickets/${event.number}`}>{ticketNumber(event.number)}</Link>
      </span>
      <span>{event.owner ? t('batch.owner', { name: event.owner.name }) : t('batch.noOwner')}</span>
      <span>{causeWords(t, event)}</span>
      <span>{t('batch.openedAt', { time: format.row(event.openedAt) })}</span>
      {event.closedAt === null ? null : <span>{t('batch.closedAt', { time: format.row(event.closedAt) })}</span>}
    </div>
  );
};

type DetailProps = { readonly id: string; readonly onBack: () => void };

export const BatchDetail = ({ id, onBack }: DetailProps): ReactElement => {
  const t = useText('collect');
  const [closing, setClosing] = useState(false);
  const found = useRoute(readBatchEvent, { params: { id } });
  const event = found.data;
  if (found.error) return <ErrorState problem={found.error} onRetry={() => void found.refetch()} />;
  if (!event) return <SkeletonLines lines={8} />;
  const ended = event.state === 'closed';
  return (
    <section aria-label={event.label}>
      <Button className="pane-back" tone="ghost" icon="left" onClick={onBack}>
        {t('batch.title')}
      </Button>
      <div className="row pane-head">
        <h2>{event.label}</h2>
        <Badge tone={ended ? 'ok' : 'near'}>{t(ended ? 'batch.closed' : 'batch.open')}</Badge>
        <span className="sp" />
        {event.abilities.close ? (
          <Button size="s" tone={ended ? 'plain' : 'primary'} icon="met" onClick={() => setClosing(true)}>
            {t(ended ? 'batch.endChildren' : 'batch.close')}
          </Button>
        ) : null}
      </div>
      <Head event={event} />
      <div className="row wrap batch-words">
        {[...event.places, ...event.words].map((word) => (
          <Tag key={word}>{word}</Tag>
        ))}
      </div>
      <div className="batch-two">
        <BatchChildren event={event} />
        <div className="col batch-side">
          {event.abilities.notify ? <BatchNotice event={event} /> : null}
          <BatchRuns event={event} />
        </div>
      </div>
      {closing ? <BatchClose event={event} onClose={() => setClosing(false)} /> : null}
    </section>
  );
};
