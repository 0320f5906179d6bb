import type { Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { inReach, may, type Actor } from '#platform/server/session/actor.ts';
import type { TicketAction, TicketDetail, TicketState } from '../contract.ts';
import { parseTicketNumber } from './number/ticket-number.ts';
import { ticketById, ticketByNumber, type TicketRow } from './ticket.queries.ts';
import { isOpen, stepsFrom } from './ticket.rules.ts';

/** All authorisation of the noun. Pure `can`, loading `access…`; lists use `scope.ts`, PostgreSQL's policy is the second wall. */
export type TicketPermission =
  | 'ticket.read'
  | 'ticket.reply'
  | 'ticket.note'
  | 'ticket.transition'
  | 'ticket.assign'
  | 'ticket.classify'
  | 'ticket.archive'
  | 'spam.manage';

type Placed = Pick<TicketRow, 'departmentId' | 'ownerId'>;

export const canReach = (actor: Actor, ticket: Placed): boolean =>
  inReach(actor.reach, { unitId: ticket.departmentId, personId: ticket.ownerId });

export const can = (actor: Actor, permission: string, ticket: Placed): boolean =>
  may(actor, permission) && canReach(actor, ticket);

const permissionByAction: Readonly<Record<TicketAction, TicketPermission>> = {
  accept: 'ticket.transition',
  verify: 'ticket.transition',
  solve: 'ticket.transition',
  answer: 'ticket.transition',
  close: 'ticket.transition',
  reopen: 'ticket.transition',
  decline: 'ticket.transition',
  archive: 'ticket.archive',
  restore: 'spam.manage',
  quarantine: 'spam.manage',
};
export const permissionOf = (action: TicketAction): TicketPermission => permissionByAction[action];

/** Spam is shown to those who decide about it and to those who oversee everything. */
export const seesSpam = (actor: Actor): boolean => may(actor, 'spam.manage') || may(actor, 'audit.read');

const maySee = (actor: Actor, ticket: { state: TicketState }): boolean => ticket.state !== 'spam' || seesSpam(actor);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

const load = (tx: Tx, idOrNumber: string, lock: boolean): Promise<TicketRow | null> => {
  if (uuid.test(idOrNumber)) return ticketById(tx, idOrNumber, lock);
  const parsed = parseTicketNumber(idOrNumber);
  return parsed.ok ? ticketByNumber(tx, parsed.number, lock) : Promise.resolve(null);
};

/** The ticket, if the actor may do this to it; absent and forbidden look the same. */
export const accessTicket = async (
  tx: Tx,
  actor: Actor,
  idOrNumber: string,
  permission: string,
): Promise<TicketRow> => {
  const ticket = await load(tx, idOrNumber, false);
  if (!ticket || !can(actor, permission, ticket) || !maySee(actor, ticket)) throw notFound('ticket');
  return ticket;
};

/** What the writer looked at must still be so; without a version he writes anyway. */
export const demandVersion = (ticket: TicketRow, version: number | undefined): void => {
  if (version !== undefined && version !== ticket.version)
    throw new Problem('ticket.changed', 409, { version: ticket.version });
};

/** The same for a change: the row stays locked until the end of the transaction, and must be as the writer saw it. */
export const accessTicketForChange = async (
  tx: Tx,
  actor: Actor,
  idOrNumber: string,
  permission: string,
  version: number | undefined,
): Promise<TicketRow> => {
  const ticket = await load(tx, idOrNumber, true);
  if (!ticket || !can(actor, permission, ticket) || !maySee(actor, ticket)) throw notFound('ticket');
  demandVersion(ticket, version);
  return ticket;
};

const canReplyIn = (state: TicketState): boolean => state !== 'spam' && state !== 'archived';

/** What the reader may do here, by the same rules that would refuse it. */
export const abilitiesOf = (actor: Actor, ticket: TicketRow): TicketDetail['abilities'] => {
  const open = isOpen(ticket.state);
  return {
    reply: can(actor, 'ticket.reply', ticket) && canReplyIn(ticket.state),
    note: can(actor, 'ticket.note', ticket),
    assign: can(actor, 'ticket.assign', ticket) && open,
    claim: can(actor, 'ticket.assign', ticket) && open && ticket.ownerId === null && actor.id !== null,
    classify: can(actor, 'ticket.classify', ticket) && ticket.state !== 'archived',
    pause: can(actor, 'ticket.transition', ticket) && open,
    revealCustomer: can(actor, 'customer.reveal', ticket) && ticket.customerId !== null,
    actions: stepsFrom(ticket.state).filter((action) => can(actor, permissionOf(action), ticket)),
  };
};

export const demandReply = (ticket: TicketRow): void => {
  if (!canReplyIn(ticket.state)) throw new Problem('ticket.no_reply_now', 409, { state: ticket.state });
};

export const demandOpen = (ticket: TicketRow): void => {
  if (!isOpen(ticket.state)) throw new Problem('ticket.not_open', 409, { state: ticket.state });
};
