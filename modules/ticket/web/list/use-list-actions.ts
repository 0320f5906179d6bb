import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';

export type ListMoves = {
  readonly move: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly pick: () => void;
  readonly fold: () => void;
  readonly go: (place: 'mine' | 'soon' | 'followed' | 'pool') => void;
  readonly refresh: () => void;
};

type Move = readonly [key: string, icon: IconName, keys: string, run: (moves: ListMoves) => void];

const moving: readonly Move[] = [
  ['list.next', 'down', 'J', (moves) => moves.move(1)],
  ['list.previous', 'up', 'K', (moves) => moves.move(-1)],
  ['list.open', 'right', 'Enter', (moves) => moves.open()],
  ['list.back', 'left', 'Esc', (moves) => moves.back()],
  ['list.pick', 'check', 'X', (moves) => moves.pick()],
  ['list.showNew', 'refresh', '.', (moves) => moves.refresh()],
  ['tray.mine', 'inbox', 'G M', (moves) => moves.go('mine')],
  ['tray.soon', 'alarm', 'G S', (moves) => moves.go('soon')],
  ['tray.followed', 'star', 'G F', (moves) => moves.go('followed')],
  ['tray.pool', 'users', 'G P', (moves) => moves.go('pool')],
  ['list.fold', 'rows', '[', (moves) => moves.fold()],
];

/** Keys of the list: the same letters as in every desk, none inside fields. */
export const useListActions = (moves: ListMoves): void => {
  const t = useText('ticket');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const actions = useMemo(
    () =>
      moving.map(([key, icon, keys, run], index): Action => ({
        id: `list:${key}`,
        title: t(key),
        icon,
        keys: [keys],
        section: 'go',
        priority: 2000 - index,
        run: () => run(latest.current),
      })),
    [t],
  );
  useActions(actions);
};
