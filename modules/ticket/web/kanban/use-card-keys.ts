import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import type { TicketListRow, TicketStage } from '../../contract.ts';
import { wayBeside } from './stage-moves.ts';

const cardsOf = (place: Element | null | undefined): HTMLElement[] => [
  ...(place?.querySelectorAll<HTMLElement>('.kcard > a') ?? []),
];

const focusedCard = (): HTMLElement | null => {
  const at = document.activeElement?.closest('.kcard');
  return at?.querySelector<HTMLElement>('a') ?? null;
};

/** Up and down within the column. */
const focusAbove = (step: 1 | -1): void => {
  const from = focusedCard();
  if (!from) return;
  const own = cardsOf(from.closest('.kcol'));
  own[own.indexOf(from) + step]?.focus();
};

/** To the card at the same height in the next column that has any. */
const focusBeside = (side: 1 | -1): void => {
  const from = focusedCard();
  const column = from?.closest('.kcol');
  if (!from || !column) return;
  const columns = [...document.querySelectorAll('.kcol')];
  const here = columns.indexOf(column);
  const rest = side === 1 ? columns.slice(here + 1) : columns.slice(0, here).toReversed();
  const beside = rest.map(cardsOf).find((cards) => cards.length > 0);
  beside?.[Math.min(cardsOf(column).indexOf(from), beside.length - 1)]?.focus();
};

type Keys = readonly (readonly [key: string, icon: IconName, keys: string, run: () => void])[];

/** The keys of a card, as actions like all others: they count while a card has the focus, and stand on the help sheet. */
export const useCardKeys = (
  onMove: (card: TicketListRow, to: TicketStage) => void,
): ((card: TicketListRow) => void) => {
  const t = useText('ticket');
  const focused = useRef<TicketListRow | null>(null);
  const latest = useRef(onMove);
  useEffect(() => {
    latest.current = onMove;
  });
  const actions = useMemo(() => {
    const move = (side: 1 | -1): void => {
      const card = focused.current;
      const to = card ? wayBeside(card.stage, side) : undefined;
      if (card && to) latest.current(card, to);
    };
    const keys: Keys = [
      ['up', 'up', 'Up', () => focusAbove(-1)],
      ['down', 'down', 'Down', () => focusAbove(1)],
      ['left', 'left', 'Left', () => focusBeside(-1)],
      ['right', 'right', 'Right', () => focusBeside(1)],
      ['back', 'undo', 'Shift+Left', () => move(-1)],
      ['on', 'corner', 'Shift+Right', () => move(1)],
    ];
    return keys.map(([key, icon, binding, run], index): Action => ({
      id: `kanban.${key}`,
      title: t(`kanban.keys.${key}`),
      icon,
      keys: [binding],
      within: '.kcard',
      section: 'current',
      priority: 100 - index,
      run,
    }));
  }, [t]);
  useActions(actions);
  return (card) => {
    focused.current = card;
  };
};
