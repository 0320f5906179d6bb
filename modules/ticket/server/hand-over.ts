import { findDepartments } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { ticketEvent, type EventActor } from './ticket.events.ts';
import { liftReach, setOwner, ticketById } from './ticket.queries.ts';

/**
 * A rule hands the ticket to a department's pool: no transfer in the sense of bouncing, which only people do. False where
 * it lies there already or the department takes nothing.
 */
export const handOver = async (
  tx: Tx,
  app: App,
  actor: EventActor,
  ticketId: string,
  departmentId: string,
  reason: string,
): Promise<boolean> => {
  const department = (await findDepartments(tx)).find((one) => one.id === departmentId);
  if (!department || department.closed) return false;
  // It may leave the reach of whoever took the step before it.
  await liftReach(tx);
  const ticket = await ticketById(tx, ticketId, true);
  if (!ticket || ticket.departmentId === departmentId) return false;
  const at = app.clock.now();
  await setOwner(tx, ticketId, { departmentId, ownerId: null, transferred: false, at });
  const data = {
    fromDepartmentId: ticket.departmentId,
    toDepartmentId: departmentId,
    fromOwnerId: ticket.ownerId,
    toOwnerId: null,
    reason,
    claimed: false,
  };
  await emit(tx, [ticketEvent('ticket.assigned', ticketId, actor, at, data)]);
  return true;
};
