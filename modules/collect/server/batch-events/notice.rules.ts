import type { TicketRow } from '#modules/ticket/server/index.ts';
import { fillTemplate } from '#modules/knowledge/contract.ts';
import { openStates, type TicketState } from '#modules/ticket/contract.ts';
import { formatTicketNumber } from '#modules/ticket/server/index.ts';
import type { BatchSkip } from '../../contract/batch-events.ts';

const silentStates: readonly TicketState[] = ['spam', 'archived'];
const open: ReadonlySet<TicketState> = new Set(openStates);

export type PlannedRow = { ticketId: string; skip: BatchSkip | null };

/**
 * Who is told: every customer once, at his first ticket; nobody where there is nobody to tell. `reached` are the children
 * that the sender reaches, in the order in which they were added.
 */
export const planNotice = (
  childIds: readonly string[],
  reached: ReadonlyMap<string, Pick<TicketRow, 'id' | 'customerId' | 'customerName' | 'state'>>,
): PlannedRow[] => {
  const told = new Set<string>();
  return childIds.map((ticketId) => {
    const ticket = reached.get(ticketId);
    if (!ticket) return { ticketId, skip: 'out_of_reach' };
    if (silentStates.includes(ticket.state)) return { ticketId, skip: 'not_replyable' };
    if (ticket.customerId === null) return { ticketId, skip: 'no_customer' };
    if (told.has(ticket.customerId)) return { ticketId, skip: 'same_customer' };
    told.add(ticket.customerId);
    return { ticketId, skip: null };
  });
};

/** Which children a closing touches: those that are open and within reach. */
export const planClosing = (
  childIds: readonly string[],
  reached: ReadonlyMap<string, Pick<TicketRow, 'state'>>,
): PlannedRow[] =>
  childIds.map((ticketId) => {
    const ticket = reached.get(ticketId);
    if (!ticket) return { ticketId, skip: 'out_of_reach' };
    return { ticketId, skip: open.has(ticket.state) ? null : 'ended' };
  });

export const noticeText = (body: string, ticket: TicketRow, link: string): string =>
  fillTemplate(body, {
    number: formatTicketNumber(ticket.number),
    customerName: ticket.customerName,
    trackingUrl: link,
  });
