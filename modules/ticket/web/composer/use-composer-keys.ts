import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { useText } from '#platform/web/i18n.ts';
import type { TicketDetail } from '../../contract.ts';
import { type ComposerMode, useComposerWish, useInsertion } from '../dialog-state.ts';

export const useComposerActions = (parts: {
  ticket: TicketDetail;
  send: () => void;
  ready: boolean;
  enter: (mode: ComposerMode) => void;
  openTemplates: () => void;
  mode: ComposerMode;
}): void => {
  const { ticket, send, ready, enter, openTemplates, mode } = parts;
  const t = useText('ticket');
  const { reply, note } = ticket.abilities;
  const latest = useRef({ send, enter, openTemplates });
  useEffect(() => {
    latest.current = { send, enter, openTemplates };
  });
  const actions = useMemo<Action[]>(
    () => [
      {
        id: 'ticket.reply',
        title: t('composer.reply'),
        icon: 'reply',
        keys: ['R'],
        section: 'current',
        priority: 90,
        enabled: () => reply,
        run: () => latest.current.enter('out'),
      },
      {
        id: 'ticket.note',
        title: t('composer.note'),
        icon: 'lock',
        keys: ['N'],
        section: 'current',
        priority: 89,
        enabled: () => note,
        run: () => latest.current.enter('note'),
      },
      {
        id: 'ticket.templates',
        title: t('composer.openTemplates'),
        icon: 'tpl',
        keys: ['/'],
        section: 'current',
        priority: 88,
        permission: 'template.read',
        enabled: () => reply,
        run: () => latest.current.openTemplates(),
      },
      {
        id: 'ticket.send',
        title: t(mode === 'out' ? 'composer.send' : 'composer.keep'),
        icon: 'send',
        keys: ['Mod+Enter'],
        section: 'current',
        priority: 95,
        enabled: () => ready,
        run: () => latest.current.send(),
      },
    ],
    [t, reply, note, ready, mode],
  );
  useActions(actions);
};

/** Keys, menus and refused steps may ask for the composer from anywhere. */
export const useWishes = (enter: (mode: ComposerMode) => void): void => {
  const wish = useComposerWish();
  const served = useRef(wish?.at ?? 0);
  useEffect(() => {
    if (!wish || wish.at === served.current) return;
    served.current = wish.at;
    enter(wish.mode);
  }, [wish, enter]);
};

/** Other panels may offer words; they come behind what is written already. */
export const useOfferedWords = (take: (words: string) => void): void => {
  const offered = useInsertion();
  const served = useRef(offered?.at ?? 0);
  useEffect(() => {
    if (!offered || offered.at === served.current) return;
    served.current = offered.at;
    take(offered.text);
  }, [offered, take]);
};
