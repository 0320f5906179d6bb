import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { insertTasks } from './task.queries.ts';
import { ticketEvent, type EventActor } from './ticket.events.ts';

export type NewTask = {
  ticketId: string;
  kind: string;
  /** Text key `ticket:tasks.<titleKey>`; for kind `manual` the title itself. */
  titleKey: string;
  departmentId: string;
  ownerId: string | null;
  dueAt: Date;
  /** A task with the same key exists at most once. */
  onceKey: string | null;
};

/** Sets tasks; those whose once-key is taken are left out. Returns the ids of the new ones. */
export const addTasks = async (
  tx: Tx,
  app: App,
  many: readonly NewTask[],
  actor: EventActor = systemActor,
): Promise<string[]> => {
  if (many.length === 0) return [];
  const at = app.clock.now();
  const rows = many.map((task) => ({ ...task, id: newId(at), createdAt: at }));
  const added = new Set(await insertTasks(tx, rows));
  const events = rows
    .filter((row) => added.has(row.id))
    .map((row) => {
      const { kind, ownerId, departmentId } = row;
      return ticketEvent('ticket.task_added', row.ticketId, actor, at, {
        taskId: row.id,
        kind,
        ownerId,
        departmentId,
        dueAt: row.dueAt.toISOString(),
      });
    });
  await emit(tx, events);
  return [...added];
};
