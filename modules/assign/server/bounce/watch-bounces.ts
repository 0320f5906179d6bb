import { departmentDirectory, findPeople, peopleByIds } from '#modules/staff/server/index.ts';
import {
  addTasks,
  completeTask,
  registerTransferGuard,
  tasksOfTicket,
  type TransferPlace,
  type WantedTransfer,
} from '#modules/ticket/server/index.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { inReach, may, type Actor } from '#platform/server/session/actor.ts';
import { decideHours, decideTask } from '../../contract/bounce.ts';
import {
  bounceOf,
  bounceSetting,
  dropMove,
  insertBounce,
  insertMove,
  movesOf,
  setDecision,
  type BounceRow,
} from './bounce.queries.ts';
import { commonAncestor, nearestSupervisor, takesBack } from './bounce.rules.ts';

/** Whoever leads the common department, or what stands above it: lower ones are among those who pass it on. */
export const mayDecide = (actor: Actor, ancestorId: string): boolean =>
  may(actor, 'bounce.decide') && inReach(actor.reach, { unitId: ancestorId, personId: null });

const tell = (tx: Tx, name: 'assign.bounced' | 'assign.owner_decided', { app, actor, ticket }: WantedTransfer) =>
  emit(tx, [{ name, subjectId: ticket.id, actor, at: app.clock.now(), data: {} }]);

const noteMove = (tx: Tx, { app, actor, ticket, to, reason }: WantedTransfer): Promise<void> => {
  const at = app.clock.now();
  return insertMove(tx, ticket.id, {
    id: newId(at),
    fromDepartmentId: ticket.departmentId,
    toDepartmentId: to.departmentId,
    personId: actor.id,
    reason,
    at,
  });
};

/** Whose it is from now on; what was asked for is done. */
const decide = async (tx: Tx, transfer: WantedTransfer): Promise<void> => {
  const { app, actor, ticket, to, reason } = transfer;
  await setDecision(tx, ticket.id, { departmentId: to.departmentId, by: actor.id, at: app.clock.now(), reason });
  const asked = (await tasksOfTicket(tx, ticket.id)).filter((one) => one.kind === decideTask && one.doneAt === null);
  for (const task of asked) await completeTask(tx, app, actor, task);
  await tell(tx, 'assign.owner_decided', transfer);
};

/** A department that was given the ticket for good, or that waits for the decision, does not pass it on. */
const underDecision = async (tx: Tx, transfer: WantedTransfer, standing: BounceRow): Promise<TransferPlace> => {
  const { app, actor, ticket, to } = transfer;
  const moves = to.departmentId !== ticket.departmentId;
  // Within the department it was given to, people hand it to each other as they like.
  if (!moves && standing.decidedAt !== null) return to;
  if (!mayDecide(actor, standing.ancestorId)) {
    const [person] = standing.supervisorId === null ? [] : await peopleByIds(tx, [standing.supervisorId]);
    throw new Problem('assign.supervisor_decides', 409, {
      name: person?.displayName ?? departmentDirectory(app).department(standing.ancestorId)?.name ?? '',
    });
  }
  if (moves) await noteMove(tx, transfer);
  await decide(tx, transfer);
  return to;
};

/** Asks the nearest supervisor above all that had it; without one the ticket goes where it was to go. */
const askSupervisor = async (tx: Tx, transfer: WantedTransfer, passed: readonly string[]): Promise<TransferPlace> => {
  const { app, actor, ticket, to } = transfer;
  const parentOf = (id: string): string | null => departmentDirectory(app).department(id)?.parentId ?? null;
  const ancestorId = commonAncestor([...new Set(passed)], parentOf);
  if (ancestorId === null) return to;
  const people = (await findPeople(tx, { active: true })).filter((one) => one.roleKey === 'supervisor');
  const supervisor = nearestSupervisor(people, ancestorId, parentOf);
  if (!supervisor) return to;
  const askedAt = app.clock.now();
  await insertBounce(tx, ticket.id, {
    ancestorId,
    supervisorId: supervisor.id,
    wantedDepartmentId: to.departmentId,
    askedAt,
  });
  if (mayDecide(actor, ancestorId)) {
    await decide(tx, transfer);
    return to;
  }
  const place = { departmentId: supervisor.departmentId, ownerId: supervisor.id };
  const dueAt = new Date(askedAt.getTime() + decideHours * 3_600_000);
  const task = { ticketId: ticket.id, kind: decideTask, titleKey: decideTask, ...place, dueAt };
  await addTasks(tx, app, [{ ...task, onceKey: `bounce:${ticket.id}` }], actor);
  await tell(tx, 'assign.bounced', transfer);
  return place;
};

export const watchBounces = (): void => {
  registerTransferGuard('assign.bounces', async (tx, transfer) => {
    const { app, actor, ticket, to } = transfer;
    const standing = await bounceOf(tx, ticket.id);
    if (standing) return underDecision(tx, transfer, standing);
    if (to.departmentId === ticket.departmentId) return to;
    const setting = await bounceSetting(tx);
    const before = await movesOf(tx, ticket.id);
    const last = before.at(-1);
    const move = {
      fromDepartmentId: ticket.departmentId,
      toDepartmentId: to.departmentId,
      personId: actor.id,
      at: app.clock.now(),
    };
    if (last && takesBack(last, move)) {
      await dropMove(tx, last.id);
      return to;
    }
    await noteMove(tx, transfer);
    if (!setting.enabled || before.length + 1 < setting.mostMoves) return to;
    const passed = [...before, move].flatMap((one) => [one.fromDepartmentId, one.toDepartmentId]);
    return askSupervisor(tx, transfer, passed);
  });
};
