import type { Tx } from '#platform/server/database/index.ts';
import {
  countOpenByOwner,
  selectLatest,
  selectTickets,
  setNextDue,
  setRating,
  type NextDue,
  type OpenLoad,
  type TicketRow,
} from './ticket.queries.ts';

export { addMessage } from './add-message.ts';
export { keepAttachment } from './keep-attachment.ts';
export { openTickets, type OpenedTicket } from './open-tickets.ts';
export { registerOpeningStage, type Due, type OpeningDraft, type OpeningStage } from './opening-stages.ts';
export { accessTicket, can as canDoToTicket } from './ticket.access.ts';
export { ticketEventNames, type TicketEventData, type TicketEventName } from './ticket.events.ts';
export type { NextDue, TicketRow } from './ticket.queries.ts';
export { formatTicketNumber, parseTicketNumber } from './number/ticket-number.ts';
export { openTrackingToken, trackingToken, trackingUrl } from './tracking-link.ts';
export { transitionTicket, type TransitionData } from './transition-ticket.ts';
export type { NewMessage } from './write-message.ts';

export const ticketsByIds = (tx: Tx, ids: readonly string[]): Promise<TicketRow[]> => selectTickets(tx, ids);

export const noteNextDue = async (tx: Tx, rows: readonly NextDue[]): Promise<void> => {
  if (rows.length > 0) await setNextDue(tx, rows);
};

export const noteRating = (tx: Tx, ticketId: string, score: number, at: Date): Promise<void> => setRating(tx, ticketId, score, at);

/** Open tickets per person, for routing by load. */
export const openLoads = (tx: Tx): Promise<OpenLoad[]> => countOpenByOwner(tx, null);

/** The newest tickets within the reach of the transaction with the customer's first words. */
export const latestTickets = (tx: Tx, limit: number): Promise<(TicketRow & { content: string })[]> => selectLatest(tx, limit);
