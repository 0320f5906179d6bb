import { openStates, type TicketListRow } from '../contract.ts';

const open: ReadonlySet<string> = new Set(openStates);

/** The customer spoke last and somebody still owes an answer; thanks after the end need none. */
export const isWaiting = (ticket: Pick<TicketListRow, 'needsAnswer' | 'state'>): boolean =>
  ticket.needsAnswer && open.has(ticket.state);
