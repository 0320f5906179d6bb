import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { number } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Badge } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { listBatchEvents } from '../contract.ts';

/** Whether a ticket is one of many about the same matter. */
const BatchPanel = ({ number: ticket }: TicketPanelProps): ReactElement | null => {
  const t = useText('collect');
  const event = useRoute(listBatchEvents, { query: { ticket, limit: 1 } }).data?.items[0];
  if (!event) return null;
  const isParent = event.number === ticket;
  const ended = event.state === 'closed';
  return (
    <section>
      <h3>
        {t('batch.panel')}
        <span className="t3">{t('batch.children', { count: number(event.children) })}</span>
      </h3>
      <Link className="sim" to={`/batch-events?state=${event.state}&event=${event.id}`}>
        <span className="row">
          <span className="el sp t1">{event.label}</span>
          <Badge tone={ended ? 'ok' : 'near'}>{t(ended ? 'batch.closed' : 'batch.open')}</Badge>
        </span>
        <span className="t3">
          {isParent && ended ? t('batch.closedOpenChildren') : t(isParent ? 'batch.panelParent' : 'batch.panelChild')}
        </span>
      </Link>
    </section>
  );
};

export default BatchPanel;
