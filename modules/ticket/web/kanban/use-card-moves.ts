import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, toProblem } from '#platform/web/api.ts';
import { ticketNumber } from '#platform/web/format.ts';
import { useText } from '#platform/web/i18n.ts';
import { invalidateTopics } from '#platform/web/query.ts';
import { toast } from '#platform/web/toast.ts';
import {
  type TicketAction,
  type TicketDetail,
  type TicketListRow,
  ticketRoutes,
  type TicketStage,
} from '../../contract.ts';
import { reasonSteps } from '../dialogs/step-dialog.tsx';
import { tellProblem } from '../use-ticket.ts';
import { stepBetween } from './stage-moves.ts';

export type AskedStep = { readonly ticket: TicketDetail; readonly action: TicketAction };

/** Moves a card by the step that leads there, under the guards of that step; one that needs a reason asks for it first. */
export const useCardMoves = () => {
  const t = useText('ticket');
  const client = useQueryClient();
  const [asked, setAsked] = useState<AskedStep | null>(null);
  const [moving, setMoving] = useState<string | null>(null);

  const go = async (card: TicketListRow, to: TicketStage): Promise<void> => {
    const action = stepBetween(card.stage, to);
    const params = { number: card.number };
    const ticket = await call(ticketRoutes.read, { params });
    if (!action || !ticket.abilities.actions.includes(action)) {
      toast({ text: t('kanban.noWay', { number: ticketNumber(card.number), stage: t(`stage.${to}`) }), icon: 'over' });
      return;
    }
    if (reasonSteps.includes(action)) return setAsked({ ticket, action });
    const moved = await call(ticketRoutes.transition, { params, body: { action, version: ticket.version } });
    const number = ticketNumber(card.number);
    // Where others have to agree first, the card stays where it is.
    const waits = moved.state === ticket.state;
    toast({
      text: waits ? t('done.waits', { number }) : t('done.moved', { number, state: t(`state.${moved.state}`) }),
    });
  };
  const move = (card: TicketListRow, to: TicketStage): void => {
    if (card.stage === to) return;
    setMoving(card.number);
    go(card, to)
      .catch((error: unknown) => tellProblem(toProblem(error)))
      .finally(() => {
        setMoving(null);
        void invalidateTopics(client, ['tickets']);
      });
  };
  return { move, moving, asked, close: () => setAsked(null) };
};
