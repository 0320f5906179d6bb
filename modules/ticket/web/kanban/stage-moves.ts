import { ticketStages, type TicketAction, type TicketStage } from '../../contract.ts';

/** The step that takes a card from one column to another; what is not named here has no way. The server decides whether it may. */
const moves: Readonly<Record<TicketStage, Partial<Record<TicketStage, TicketAction>>>> = {
  accept: { verify: 'accept', archive: 'decline' },
  verify: { resolve: 'verify', reply: 'solve', confirm: 'answer', archive: 'decline' },
  resolve: { reply: 'solve', confirm: 'answer' },
  reply: { confirm: 'answer' },
  confirm: { resolve: 'reopen', archive: 'close' },
  archive: { resolve: 'reopen' },
};

export const stepBetween = (from: TicketStage, to: TicketStage): TicketAction | undefined => moves[from][to];

/** Columns that a card may go to, from left to right. */
export const waysFrom = (from: TicketStage): TicketStage[] =>
  ticketStages.filter((to) => moves[from][to] !== undefined);

/** The nearest column on one side that has a way. */
export const wayBeside = (from: TicketStage, side: 1 | -1): TicketStage | undefined => {
  const at = ticketStages.indexOf(from);
  const ways = waysFrom(from).filter((to) => (ticketStages.indexOf(to) - at) * side > 0);
  return side === 1 ? ways[0] : ways.at(-1);
};
