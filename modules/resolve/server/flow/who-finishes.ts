import { departmentDirectory, findRoles, peopleByIds } from '#modules/staff/server/index.ts';
import { canDoToTicket, type TicketRow } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import type { FlowStep } from '../../contract/flow.ts';

export type Responsible = {
  role: string | null;
  departmentId: string | null;
  department: string | null;
  gone: boolean;
};
type Named = Pick<FlowStep, 'role' | 'departmentId'>;

/**
 * Who a step is for. A role or department that no longer exists asks nobody: whoever handles the ticket may finish, for
 * a ticket must not stand still because the company changed.
 */
export const responsibleFor = async (tx: Tx, app: App, step: Named): Promise<Responsible> => {
  const roleStands = step.role === null || (await findRoles(tx)).some((role) => role.key === step.role);
  const department = step.departmentId === null ? undefined : departmentDirectory(app).department(step.departmentId);
  const departmentStands = step.departmentId === null || (department !== undefined && !department.closed);
  return {
    role: roleStands ? step.role : null,
    departmentId: departmentStands ? step.departmentId : null,
    department: department?.name ?? null,
    gone: !roleStands || !departmentStands,
  };
};

/** Whoever may handle the ticket and is meant by the step; leaders may step in. */
export const mayFinish = async (tx: Tx, app: App, actor: Actor, ticket: TicketRow, step: Named): Promise<boolean> => {
  if (!canDoToTicket(actor, 'ticket.transition', ticket)) return false;
  if (may(actor, 'flow.lead')) return true;
  const { role, departmentId } = await responsibleFor(tx, app, step);
  if (role === null && departmentId === null) return true;
  const [person] = actor.id === null ? [] : await peopleByIds(tx, [actor.id]);
  if (!person) return false;
  const below = departmentId === null ? null : departmentDirectory(app).unitsBelow(departmentId);
  return (
    (role === null || person.roleKey === role) &&
    (below === null || (person.departmentId !== null && below.includes(person.departmentId)))
  );
};
