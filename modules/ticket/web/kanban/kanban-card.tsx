import { type DragEvent, memo, type ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { IconButton, KindMark, LevelMark, Menu } from '#platform/web/parts/index.ts';
import type { TicketListRow, TicketStage } from '../../contract.ts';
import { ClockMark } from '../clock-mark.tsx';
import { isWaiting } from '../is-waiting.ts';
import { useCategoryName } from '../names.ts';
import { waysFrom } from './stage-moves.ts';

type CardProps = {
  readonly card: TicketListRow;
  readonly busy: boolean;
  /** What the company's own fields say, as far as lists show them. */
  readonly facts: string;
  readonly onMove: (card: TicketListRow, to: TicketStage) => void;
  readonly onDrag: (card: TicketListRow | null) => void;
  /** The keys mean this card now. */
  readonly onFocus: (card: TicketListRow) => void;
};

export const KanbanCard = memo(({ card, busy, facts, onMove, onDrag, onFocus }: CardProps): ReactElement => {
  const t = useText('ticket');
  const { now } = useFormat();
  const category = useCategoryName()(card);
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.number);
    onDrag(card);
  };
  return (
    <li className={busy ? 'kcard busy' : 'kcard'} draggable onDragStart={onDragStart} onDragEnd={() => onDrag(null)}>
      <Link to={`/tickets/${card.number}`} draggable={false} onFocus={() => onFocus(card)} data-number={card.number}>
        <span className="row">
          <span className="t3 f12 nw">{ticketNumber(card.number)}</span>
          <span className="sp" />
          <ClockMark ticket={card} now={now} />
        </span>
        <span className={isWaiting(card) ? 'ksub new' : 'ksub'}>{card.subject}</span>
        <span className="row f12 t2">
          <LevelMark level={card.level} />
          <span className="el">
            <KindMark kind={card.kind} {...(category ? { facet: category } : {})} />
          </span>
        </span>
        {facts === '' ? null : <span className="f12 t2 kfacts">{facts}</span>}
        <span className="f12 t3 el">{card.owner?.name ?? t('nobody')}</span>
      </Link>
      <Menu
        items={waysFrom(card.stage).map((to) => ({
          key: to,
          label: t(`stage.${to}`),
          icon: 'right',
          onClick: () => onMove(card, to),
        }))}
      >
        <IconButton icon="dots" size="s" label={t('kanban.moveTo', { number: ticketNumber(card.number) })} />
      </Menu>
    </li>
  );
});
KanbanCard.displayName = 'KanbanCard';
