import { useEffect, useMemo, useRef } from 'react';
import { type Action, useActions } from '#platform/web/actions.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { type Translate, useLanguage, useText } from '#platform/web/i18n.ts';
import type { IconName } from '#platform/web/parts/icon-paths.ts';
import { toast } from '#platform/web/toast.ts';
import type { TicketAction, TicketDetail } from '../contract.ts';
import { reasonSteps } from './dialogs/step-dialog.tsx';
import { openDialog, usePicking } from './dialog-state.ts';
import { nextStep } from './next-step.ts';
import { stepWords, useMacrosFor } from './macros/use-macros.ts';
import type { TicketSteps } from './use-ticket.ts';

const stepIcons: Record<TicketAction, IconName> = {
  accept: 'check',
  verify: 'checks',
  solve: 'bulb',
  answer: 'reply',
  close: 'met',
  reopen: 'undo',
  decline: 'x',
  archive: 'db',
  restore: 'undo',
  quarantine: 'shield',
};

const copy = (text: string, done: string): void => {
  void navigator.clipboard.writeText(text).then(() => toast({ text: done, icon: 'copy' }));
};

type Made = { readonly ticket: TicketDetail; readonly steps: () => TicketSteps; readonly t: Translate };

const takeStep = ({ ticket, steps }: Made, action: TicketAction): void => {
  if (reasonSteps.includes(action)) openDialog({ kind: 'step', action });
  else steps().takeStep(ticket, action);
};

const stepActions = (made: Made): Action[] => {
  const { ticket, t } = made;
  const usual = nextStep(ticket);
  return ticket.abilities.actions.map((action): Action => ({
    id: `ticket.step.${action}`,
    title: t(`step.${action}`),
    icon: stepIcons[action],
    section: 'current',
    priority: action === usual ? 80 : 20,
    ...(action === usual ? { keys: ['E'] } : {}),
    danger: action === 'decline' || action === 'quarantine',
    run: () => takeStep(made, action),
  }));
};

const handlingActions = ({ ticket, steps, t }: Made): Action[] => {
  const { abilities, number } = ticket;
  const params = { number };
  return [
    {
      id: 'ticket.claim',
      title: t('action.claim'),
      icon: 'user',
      keys: ['Shift+A'],
      section: 'current',
      priority: 85,
      enabled: () => abilities.claim,
      run: () => steps().assign.mutate({ params, body: { claim: true } }),
    },
    {
      id: 'ticket.assign',
      title: t('action.assign'),
      icon: 'swap',
      keys: ['A'],
      section: 'current',
      priority: 70,
      enabled: () => abilities.assign,
      run: () => openDialog({ kind: 'assign' }),
    },
    {
      id: 'ticket.classify',
      title: t('action.classify'),
      icon: 'pen',
      keys: ['L'],
      section: 'current',
      priority: 60,
      enabled: () => abilities.classify,
      run: () => openDialog({ kind: 'classify' }),
    },
    {
      id: 'ticket.task',
      title: t('action.task'),
      icon: 'task',
      keys: ['T'],
      section: 'current',
      priority: 50,
      enabled: () => abilities.note,
      run: () => openDialog({ kind: 'task' }),
    },
    {
      id: 'ticket.macro',
      title: t('action.macro'),
      icon: 'bolt',
      keys: ['M'],
      section: 'current',
      priority: 65,
      enabled: () => abilities.note,
      run: () => openDialog({ kind: 'macro' }),
    },
    {
      id: 'ticket.merge',
      title: t('action.merge'),
      icon: 'merge',
      keys: ['Shift+M'],
      section: 'current',
      priority: 11,
      enabled: () => abilities.pause,
      run: () => openDialog({ kind: 'merge' }),
    },
    {
      id: 'ticket.link',
      title: t('action.link'),
      icon: 'link',
      section: 'current',
      priority: 10,
      enabled: () => abilities.classify,
      run: () => openDialog({ kind: 'link' }),
    },
  ];
};

const lookingActions = ({ ticket, steps, t }: Made): Action[] => {
  const { number, followed, urgeCount } = ticket;
  const open =
    ticket.nextDueAt !== null || ticket.abilities.actions.some((action) => action !== 'archive' && action !== 'reopen');
  return [
    {
      id: 'ticket.urge',
      title: urgeCount > 0 ? t('action.urgeCount', { count: urgeCount }) : t('action.urge'),
      icon: 'bell',
      keys: ['U'],
      section: 'current',
      priority: 40,
      enabled: () => open,
      run: () => steps().urge.mutate({ params: { number } }),
    },
    {
      id: 'ticket.follow',
      title: t(followed ? 'action.unfollow' : 'action.follow'),
      icon: 'star',
      keys: ['F'],
      section: 'current',
      priority: 39,
      run: () => steps().setFollowed(!followed),
    },
    {
      id: 'ticket.copyNumber',
      title: t('action.copyNumber'),
      icon: 'copy',
      section: 'current',
      priority: 5,
      run: () => copy(ticketNumber(number), t('done.copied', { text: ticketNumber(number) })),
    },
    {
      id: 'ticket.copyTracking',
      title: t('action.copyTracking'),
      icon: 'globe',
      section: 'current',
      priority: 4,
      run: () => copy(ticket.trackingUrl, t('done.copiedTracking')),
    },
  ];
};

/** Each macro of this ticket in the palette too, found by its name; both ways lead to the preview. */
const useMacroActions = (ticket: TicketDetail): readonly Action[] => {
  const t = useText('ticket');
  const language = useLanguage();
  const macros = useMacrosFor(ticket.categoryKey, ticket.abilities.note);
  return useMemo(
    () =>
      macros.map((macro): Action => {
        const open = (): void => openDialog({ kind: 'macro', macro });
        return {
          id: `macro.${macro.id}`,
          title: language === 'en' && macro.nameEn !== '' ? macro.nameEn : macro.name,
          note: stepWords(t, macro.steps),
          icon: 'bolt',
          section: 'macro',
          run: open,
          preview: open,
        };
      }),
    [macros, t, language],
  );
};

/** Keys that mean all chosen rows while some are. */
const bulkKeys = ['A', 'Shift+A', 'L', 'F', 'M'];
const withoutBulkKeys = ({ keys = [], ...action }: Action): Action => ({
  ...action,
  keys: keys.filter((key) => !bulkKeys.includes(key)),
});

/** Everything one can do with the open ticket; header, menu, palette, keys and help sheet read this list. */
export const useTicketActions = (ticket: TicketDetail, steps: TicketSteps): readonly Action[] => {
  const t = useText('ticket');
  const picking = usePicking();
  // The mutations are new objects at every render; the actions must not be.
  const latest = useRef(steps);
  useEffect(() => {
    latest.current = steps;
  });
  const actions = useMemo(() => {
    const made: Made = { ticket, steps: () => latest.current, t };
    const all = [...handlingActions(made), ...lookingActions(made), ...stepActions(made)];
    return picking ? all.map(withoutBulkKeys) : all;
  }, [ticket, t, picking]);
  useActions(actions, { label: ticketNumber(ticket.number), icon: 'ticket' });
  useActions(useMacroActions(ticket));
  return actions;
};
