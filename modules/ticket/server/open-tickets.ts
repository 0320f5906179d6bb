import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonInstant } from '#platform/server/database/json-rows.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { TicketKind, TicketLevel } from '../contract.ts';
import { claimAttachments } from './attachment.queries.ts';
import { indexOpened } from './fields/intake-fields.ts';
import { ticketNumber } from './number/ticket-number.ts';
import { insertTickets, takeSeqs, type NewTicketRow } from './open-tickets.queries.ts';
import { runOpeningStages, type Due, type OpeningDraft } from './opening-stages.ts';
import { ticketEvent } from './ticket.events.ts';

/** A draft that every stage has seen: classified, owned, on the clock. */
export type OpenedTicket = OpeningDraft & {
  readonly number: string;
  readonly seq: number;
  readonly messageId: string;
  kind: TicketKind;
  level: TicketLevel;
  departmentId: string;
  dues: Due[];
};

/** A ticket without kind, level, department or clock cannot exist: a missing stage is our fault, not the customer's. */
const complete = (draft: OpeningDraft, seq: number, number: string): OpenedTicket => {
  const { kind, level, departmentId, dues } = draft;
  if (kind === undefined || level === undefined || departmentId === undefined || dues === undefined) {
    throw new Error(
      `opening stages left ticket ${draft.id} without ${kind === undefined ? 'kind' : level === undefined ? 'level' : departmentId === undefined ? 'department' : 'clock'}`,
    );
  }
  if (dues.length === 0 && draft.spam !== true) throw new Error(`opening stages left ticket ${draft.id} without clock`);
  // Nobody owes a quarantined case anything yet: its clocks start when it is restored.
  const owed = draft.spam === true ? [] : dues;
  return { ...draft, kind, level, departmentId, dues: owed, number, seq, messageId: newId(draft.at) };
};

const firstDue = (dues: readonly Due[]): Due | undefined => {
  let first: Due | undefined;
  for (const due of dues) if (first === undefined || due.dueAt < first.dueAt) first = due;
  return first;
};

const rowOf = (ticket: OpenedTicket): NewTicketRow => {
  const spam = ticket.spam === true;
  const due = firstDue(ticket.dues);
  return {
    id: ticket.id,
    seq: ticket.seq,
    number: ticket.number,
    kind: ticket.kind,
    category_key: ticket.categoryKey ?? null,
    level: ticket.level,
    sentiment: ticket.sentiment ?? 0,
    channel: ticket.channel,
    subject: ticket.subject,
    state: spam ? 'spam' : 'new',
    region: ticket.region,
    outlet_id: ticket.outletId,
    customer_id: ticket.customer?.id ?? null,
    customer_name: ticket.customer?.name || ticket.contactName,
    customer_tier: ticket.customer?.tier ?? 'standard',
    department_id: ticket.departmentId,
    owner_id: ticket.ownerId ?? null,
    created_by: ticket.createdBy?.id ?? null,
    occurred_at: ticket.occurredAt && jsonInstant(ticket.occurredAt),
    at: jsonInstant(ticket.at),
    next_due_at: due === undefined ? null : jsonInstant(due.dueAt),
    next_clock: due?.clock ?? null,
    linked_to: ticket.linkedTo ?? null,
    unsure: ticket.unsure === true && !spam,
    locale: ticket.locale ?? 'zh-CN',
    source_key: ticket.sourceKey ?? null,
    fields: ticket.fields,
    triage: ticket.triage,
    message_id: ticket.messageId,
    content: ticket.content,
    author_name: ticket.contactName || (ticket.customer?.name ?? ''),
  };
};

const openedEvent = (ticket: OpenedTicket) => {
  const actor = ticket.createdBy
    ? ({ kind: 'user', id: ticket.createdBy.id, name: ticket.createdBy.name } as const)
    : ({ kind: 'customer', id: null, name: '' } as const);
  return ticketEvent('ticket.opened', ticket.id, actor, ticket.at, {
    number: ticket.number,
    kind: ticket.kind,
    level: ticket.level,
    categoryKey: ticket.categoryKey ?? null,
    departmentId: ticket.departmentId,
    ownerId: ticket.ownerId ?? null,
    channel: ticket.channel,
    customerId: ticket.customer?.id ?? null,
    spam: ticket.spam === true,
    linkedTo: ticket.linkedTo ?? null,
  });
};

const claimFiles = async (tx: Tx, tickets: readonly OpenedTicket[]): Promise<void> => {
  const claims = tickets.flatMap((ticket) =>
    (ticket.attachmentIds ?? []).map((attachmentId) => ({
      attachmentId,
      ticketId: ticket.id,
      messageId: ticket.messageId,
    })),
  );
  if (claims.length === 0) return;
  if ((await claimAttachments(tx, claims)) !== claims.length) throw new Problem('ticket.attachment_missing', 422);
};

/**
 * Opens any number of tickets in the caller's transaction (reach `all`): stages, numbers, tickets with their first
 * messages, events. Three statements for a set of any size, one more where files came along. Who took places with
 * `takeSeqs` before (at least as many as drafts) saves the wait for them.
 */
export const openTickets = async (
  tx: Tx,
  app: App,
  drafts: OpeningDraft[],
  taken?: readonly number[],
): Promise<OpenedTicket[]> => {
  if (drafts.length === 0) return [];
  runOpeningStages(drafts, app);
  const seqs = taken ?? (await takeSeqs(tx, drafts.length));
  const tickets = drafts.map((draft, index) => {
    const seq = seqs[index];
    if (seq === undefined) throw new Error('the sequence of ticket numbers gave too few');
    return complete(draft, seq, ticketNumber(seq, app.secret));
  });
  await insertTickets(tx, tickets.map(rowOf));
  await claimFiles(tx, tickets);
  await indexOpened(tx, app, tickets);
  await emit(tx, tickets.map(openedEvent));
  return tickets;
};
