import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';

export type ListMoves = {
  readonly move: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly go: (place: 'mine' | 'soon' | 'approvals' | 'followed' | 'pool') => void;
  /** Only where rows are tickets. */
  readonly tickets?: { readonly pick: () => void; readonly fold: () => void; readonly refresh: () => void };
};

type Move = readonly [key: string, icon: IconName, keys: string, run: (moves: ListMoves) => void, permission?: string];

const moving: readonly Move[] = [
  ['list.next', 'down', 'J', (moves) => moves.move(1)],
  ['list.previous', 'up', 'K', (moves) => moves.move(-1)],
  ['list.open', 'right', 'Enter', (moves) => moves.open()],
  ['list.back', 'left', 'Esc', (moves) => moves.back()],
  ['tray.mine', 'inbox', 'G M', (moves) => moves.go('mine')],
  ['tray.soon', 'alarm', 'G S', (moves) => moves.go('soon')],
  ['tray.approvals', 'stamp', 'G Y', (moves) => moves.go('approvals'), 'approval.read'],
  ['tray.followed', 'star', 'G F', (moves) => moves.go('followed')],
  ['tray.pool', 'users', 'G P', (moves) => moves.go('pool')],
];

const ofTickets: readonly Move[] = [
  ['list.pick', 'check', 'X', (moves) => moves.tickets?.pick()],
  ['list.showNew', 'refresh', '.', (moves) => moves.tickets?.refresh()],
  ['list.fold', 'rows', '[', (moves) => moves.tickets?.fold()],
];

/** Keys of the list: the same letters as in every desk, none inside fields. */
export const useListActions = (moves: ListMoves): void => {
  const t = useText('ticket');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const tickets = moves.tickets !== undefined;
  const actions = useMemo(
    () =>
      (tickets ? [...moving, ...ofTickets] : moving).map(([key, icon, keys, run, permission], index): Action => ({
        id: `list:${key}`,
        title: t(key),
        icon,
        keys: [keys],
        section: 'go',
        priority: 2000 - index,
        ...(permission ? { permission } : {}),
        run: () => run(latest.current),
      })),
    [t, tickets],
  );
  useActions(actions);
};
