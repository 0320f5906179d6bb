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

/** A pause of the ticket that is over; instants. */
export type Standstill = { from: string; to: string };

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
  pausedAt: Date | null;
  pauses: Standstill[];
};

const runColumns = sql`ticket_id as "ticketId", flow_id as "flowId", version_no as no, state, visit,
  bound_visit as "boundVisit", bound_at as "boundAt"`;
const visitColumns = sql`id, ticket_id as "ticketId", no, flow_id as "flowId", version_no as "versionNo", step_key as "stepKey",
  entered_at as "enteredAt", warn_at as "warnAt", due_at as "dueAt", late_at as "lateAt", left_at as "leftAt",
  left_by as "leftBy", way_key as "wayKey", wanted, approval, request_id as "requestId", faults,
  paused_at as "pausedAt", pauses`;
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
  'id' | 'ticketId' | 'no' | 'flowId' | 'versionNo' | 'stepKey' | 'enteredAt' | 'warnAt' | 'dueAt' | 'pausedAt'
>;

export const insertVisit = async (tx: Tx, row: NewVisit): Promise<void> => {
  await sql`insert into resolve_flow_visit (id, ticket_id, no, flow_id, version_no, step_key, entered_at, warn_at, due_at,
      paused_at)
    values (${row.id}, ${row.ticketId}, ${row.no}, ${row.flowId}, ${row.versionNo}, ${row.stepKey}, ${row.enteredAt}, ${row.warnAt},
      ${row.dueAt}, ${row.pausedAt})`.execute(tx);
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

/** Those whose warning (`near`) or whose end (`late`) is due, locked, so that each is taken once, whichever worker asks. */
export const dueVisits = async (tx: Tx, what: 'near' | 'late', now: Date, most: number): Promise<VisitRow[]> => {
  const isDue =
    what === 'late' ? sql`late_at is null and due_at <= ${now}` : sql`warned_at is null and warn_at <= ${now}`;
  const found = await sql<VisitRow>`
    select ${visitColumns} from resolve_flow_visit where left_at is null and paused_at is null and ${isDue}
    order by ${what === 'late' ? sql`due_at` : sql`warn_at`} limit ${most} for update skip locked`.execute(tx);
  return found.rows;
};

/** What is late needs no warning any more. */
export const markDue = async (tx: Tx, what: 'near' | 'late', ids: readonly string[], now: Date): Promise<void> => {
  const late = what === 'late' ? sql`late_at = ${now}, ` : sql``;
  await sql`update resolve_flow_visit set ${late}warned_at = coalesce(warned_at, ${now})
    where id = any (${[...ids]}::uuid[])`.execute(tx);
};

/** The stays of these tickets that are not over, locked. */
export const presentVisits = async (tx: Tx, ticketIds: readonly string[]): Promise<VisitRow[]> => {
  const found = await sql<VisitRow>`select ${visitColumns} from resolve_flow_visit
    where ticket_id = any (${[...ticketIds]}::uuid[]) and left_at is null order by ticket_id, no for update`.execute(
    tx,
  );
  return found.rows;
};

/** Stays that stand still, a page after the other. */
export const pausedVisits = async (tx: Tx, after: string | null, most: number): Promise<VisitRow[]> => {
  const behind = after === null ? sql`true` : sql`id > ${after}`;
  const found = await sql<VisitRow>`select ${visitColumns} from resolve_flow_visit
    where left_at is null and paused_at is not null and ${behind} order by id limit ${most} for update skip locked`.execute(
    tx,
  );
  return found.rows;
};

export const setStandstill = async (
  tx: Tx,
  row: Pick<VisitRow, 'id' | 'pausedAt' | 'pauses' | 'warnAt' | 'dueAt'>,
): Promise<void> => {
  await sql`update resolve_flow_visit set paused_at = ${row.pausedAt}, pauses = ${JSON.stringify(row.pauses)}::jsonb,
    warn_at = ${row.warnAt}, due_at = ${row.dueAt} where id = ${row.id}`.execute(tx);
};
