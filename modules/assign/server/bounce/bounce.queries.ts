import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { BounceSetting } from '../../contract/bounce.ts';

export type MoveRow = {
  id: string;
  fromDepartmentId: string;
  toDepartmentId: string;
  personId: string | null;
  reason: string;
  at: Date;
};

export const movesOf = async (tx: Tx, ticketId: string): Promise<MoveRow[]> => {
  const found = await sql<MoveRow>`
    select id, from_department_id as "fromDepartmentId", to_department_id as "toDepartmentId", person_id as "personId",
      reason, at
    from assign_move where ticket_id = ${ticketId} order by id limit 100`.execute(tx);
  return found.rows;
};

export const insertMove = async (tx: Tx, ticketId: string, row: MoveRow): Promise<void> => {
  await sql`insert into assign_move (id, ticket_id, from_department_id, to_department_id, person_id, reason, at)
    values (${row.id}, ${ticketId}, ${row.fromDepartmentId}, ${row.toDepartmentId}, ${row.personId}, ${row.reason},
      ${row.at})`.execute(tx);
};

export const dropMove = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from assign_move where id = ${id}`.execute(tx);
};

export type BounceRow = {
  ancestorId: string;
  supervisorId: string | null;
  wantedDepartmentId: string;
  askedAt: Date;
  decidedAt: Date | null;
  decidedBy: string | null;
  departmentId: string | null;
  reason: string;
};

export const bounceOf = async (tx: Tx, ticketId: string): Promise<BounceRow | null> => {
  const found = await sql<BounceRow>`
    select ancestor_id as "ancestorId", supervisor_id as "supervisorId", wanted_department_id as "wantedDepartmentId",
      asked_at as "askedAt", decided_at as "decidedAt", decided_by as "decidedBy", department_id as "departmentId", reason
    from assign_bounce where ticket_id = ${ticketId}`.execute(tx);
  return found.rows[0] ?? null;
};

export const insertBounce = async (
  tx: Tx,
  ticketId: string,
  row: Pick<BounceRow, 'ancestorId' | 'supervisorId' | 'wantedDepartmentId' | 'askedAt'>,
): Promise<void> => {
  await sql`insert into assign_bounce (ticket_id, ancestor_id, supervisor_id, wanted_department_id, asked_at)
    values (${ticketId}, ${row.ancestorId}, ${row.supervisorId}, ${row.wantedDepartmentId}, ${row.askedAt})`.execute(
    tx,
  );
};

export const setDecision = async (
  tx: Tx,
  ticketId: string,
  { departmentId, by, at, reason }: { departmentId: string; by: string | null; at: Date; reason: string },
): Promise<void> => {
  await sql`update assign_bounce set department_id = ${departmentId}, decided_by = ${by}, decided_at = ${at},
    reason = ${reason} where ticket_id = ${ticketId}`.execute(tx);
};

export const bounceSetting = async (tx: Tx): Promise<BounceSetting> => {
  const found = await sql<BounceSetting>`
    select enabled, most_moves as "mostMoves" from assign_bounce_setting limit 1`.execute(tx);
  return found.rows[0] ?? { enabled: false, mostMoves: 3 };
};

export const putBounceSetting = async (tx: Tx, { enabled, mostMoves }: BounceSetting): Promise<void> => {
  await sql`update assign_bounce_setting set enabled = ${enabled}, most_moves = ${mostMoves}`.execute(tx);
};
