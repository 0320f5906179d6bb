import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';

export type ListMoves = {
  readonly move: (step: 1 | -1) => void;
  readonly open: () => void;
  readonly back: () => void;
  readonly pick: () => void;
  readonly fold: () => void;
  readonly go: (place: 'mine' | 'soon' | 'followed' | 'pool') => void;
  readonly refresh: () => void;
};

/** Keys of the list: the same letters as in every desk, none inside fields. */
export const useListActions = (moves: ListMoves): void => {
  const t = useText('ticket');
  const latest = useRef(moves);
  useEffect(() => {
    latest.current = moves;
  });
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'list.next',
        title: t('list.next'),
        icon: 'down',
        keys: ['J'],
        section: 'go',
        priority: 2000,
        run: () => latest.current.move(1),
      },
      {
        id: 'list.previous',
        title: t('list.previous'),
        icon: 'up',
        keys: ['K'],
        section: 'go',
        priority: 1999,
        run: () => latest.current.move(-1),
      },
      {
        id: 'list.open',
        title: t('list.open'),
        icon: 'right',
        keys: ['Enter'],
        section: 'go',
        priority: 1998,
        run: () => latest.current.open(),
      },
      {
        id: 'list.back',
        title: t('list.back'),
        icon: 'left',
        keys: ['Esc'],
        section: 'go',
        priority: 1997,
        run: () => latest.current.back(),
      },
      {
        id: 'list.pick',
        title: t('list.pick'),
        icon: 'check',
        keys: ['X'],
        section: 'go',
        priority: 1996,
        run: () => latest.current.pick(),
      },
      {
        id: 'list.refresh',
        title: t('list.showNew'),
        icon: 'refresh',
        keys: ['.'],
        section: 'go',
        priority: 1995,
        run: () => latest.current.refresh(),
      },
      {
        id: 'list.mine',
        title: t('tray.mine'),
        icon: 'inbox',
        keys: ['G M'],
        section: 'go',
        priority: 1994,
        run: () => latest.current.go('mine'),
      },
      {
        id: 'list.soon',
        title: t('tray.soon'),
        icon: 'alarm',
        keys: ['G S'],
        section: 'go',
        priority: 1993,
        run: () => latest.current.go('soon'),
      },
      {
        id: 'list.followed',
        title: t('tray.followed'),
        icon: 'star',
        keys: ['G F'],
        section: 'go',
        priority: 1992,
        run: () => latest.current.go('followed'),
      },
      {
        id: 'list.pool',
        title: t('tray.pool'),
        icon: 'users',
        keys: ['G P'],
        section: 'go',
        priority: 1991,
        run: () => latest.current.go('pool'),
      },
      {
        id: 'list.fold',
        title: t('list.fold'),
        icon: 'rows',
        keys: ['['],
        section: 'view',
        priority: 61,
        run: () => latest.current.fold(),
      },
    ],
    [t],
  );
  useActions(actions);
};
