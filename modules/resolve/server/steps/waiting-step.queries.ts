import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { WaitingStep } from '../../contract.ts';

export type StepRow = Pick<WaitingStep, 'action' | 'reason' | 'state' | 'requestId'> & {
  id: string;
  ticketId: string;
  reply: string | null;
  askedBy: string | null;
  askedAt: Date;
};

const columns = sql`id, ticket_id as "ticketId", action, reason, reply, state, request_id as "requestId",
  asked_by as "askedBy", asked_at as "askedAt"`;

/** False where a step of this ticket waits already. */
export const insertStep = async (tx: Tx, row: Omit<StepRow, 'state'>): Promise<boolean> => {
  const done = await sql`insert into resolve_waiting_step (id, ticket_id, action, reason, reply, state, request_id,
      asked_by, asked_at)
    values (${row.id}, ${row.ticketId}, ${row.action}, ${row.reason}, ${row.reply}, 'waiting', ${row.requestId},
      ${row.askedBy}, ${row.askedAt})
    on conflict (ticket_id) where state = 'waiting' do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const stepById = async (tx: Tx, id: string): Promise<StepRow | null> => {
  const found = await sql<StepRow>`select ${columns} from resolve_waiting_step where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

/** The ticket a step belongs to; for those who only ask whether they may see it. */
export const ticketOfStep = async (tx: Tx, id: string): Promise<string | null> => {
  const found = await sql<{ ticketId: string }>`
    select ticket_id as "ticketId" from resolve_waiting_step where id = ${id}`.execute(tx);
  return found.rows[0]?.ticketId ?? null;
};

export const stepIdsOf = async (tx: Tx, ticketId: string): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select id from resolve_waiting_step where ticket_id = ${ticketId} order by id`.execute(tx);
  return found.rows.map((row) => row.id);
};

export const latestStep = async (tx: Tx, ticketId: string): Promise<StepRow | null> => {
  const found = await sql<StepRow>`select ${columns} from resolve_waiting_step where ticket_id = ${ticketId}
    order by id desc limit 1`.execute(tx);
  return found.rows[0] ?? null;
};

export const settleStep = async (tx: Tx, id: string, state: WaitingStep['state'], at: Date): Promise<void> => {
  await sql`update resolve_waiting_step set state = ${state}, decided_at = ${at} where id = ${id}`.execute(tx);
};
