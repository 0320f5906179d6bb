import { memo, type MouseEvent, type ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { Icon, KindMark, LevelMark, listRowClass, ListRowLines, Tag } from '#platform/web/parts/index.ts';
import type { TicketListRow } from '../../contract.ts';
import { channelIcon } from '../channel-icon.ts';
import { ClockMark } from '../clock-mark.tsx';
import { isWaiting } from '../is-waiting.ts';
import { useCategoryName } from '../names.ts';

type RowProps = {
  readonly ticket: TicketListRow;
  readonly to: string;
  readonly selected: boolean;
  readonly picked: boolean;
  readonly dense: boolean;
  readonly onPick: (ticket: TicketListRow, range: boolean) => void;
};

const Facets = ({ ticket, dense }: Pick<RowProps, 'ticket' | 'dense'>): ReactElement => {
  const t = useText('ticket');
  const category = useCategoryName()(ticket);
  return (
    <>
      {dense ? null : <LevelMark level={ticket.level} />}
      <span className="el">
        <KindMark kind={ticket.kind} {...(category ? { facet: category } : {})} />
      </span>
      {ticket.urgeCount > 0 ? (
        <span className="row red" style={{ gap: 3 }}>
          <Icon name="bell" size="xs" />
          {t('urged', { count: ticket.urgeCount })}
        </span>
      ) : null}
      {ticket.reopenCount > 0 ? (
        <span className="row" style={{ gap: 3 }}>
          <Icon name="undo" size="xs" />
          {t('reopened', { count: ticket.reopenCount })}
        </span>
      ) : null}
    </>
  );
};

const RowBody = ({ ticket, dense }: Pick<RowProps, 'ticket' | 'dense'>): ReactElement => {
  const t = useText('ticket');
  const format = useFormat();
  return (
    <ListRowLines
      channel={channelIcon(ticket.channel)}
      name={ticket.customer.name || t('anonymous')}
      number={ticketNumber(ticket.number)}
      subject={ticket.subject}
      badge={<ClockMark ticket={ticket} now={format.now} />}
      tags={ticket.customer.tier === 'standard' ? null : <Tag line>{t(`tier.${ticket.customer.tier}`)}</Tag>}
      facets={<Facets ticket={ticket} dense={dense} />}
      level={<LevelMark level={ticket.level} bare />}
      messages={<span>{t('messages', { count: ticket.messageCount })}</span>}
      at={<time dateTime={ticket.updatedAt}>{format.row(ticket.updatedAt)}</time>}
      dense={dense}
      {...(isWaiting(ticket) ? { unread: t('unread') } : {})}
    />
  );
};

/** One row: a link over everything, and a checkbox that takes the gutter of the dot when it is wanted. */
export const TicketRow = memo((props: RowProps): ReactElement => {
  const { ticket, to, selected, picked, dense, onPick } = props;
  const t = useText('ticket');
  const unread = isWaiting(ticket) ? { unread: t('unread') } : {};
  const pickRange = (event: MouseEvent): void => {
    if (!event.shiftKey) return;
    event.preventDefault();
    onPick(ticket, true);
  };
  return (
    <li className={picked ? 'wrow picked' : 'wrow'} data-number={ticket.number}>
      <Link
        to={to}
        className={listRowClass({ selected, picked, dense, ...unread })}
        aria-current={selected ? 'true' : undefined}
        onClick={pickRange}
      >
        <RowBody ticket={ticket} dense={dense} />
      </Link>
      <label className="wpick">
        <input
          type="checkbox"
          checked={picked}
          aria-label={t('pick', { name: `${ticketNumber(ticket.number)} ${ticket.subject}` })}
          onChange={() => onPick(ticket, false)}
        />
      </label>
    </li>
  );
});
TicketRow.displayName = 'TicketRow';
