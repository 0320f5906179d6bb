import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { FlowApprovalState } from '../../contract/flow.ts';

export type RunRow = {
  ticketId: string;
  flowId: string;
  no: number;
  state: 'running' | 'outside' | 'done';
  visit: number;
  boundVisit: number;
  boundAt: Date;
};

/** What somebody chose while something was waited for. */
export type Wanted = { way: string | null; reason: string; reply: string | null; by: string | null };

export type VisitRow = {
  id: string;
  ticketId: string;
  no: number;
  flowId: string;
  versionNo: number;
  stepKey: string;
  enteredAt: Date;
  warnAt: Date | null;
  dueAt: Date | null;
  lateAt: Date | null;
  leftAt: Date | null;
  leftBy: string | null;
  wayKey: string | null;
  wanted: Wanted | null;
  approval: FlowApprovalState;
  requestId: string | null;
  faults: string[];
};

const runColumns = sql`ticket_id as "ticketId", flow_id as "flowId", version_no as no, state, visit,
  bound_visit as "boundVisit", bound_at as "boundAt"`;
const visitColumns = sql`id, ticket_id as "ticketId", no, flow_id as "flowId", version_no as "versionNo", step_key as "stepKey",
  entered_at as "enteredAt", warn_at as "warnAt", due_at as "dueAt", late_at as "lateAt", left_at as "leftAt",
  left_by as "leftBy", way_key as "wayKey", wanted, approval, request_id as "requestId", faults`;
/** What the panel shows; a ticket that turns in circles for years has more. */
const mostVisits = 100;

export const runOf = async (tx: Tx, ticketId: string): Promise<RunRow | null> => {
  const found = await sql<RunRow>`select ${runColumns} from resolve_flow_run where ticket_id = ${ticketId}`.execute(tx);
  return found.rows[0] ?? null;
};

export const runsOf = async (tx: Tx, ticketIds: readonly string[]): Promise<RunRow[]> => {
  const found =
    await sql<RunRow>`select ${runColumns} from resolve_flow_run where ticket_id = any(${ticketIds})`.execute(tx);
  return found.rows;
};

