import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { findDepartments, peopleByIds } from '#modules/staff/server/index.ts';
import { inReach, type Actor } from '#platform/server/session/actor.ts';
import type { TicketDetail } from '../contract.ts';
import { addTasks } from './add-tasks.ts';
import { endTask, openTasks, taskById, type TaskRow } from './task.queries.ts';
import { accessTicket } from './ticket.access.ts';
import { ticketEvent } from './ticket.events.ts';
import { readNames, taskView } from './ticket-view.ts';

type TaskView = TicketDetail['tasks'][number];
const cursorSchema = z.object({ dueAt: z.iso.datetime(), id: z.uuid() });

const readTaskCursor = (cursor: string | undefined): z.infer<typeof cursorSchema> | null => {
  if (cursor === undefined) return null;
  try {
    return cursorSchema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
  } catch {
    throw new Problem('ticket.bad_cursor', 422);
  }
};

/** A task is seen by the one who has it and by those who reach its department; the ticket behind it need not be theirs. */
const canReachTask = (actor: Actor, task: TaskRow): boolean =>
  inReach(actor.reach, { unitId: task.departmentId, personId: task.ownerId });

export const listTasks = (
  app: App,
  actor: Actor,
  given: { mine?: boolean | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: TaskView[]; nextCursor: string | null }> => {
  const after = readTaskCursor(given.cursor);
  return app.db.read(actor.reach, async (tx) => {
    const { reach } = actor;
    const departments = given.mine === true || reach.kind === 'own' ? [] : reach.kind === 'all' ? null : reach.units;
    const person = departments === null ? null : actor.id;
    const rows = await openTasks(tx, { person, departments, after, limit: given.limit + 1 });
    const items = rows.slice(0, given.limit);
    const last = items.at(-1);
    const names = await readNames(tx, app, actor.locale, items);
    const nextCursor =
      rows.length > given.limit && last
        ? Buffer.from(JSON.stringify({ dueAt: last.dueAt.toISOString(), id: last.id })).toString('base64url')
        : null;
    return { items: items.map((row) => taskView(row, names)), nextCursor };
  });
};

export type ManualTask = {
  title: string;
  departmentId?: string | undefined;
  ownerId?: string | undefined;
  dueAt: string;
};

/** For whom a task is: a person brings his department along, a department must be there and open. */
export const taskPlace = async (
  tx: Tx,
  task: Pick<ManualTask, 'departmentId' | 'ownerId'>,
  fallback: string,
): Promise<{ departmentId: string; ownerId: string | null }> => {
  if (task.departmentId !== undefined) {
    const department = (await findDepartments(tx)).find((one) => one.id === task.departmentId);
    if (!department || department.closed) throw new Problem('ticket.unknown_department', 422);
  }
  if (task.ownerId === undefined) return { departmentId: task.departmentId ?? fallback, ownerId: null };
  const [person] = await peopleByIds(tx, [task.ownerId]);
  if (!person?.active) throw new Problem('ticket.unknown_person', 422);
  return { departmentId: task.departmentId ?? person.departmentId ?? fallback, ownerId: person.id };
};

export const addManualTask = (app: App, actor: Actor, number: string, task: ManualTask): Promise<TaskView> =>
  app.db.write(actor.reach, async (tx) => {
    const ticket = await accessTicket(tx, actor, number, 'ticket.note');
    const place = await taskPlace(tx, task, ticket.departmentId);
    const [id] = await addTasks(
      tx,
      app,
      [
        {
          ticketId: ticket.id,
          kind: 'manual',
          titleKey: task.title,
          ...place,
          dueAt: new Date(task.dueAt),
          onceKey: null,
        },
      ],
      actor,
    );
    const row = id === undefined ? null : await taskById(tx, id);
    if (!row) throw notFound('task');
    return taskView(row, await readNames(tx, app, actor.locale, [row]));
  });

/** The task, if it is this person's or lies in his departments. */
export const accessTask = async (tx: Tx, actor: Actor, id: string): Promise<TaskRow> => {
  const task = await taskById(tx, id);
  if (!task || !canReachTask(actor, task)) throw notFound('task');
  return task;
};

/** Done once; the second time it is simply done, and false. */
export const completeTask = async (tx: Tx, app: App, actor: Actor, task: TaskRow): Promise<boolean> => {
  const at = app.clock.now();
  if (!(await endTask(tx, task.id, actor.id, at))) return false;
  await emit(tx, [ticketEvent('ticket.task_done', task.ticketId, actor, at, { taskId: task.id, kind: task.kind })]);
  return true;
};

/** Whoever asked another department wants to read what came of it, not a tick. */
const needsResult = 'helper';

export const finishTask = (app: App, actor: Actor, id: string): Promise<TaskView> =>
  app.db.write(actor.reach, async (tx) => {
    const task = await accessTask(tx, actor, id);
    if (task.kind === needsResult && task.doneAt === null) throw new Problem('ticket.task_needs_result', 409);
    const at = app.clock.now();
    await completeTask(tx, app, actor, task);
    return taskView({ ...task, doneAt: task.doneAt ?? at }, await readNames(tx, app, actor.locale, [task]));
  });
