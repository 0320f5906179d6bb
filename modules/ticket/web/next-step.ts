import type { TicketAction, TicketDetail } from '../contract.ts';

const usualWay = ['accept', 'verify', 'solve', 'answer', 'close', 'archive'] as const satisfies readonly TicketAction[];

/** The step that `E` takes: the next of the usual way, as far as this person may. */
export const nextStep = (ticket: Pick<TicketDetail, 'abilities'>): (typeof usualWay)[number] | undefined =>
  usualWay.find((step) => ticket.abilities.actions.includes(step));
