import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type HelpRow = {
  taskId: string;
  ticketId: string;
  question: string;
  askedBy: string | null;
  askedAt: Date;
  result: string;
  answeredBy: string | null;
};

const columns = sql`task_id as "taskId", ticket_id as "ticketId", question, asked_by as "askedBy", asked_at as "askedAt",
  result, answered_by as "answeredBy"`;

export const insertHelp = async (
  tx: Tx,
  row: Pick<HelpRow, 'taskId' | 'ticketId' | 'question' | 'askedBy' | 'askedAt'>,
): Promise<void> => {
  await sql`insert into resolve_help (task_id, ticket_id, question, asked_by, asked_at)
    values (${row.taskId}, ${row.ticketId}, ${row.question}, ${row.askedBy}, ${row.askedAt})`.execute(tx);
};

export const helpOfTicket = async (tx: Tx, ticketId: string): Promise<HelpRow[]> => {
  const found = await sql<HelpRow>`select ${columns} from resolve_help where ticket_id = ${ticketId}
    order by task_id limit 200`.execute(tx);
  return found.rows;
};

export const helpByTask = async (tx: Tx, taskId: string): Promise<HelpRow | null> => {
  const found = await sql<HelpRow>`select ${columns} from resolve_help where task_id = ${taskId}`.execute(tx);
  return found.rows[0] ?? null;
};

export const writeResult = async (
  tx: Tx,
  taskId: string,
  { result, by, at }: { result: string; by: string | null; at: Date },
): Promise<void> => {
  await sql`update resolve_help set result = ${result}, answered_by = ${by}, answered_at = ${at}
    where task_id = ${taskId}`.execute(tx);
};
