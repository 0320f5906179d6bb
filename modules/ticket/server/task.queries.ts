import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type TaskRow = {
  id: string;
  ticketId: string;
  number: string;
  kind: string;
  titleKey: string;
  departmentId: string;
  ownerId: string | null;
  dueAt: Date;
  doneAt: Date | null;
};

export type NewTaskRow = Omit<TaskRow, 'number' | 'doneAt'> & { onceKey: string | null; createdAt: Date };

const columns = sql`task.id, task.ticket_id as "ticketId", task.number, task.kind, task.title_key as "titleKey",
  task.department_id as "departmentId", task.owner_id as "ownerId", task.due_at as "dueAt", task.done_at as "doneAt"`;

/** Returns the ids that were new: a task with the same once-key is there already. */
export const insertTasks = async (tx: Tx, rows: readonly NewTaskRow[]): Promise<string[]> => {
  const data = JSON.stringify(
    rows.map((row) => ({ ...row, dueAt: row.dueAt.toISOString(), createdAt: row.createdAt.toISOString() })),
  );
  const done = await sql<{ id: string }>`
    insert into ticket_task (id, ticket_id, number, kind, title_key, department_id, owner_id, due_at, created_at, once_key)
    select row.id, ticket.id, ticket.number, row.kind, "titleKey", "departmentId", "ownerId", "dueAt", row."createdAt", "onceKey"
    from jsonb_to_recordset(${data}::jsonb) as row (id uuid, "ticketId" uuid, kind text, "titleKey" text, "departmentId" uuid,
      "ownerId" uuid, "dueAt" timestamptz, "createdAt" timestamptz, "onceKey" text)
    join ticket on ticket.id = row."ticketId"
    on conflict (once_key) do nothing returning id`.execute(tx);
  return done.rows.map((row) => row.id);
};

export const tasksOfTicket = async (tx: Tx, ticketId: string): Promise<TaskRow[]> => {
  const found =
    await sql<TaskRow>`select ${columns} from ticket_task as task where task.ticket_id = ${ticketId} order by task.done_at is not null, task.due_at, task.id limit 100`.execute(
      tx,
    );
  return found.rows;
};

export const taskById = async (tx: Tx, id: string): Promise<TaskRow | null> => {
  const found = await sql<TaskRow>`select ${columns} from ticket_task as task where task.id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

/** False when it was done already. */
export const endTask = async (tx: Tx, id: string, by: string | null, at: Date): Promise<boolean> => {
  const done =
    await sql`update ticket_task set done_at = ${at}, done_by = ${by} where id = ${id} and done_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
};

export type TaskPlace = {
  person: string | null;
  departments: readonly string[] | null;
  after: { dueAt: string; id: string } | null;
  limit: number;
};

/** Open tasks by deadline: those of a person, those of departments, or all (departments null, person null). */
export const openTasks = async (tx: Tx, place: TaskPlace): Promise<TaskRow[]> => {
  const later = place.after
    ? sql`and (task.due_at, task.id) > (${place.after.dueAt}::timestamptz, ${place.after.id}::uuid)`
    : sql``;
  const one = (
    condition: ReturnType<typeof sql>,
  ) => sql`(select task.* from ticket_task as task where task.done_at is null and ${condition} ${later}
    order by task.due_at, task.id limit ${place.limit})`;
  const parts = [];
  if (place.person !== null) parts.push(one(sql`task.owner_id = ${place.person}`));
  if (place.departments !== null && place.departments.length > 0)
    parts.push(one(sql`task.department_id = any (${[...place.departments]}::uuid[])`));
  if (parts.length === 0)
    parts.push(place.departments === null && place.person === null ? one(sql`true`) : one(sql`false`));
  const found = await sql<TaskRow>`select ${columns} from (${sql.join(parts, sql` union `)}) as task
    order by task.due_at, task.id limit ${place.limit}`.execute(tx);
  return found.rows;
};

export const countOpenTasks = async (tx: Tx, person: string, cap: number): Promise<number> => {
  const found = await sql<{ count: number }>`select count(*)::int as count from (
    select 1 from ticket_task where owner_id = ${person} and done_at is null limit ${cap}) as counted`.execute(tx);
  return found.rows[0]?.count ?? 0;
};