/** Who holds the ticket's row comes here; the order is always ticket, then run. */
export const lockRun = async (tx: Tx, ticketId: string): Promise<RunRow | null> => {
  const found =
    await sql<RunRow>`select ${runColumns} from resolve_flow_run where ticket_id = ${ticketId} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const saveRun = async (tx: Tx, row: RunRow): Promise<void> => {
  await sql`insert into resolve_flow_run (ticket_id, flow_id, version_no, state, visit, bound_visit, bound_at)
    values (${row.ticketId}, ${row.flowId}, ${row.no}, ${row.state}, ${row.visit}, ${row.boundVisit}, ${row.boundAt})
    on conflict (ticket_id) do update set flow_id = excluded.flow_id, version_no = excluded.version_no,
      state = excluded.state, visit = excluded.visit, bound_visit = excluded.bound_visit, bound_at = excluded.bound_at`.execute(
    tx,
  );
};

type NewVisit = Pick<
  VisitRow,
  'id' | 'ticketId' | 'no' | 'flowId' | 'versionNo' | 'stepKey' | 'enteredAt' | 'warnAt' | 'dueAt'
>;

export const insertVisit = async (tx: Tx, row: NewVisit): Promise<void> => {
  await sql`insert into resolve_flow_visit (id, ticket_id, no, flow_id, version_no, step_key, entered_at, warn_at, due_at)
    values (${row.id}, ${row.ticketId}, ${row.no}, ${row.flowId}, ${row.versionNo}, ${row.stepKey}, ${row.enteredAt}, ${row.warnAt},
      ${row.dueAt})`.execute(tx);
};

export const visitOf = async (tx: Tx, ticketId: string, no: number): Promise<VisitRow | null> => {
  const found = await sql<VisitRow>`select ${visitColumns} from resolve_flow_visit
    where ticket_id = ${ticketId} and no = ${no}`.execute(tx);
  return found.rows[0] ?? null;
};

export const visitsOf = async (tx: Tx, ticketId: string): Promise<VisitRow[]> => {
  const found = await sql<VisitRow>`select ${visitColumns} from resolve_flow_visit
    where ticket_id = ${ticketId} order by no desc limit ${mostVisits}`.execute(tx);
  return found.rows.toReversed();
};

export const leaveVisit = async (
  tx: Tx,
  visit: Pick<VisitRow, 'ticketId' | 'no'>,
  end: { at: Date; by: string | null; way: string | null },
): Promise<void> => {
  await sql`update resolve_flow_visit set left_at = ${end.at}, left_by = ${end.by}, way_key = ${end.way}
    where ticket_id = ${visit.ticketId} and no = ${visit.no}`.execute(tx);
};

export const setWanted = async (tx: Tx, visit: VisitRow, wanted: Wanted | null): Promise<void> => {
  await sql`update resolve_flow_visit set wanted = ${wanted === null ? null : JSON.stringify(wanted)}::jsonb
    where ticket_id = ${visit.ticketId} and no = ${visit.no}`.execute(tx);
};

export const setVisitApproval = async (
  tx: Tx,
  visit: Pick<VisitRow, 'ticketId' | 'no'>,
  approval: FlowApprovalState,
  requestId: string | null,
): Promise<void> => {
  await sql`update resolve_flow_visit set approval = ${approval}, request_id = ${requestId}
    where ticket_id = ${visit.ticketId} and no = ${visit.no}`.execute(tx);
};

/** For those who decide about it, or only ask whether they may see it. */
export const visitById = async (tx: Tx, id: string): Promise<VisitRow | null> => {
  const found = await sql<VisitRow>`select ${visitColumns} from resolve_flow_visit where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

/** Numbers go on when a ticket changes its flow. */
export const nextVisitNo = async (tx: Tx, ticketId: string): Promise<number> => {
  const found = await sql<{ next: number }>`select coalesce(max(no), 0) + 1 as next from resolve_flow_visit
    where ticket_id = ${ticketId}`.execute(tx);
  return found.rows[0]?.next ?? 1;
};

export const deleteRun = async (tx: Tx, ticketId: string): Promise<void> => {
  await sql`delete from resolve_flow_run where ticket_id = ${ticketId}`.execute(tx);
};

export const setFaults = async (tx: Tx, ticketId: string, no: number, faults: readonly string[]): Promise<void> => {
  await sql`update resolve_flow_visit set faults = ${faults} where ticket_id = ${ticketId} and no = ${no}`.execute(tx);
};

export type TickRow = { checkKey: string; doneAt: Date; doneBy: string | null };

export const ticksOf = async (tx: Tx, ticketId: string, visitNo: number): Promise<TickRow[]> => {
  const found = await sql<TickRow>`select check_key as "checkKey", done_at as "doneAt", done_by as "doneBy"
    from resolve_flow_tick where ticket_id = ${ticketId} and visit_no = ${visitNo} limit 100`.execute(tx);
  return found.rows;
};

export const insertTick = async (tx: Tx, ticketId: string, visitNo: number, row: TickRow): Promise<boolean> => {
  const done = await sql`insert into resolve_flow_tick (ticket_id, visit_no, check_key, done_at, done_by)
    values (${ticketId}, ${visitNo}, ${row.checkKey}, ${row.doneAt}, ${row.doneBy}) on conflict do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const deleteTick = async (tx: Tx, ticketId: string, visitNo: number, checkKey: string): Promise<boolean> => {
  const done = await sql`delete from resolve_flow_tick
    where ticket_id = ${ticketId} and visit_no = ${visitNo} and check_key = ${checkKey}`.execute(tx);
  return done.numAffectedRows === 1n;
};

export type DueVisit = Pick<VisitRow, 'ticketId' | 'no' | 'flowId' | 'versionNo' | 'stepKey' | 'dueAt'>;
const dueColumns = sql`ticket_id as "ticketId", no, flow_id as "flowId", version_no as "versionNo", step_key as "stepKey",
  due_at as "dueAt"`;

/** Marks and returns those whose warning is due; each is taken once, whichever worker asks. */
export const takeNear = async (tx: Tx, now: Date, most: number): Promise<DueVisit[]> => {
  const found = await sql<DueVisit>`
    update resolve_flow_visit set warned_at = ${now} where (ticket_id, no) in (
      select ticket_id, no from resolve_flow_visit
      where left_at is null and warned_at is null and warn_at <= ${now}
      order by warn_at limit ${most} for update skip locked)
    returning ${dueColumns}`.execute(tx);
  return found.rows;
};

export const takeLate = async (tx: Tx, now: Date, most: number): Promise<DueVisit[]> => {
  const found = await sql<DueVisit>`
    update resolve_flow_visit set late_at = ${now}, warned_at = coalesce(warned_at, ${now}) where (ticket_id, no) in (
      select ticket_id, no from resolve_flow_visit
      where left_at is null and late_at is null and due_at <= ${now}
      order by due_at limit ${most} for update skip locked)
    returning ${dueColumns}`.execute(tx);
  return found.rows;
};
