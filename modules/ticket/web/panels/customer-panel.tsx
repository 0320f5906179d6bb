import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { readCustomer } from '#modules/customer/contract.ts';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Avatar, IconButton, Tag } from '#platform/web/parts/index.ts';
import { useRoute } from '#platform/web/query.ts';
import { useCan } from '#platform/web/session.tsx';
import { ticketRoutes, type TicketDetail } from '../../contract.ts';
import { openDialog } from '../dialog-state.ts';
import { useTicket } from '../use-ticket.ts';
import { PanelSection } from './panel-section.tsx';

const Who = ({ ticket, customerId }: { readonly ticket: TicketDetail; readonly customerId: string }): ReactElement => {
  const t = useText('ticket');
  const can = useCan();
  const { data } = useRoute(readCustomer, { params: { id: customerId } }, { enabled: can('customer.read') });
  const name = ticket.customer.name || t('anonymous');
  const contact = data?.maskedPhone ?? data?.maskedEmail;
  return (
    <div className="row" style={{ gap: 10 }}>
      <Avatar name={name} customer size="l" decorative />
      <div style={{ minWidth: 0 }}>
        <div className="row" style={{ gap: 6 }}>
          <b className="el">{name}</b>
          {ticket.customer.tier === 'standard' ? null : <Tag line>{t(`tier.${ticket.customer.tier}`)}</Tag>}
        </div>
        <div className="f12 t3 row" style={{ gap: 4 }}>
          <span className="el">{contact ?? t('customerPanel.noContact')}</span>
          {contact && ticket.abilities.revealCustomer ? (
            <IconButton
              icon="eye"
              size="s"
              className="tiny"
              label={t('reveal.title')}
              onClick={() => openDialog({ kind: 'reveal', customerId })}
            />
          ) : null}
          {ticket.region ? <span className="nw">{`·${ticket.region}`}</span> : null}
        </div>
      </div>
    </div>
  );
};

/** What else this customer told us. */
const Others = ({
  customerId,
  number,
}: {
  readonly customerId: string;
  readonly number: string;
}): ReactElement | null => {
  const t = useText('ticket');
  const format = useFormat();
  const { data } = useRoute(ticketRoutes.list, {
    query: { customer: customerId, state: ['all'], sort: 'new', limit: 6 },
  });
  const others = data?.items.filter((one) => one.number !== number).slice(0, 5) ?? [];
  if (others.length === 0) return null;
  return (
    <div className="wothers">
      <div className="f12 t3">
        {t('customerPanel.others', { count: `${others.length}${data?.nextCursor ? '+' : ''}` })}
      </div>
      {others.map((one) => (
        <Link key={one.id} to={`/tickets/${one.number}`} className="row f12">
          <span className="t3 nw">{ticketNumber(one.number)}</span>
          <span className="el sp t2">{one.subject}</span>
          <span className="t3 nw">{format.row(one.createdAt)}</span>
        </Link>
      ))}
    </div>
  );
};

const CustomerPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const can = useCan();
  const ticket = useTicket(number).data;
  if (!ticket) return null;
  const customerId = ticket.customer.id;
  return (
    <PanelSection
      title={t('customer')}
      end={
        customerId && can('customer.read') ? (
          <Link className="f12 plain" to={`/customers/${customerId}`}>
            {t('customerPanel.whole')}
          </Link>
        ) : null
      }
    >
      {customerId ? (
        <>
          <Who ticket={ticket} customerId={customerId} />
          <Others customerId={customerId} number={ticket.number} />
        </>
      ) : (
        <div className="row" style={{ gap: 10 }}>
          <Avatar name={ticket.customer.name || t('anonymous')} customer size="l" decorative />
          <div>
            <b>{ticket.customer.name || t('anonymous')}</b>
            <div className="f12 t3">{t('customerPanel.noContact')}</div>
          </div>
        </div>
      )}
    </PanelSection>
  );
};

export default CustomerPanel;
