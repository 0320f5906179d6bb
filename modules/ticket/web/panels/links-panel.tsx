import type { ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketPanelProps } from '#platform/web/module.ts';
import { Tag } from '#platform/web/parts/index.ts';
import { openDialog } from '../dialog-state.ts';
import { useTicket } from '../use-ticket.ts';
import { PanelSection } from './panel-section.tsx';

const LinksPanel = ({ number }: TicketPanelProps): ReactElement | null => {
  const t = useText('ticket');
  const ticket = useTicket(number).data;
  if (!ticket || (ticket.links.length === 0 && !ticket.abilities.classify)) return null;
  return (
    <PanelSection
      title={t('panel.links')}
      note={ticket.links.length > 0 ? ticket.links.length : null}
      end={
        ticket.abilities.classify ? (
          <button type="button" className="f12 ac" onClick={() => openDialog({ kind: 'link' })}>
            {t('action.link')}
          </button>
        ) : null
      }
    >
      {ticket.links.length === 0 ? <div className="f12 t3">{t('link.none')}</div> : null}
      {ticket.links.map((link) => (
        <Link key={`${link.relation}${link.number}`} to={`/tickets/${link.number}`} className="sim">
          <span className="row">
            <span className="el sp" style={{ color: 'var(--text)', fontSize: 13 }}>
              {link.subject}
            </span>
            <Tag line>{t(`state.${link.state}`)}</Tag>
          </span>
          <span className="t3 row">
            {ticketNumber(link.number)}
            <span>{t(`link.${link.relation}`)}</span>
          </span>
        </Link>
      ))}
    </PanelSection>
  );
};

export default LinksPanel;
