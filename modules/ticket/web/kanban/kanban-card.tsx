import { type DragEvent, type KeyboardEvent, memo, type ReactElement } from 'react';
import { Link } from 'react-router';
import { ticketNumber, useFormat } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { IconButton, KindMark, LevelMark, Menu } from '#platform/web/parts/index.ts';
import type { TicketListRow, TicketStage } from '../../contract.ts';
import { ClockMark } from '../clock-mark.tsx';
import { isWaiting } from '../is-waiting.ts';
import { useCategoryName } from '../names.ts';
import { wayBeside, waysFrom } from './stage-moves.ts';

type CardProps = {
  readonly card: TicketListRow;
  readonly busy: boolean;
  readonly onMove: (card: TicketListRow, to: TicketStage) => void;
  readonly onDrag: (card: TicketListRow | null) => void;
};

/** Up and down within the column, left and right to the card at the same height; whatever is not there is skipped. */
const focusBeside = (from: HTMLElement, key: string): boolean => {
  const column = from.closest('.kcol');
  const cards = (place: Element | null | undefined): HTMLElement[] => [
    ...(place?.querySelectorAll<HTMLElement>('.kcard > a') ?? []),
  ];
  const own = cards(column);
  const at = own.indexOf(from);
  if (key === 'ArrowDown' || key === 'ArrowUp') own[at + (key === 'ArrowDown' ? 1 : -1)]?.focus();
  else {
    const columns = [...document.querySelectorAll('.kcol')];
    const here = columns.findIndex((each) => each === column);
    const rest = key === 'ArrowRight' ? columns.slice(here + 1) : columns.slice(0, here).toReversed();
    const beside = rest.map(cards).find((each) => each.length > 0);
    beside?.[Math.min(at, beside.length - 1)]?.focus();
  }
  return key.startsWith('Arrow');
};

export const KanbanCard = memo(({ card, busy, onMove, onDrag }: CardProps): ReactElement => {
  const t = useText('ticket');
  const { now } = useFormat();
  const category = useCategoryName()(card);
  const onKeyDown = (event: KeyboardEvent<HTMLAnchorElement>): void => {
    if (!event.key.startsWith('Arrow')) return;
    event.preventDefault();
    const side = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (!event.shiftKey) focusBeside(event.currentTarget, event.key);
    else if (side !== 0) {
      const to = wayBeside(card.stage, side);
      if (to) onMove(card, to);
    }
  };
  const onDragStart = (event: DragEvent): void => {
    event.dataTransfer.effectAllowed = 'move';
    event.dataTransfer.setData('text/plain', card.number);
    onDrag(card);
  };
  return (
    <li className={busy ? 'kcard busy' : 'kcard'} draggable onDragStart={onDragStart} onDragEnd={() => onDrag(null)}>
      <Link to={`/tickets/${card.number}`} draggable={false} onKeyDown={onKeyDown} data-number={card.number}>
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
