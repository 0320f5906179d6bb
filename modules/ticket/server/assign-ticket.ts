import { findDepartments, peopleByIds } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { accessTicketForChange, demandOpen } from './ticket.access.ts';
import { ticketEvent } from './ticket.events.ts';
import { askTransferGuards } from './transfer-guards.ts';
import { claimOwner, liftReach, setOwner, type TicketRow } from './ticket.queries.ts';

export type AssignInput = {
  claim?: boolean | undefined;
  departmentId?: string | undefined;
  ownerId?: string | null | undefined;
  reason: string;
  version?: number | undefined;
};

/** Takes the ticket for the actor. Of two at the same moment one wins; the other learns who. */
export const claimTicket = async (tx: Tx, app: App, actor: Actor, number: string): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.assign', undefined);
  if (actor.id === null) throw notFound('ticket');
  demandOpen(ticket);
  const at = app.clock.now();
  if (ticket.ownerId === actor.id) return ticket;
  if (ticket.ownerId !== null || !(await claimOwner(tx, ticket.id, actor.id, at))) {
    const [owner] = ticket.ownerId === null ? [] : await peopleByIds(tx, [ticket.ownerId]);
    throw new Problem('ticket.already_claimed', 409, { ownerName: owner?.displayName ?? '' });
  }
  const data = {
    fromDepartmentId: ticket.departmentId,
    toDepartmentId: ticket.departmentId,
    fromOwnerId: null,
    toOwnerId: actor.id,
    reason: '',
    claimed: true,
  };
  await emit(tx, [ticketEvent('ticket.assigned', ticket.id, actor, at, data)]);
  return { ...ticket, ownerId: actor.id, version: ticket.version + 1, updatedAt: at };
};

type Place = { departmentId: string; ownerId: string | null };

/** Where it goes: a person brings his department along, a department alone means its pool. */
const placeOf = async (tx: Tx, ticket: TicketRow, input: AssignInput): Promise<Place> => {
  if (input.departmentId !== undefined) {
    const department = (await findDepartments(tx)).find((one) => one.id === input.departmentId);
    if (!department || department.closed) throw new Problem('ticket.unknown_department', 422);
  }
  if (input.ownerId === undefined || input.ownerId === null) {
    const moves = input.departmentId !== undefined && input.departmentId !== ticket.departmentId;
    const ownerId = input.ownerId === null || moves ? null : ticket.ownerId;
    return { departmentId: input.departmentId ?? ticket.departmentId, ownerId };
  }
  const [person] = await peopleByIds(tx, [input.ownerId]);
  if (!person?.active) throw new Problem('ticket.unknown_person', 422);
  return { departmentId: input.departmentId ?? person.departmentId ?? ticket.departmentId, ownerId: person.id };
};

/** Leaving a department, or the hands of somebody, is a transfer: it needs a reason and is counted. */
const isTransfer = (ticket: TicketRow, to: Place): boolean =>
  to.departmentId !== ticket.departmentId || (ticket.ownerId !== null && to.ownerId !== ticket.ownerId);

/** Hands the ticket to a department or person. */
export const assignTicket = async (
  tx: Tx,
  app: App,
  actor: Actor,
  number: string,
  input: AssignInput,
): Promise<TicketRow> => {
  const ticket = await accessTicketForChange(tx, actor, number, 'ticket.assign', input.version);
  demandOpen(ticket);
  const wanted = await placeOf(tx, ticket, input);
  if (wanted.departmentId === ticket.departmentId && wanted.ownerId === ticket.ownerId) return ticket;
  const transferred = isTransfer(ticket, wanted);
  const reason = input.reason.trim();
  if (transferred && reason === '') throw new Problem('ticket.needs_reason', 422, { action: 'assign' });
  const to = await askTransferGuards(tx, { app, actor, ticket, to: wanted, reason });
  const at = app.clock.now();
  await liftReach(tx);
  await setOwner(tx, ticket.id, { ...to, transferred, at });
  const data = {
    fromDepartmentId: ticket.departmentId,
    toDepartmentId: to.departmentId,
    fromOwnerId: ticket.ownerId,
    toOwnerId: to.ownerId,
    reason,
    claimed: false,
  };
  await emit(tx, [ticketEvent('ticket.assigned', ticket.id, actor, at, data)]);
  return {
    ...ticket,
    ...to,
    updatedAt: at,
    version: ticket.version + 1,
    transferCount: ticket.transferCount + (transferred ? 1 : 0),
  };
};
