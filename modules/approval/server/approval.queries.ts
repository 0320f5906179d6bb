import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { ActKind, Facts, FlowLevel, RejectTarget, RequestStatus } from '../contract.ts';
import type { RequestState, Seat } from './approval.state.ts';
import { isReady } from './approval.state.ts';

/** A level as a request keeps it: as the flow had it then, and whom it named. */
export type StoredLevel = FlowLevel & { people: string[] };

export type RequestRecord = {
  id: string;
  kind: string;
  subjectId: string;
  title: string;
  link: string;
  facts: Facts;
  departmentId: string | null;
  flowId: string;
  flowVersion: number;
  levels: StoredLevel[];
  requestedBy: string;
  reason: string;
  status: RequestStatus;
  round: number;
  submittedRound: number;
  level: number;
  requestedAt: Date;
  decidedAt: Date | null;
  dueAt: Date | null;
  urgedAt: Date | null;
  urgeCount: number;
  actCount: number;
};

const columns = sql`r.id, r.kind, r.subject_id as "subjectId", r.title, r.link, r.facts,
  r.department_id as "departmentId", r.flow_id as "flowId", r.flow_version as "flowVersion", r.levels,
  r.requested_by as "requestedBy", r.reason, r.status, r.round, r.submitted_round as "submittedRound", r.level,
  r.requested_at as "requestedAt", r.decided_at as "decidedAt", r.due_at as "dueAt", r.urged_at as "urgedAt",
  r.urge_count as "urgeCount", r.act_count as "actCount"`;

/** The row is held until the commit: of two who decide at once the second sees what the first did. */
export const lockRequest = async (tx: Tx, id: string): Promise<RequestRecord | null> => {
  const found = await sql<RequestRecord>`
    select ${columns} from approval_request r where r.id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const requestsByIds = async (tx: Tx, ids: readonly string[]): Promise<RequestRecord[]> => {
  if (ids.length === 0) return [];
  const found = await sql<RequestRecord>`
    select ${columns} from approval_request r where r.id = any(${[...ids]})`.execute(tx);
  return found.rows;
};

/** Takes the next request whose level ran out of time; several workers share them. */
export const takeLateRequest = async (tx: Tx, now: Date): Promise<RequestRecord | null> => {
  const found = await sql<RequestRecord>`
    select ${columns} from approval_request r where r.status = 'open' and r.due_at <= ${now}
    order by r.due_at limit 1 for update skip locked`.execute(tx);
  return found.rows[0] ?? null;
};

type SeatRow = Seat & { requestId: string };

/** Seats of many requests, each by its number. */
export const seatsOf = async (tx: Tx, requestIds: readonly string[]): Promise<SeatRow[]> => {
  if (requestIds.length === 0) return [];
  const found = await sql<SeatRow>`
    select request_id as "requestId", no, round, level, person_id as "personId", origin, waits_for as "waitsFor", state,
      decided_by as "decidedBy", decided_at as "decidedAt", comment
    from approval_signer where request_id = any(${[...requestIds]}) order by request_id, no`.execute(tx);
  return found.rows;
};

export const stateOf = (row: RequestRecord, seats: readonly Seat[]): RequestState => ({
  status: row.status,
  requesterId: row.requestedBy,
  round: row.round,
  submittedRound: row.submittedRound,
  level: row.level,
  levels: row.levels,
  seats,
});

/** False when another request about the same thing is under way. */
export const insertRequest = async (tx: Tx, row: RequestRecord): Promise<boolean> => {
  const done = await sql`
    insert into approval_request (id, kind, subject_id, title, link, facts, department_id, flow_id, flow_version, levels,
      requested_by, reason, status, round, submitted_round, level, requested_at, due_at)
    values (${row.id}, ${row.kind}, ${row.subjectId}, ${row.title}, ${row.link}, ${JSON.stringify(row.facts)}::jsonb,
      ${row.departmentId}, ${row.flowId}, ${row.flowVersion}, ${JSON.stringify(row.levels)}::jsonb, ${row.requestedBy},
      ${row.reason}, ${row.status}, ${row.round}, ${row.submittedRound}, ${row.level}, ${row.requestedAt}, ${row.dueAt})
    on conflict (kind, subject_id) where status in ('open', 'returned') do nothing returning 1`.execute(tx);
  return done.rows.length === 1;
};

/** Writes what an act changed; what the request was asked about may change only when it is asked again. */
export const saveRequest = async (tx: Tx, row: RequestRecord): Promise<void> => {
  await sql`
    update approval_request set title = ${row.title}, facts = ${JSON.stringify(row.facts)}::jsonb,
      flow_id = ${row.flowId}, flow_version = ${row.flowVersion}, levels = ${JSON.stringify(row.levels)}::jsonb,
      status = ${row.status}, round = ${row.round}, submitted_round = ${row.submittedRound}, level = ${row.level},
      decided_at = ${row.decidedAt}, due_at = ${row.dueAt}, urged_at = ${row.urgedAt}, urge_count = ${row.urgeCount},
      act_count = ${row.actCount}
    where id = ${row.id}`.execute(tx);
};

const seatKey = (state: RequestState, seat: Seat): string => JSON.stringify([seat, isReady(state, seat)]);

/** Writes the seats that differ from before, in one statement. */
export const saveSeats = async (
  tx: Tx,
  requestId: string,
  before: RequestState | null,
  after: RequestState,
): Promise<void> => {
  const known = new Map(before?.seats.map((seat) => [seat.no, seatKey(before, seat)]));
  const changed = after.seats
    .filter((seat) => known.get(seat.no) !== seatKey(after, seat))
    .map((seat) => ({ ...seat, ready: isReady(after, seat) }));
  if (changed.length === 0) return;
  await sql`
    insert into approval_signer (request_id, no, round, level, person_id, origin, waits_for, state, ready, decided_by,
      decided_at, comment)
    select ${requestId}::uuid, s.no, s.round, s.level, s."personId", s.origin, s."waitsFor", s.state, s.ready,
      s."decidedBy", s."decidedAt", s.comment
    from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as s(no int, round int, level int, "personId" uuid,
      origin text, "waitsFor" int[], state text, ready boolean, "decidedBy" uuid, "decidedAt" timestamptz, comment text)
    on conflict (request_id, no) do update set person_id = excluded.person_id, waits_for = excluded.waits_for,
      state = excluded.state, ready = excluded.ready, decided_by = excluded.decided_by,
      decided_at = excluded.decided_at, comment = excluded.comment`.execute(tx);
};

export type ActRecord = {
  requestId: string;
  no: number;
  kind: ActKind;
  round: number;
  level: number;
  seatNo: number | null;
  actorId: string | null;
  actorName: string;
  insteadOf: string | null;
  toPeople: readonly string[];
  target: RejectTarget | null;
  place: 'before' | 'after' | null;
  comment: string;
  attachmentIds: readonly string[];
  facts: Facts | null;
  at: Date;
};

export const insertAct = async (tx: Tx, act: ActRecord): Promise<void> => {
  await sql`
    insert into approval_act (request_id, no, kind, round, level, seat_no, actor_id, actor_name, instead_of, to_people,
      target, place, comment, attachment_ids, facts, at)
    values (${act.requestId}, ${act.no}, ${act.kind}, ${act.round}, ${act.level}, ${act.seatNo}, ${act.actorId},
      ${act.actorName}, ${act.insteadOf}, ${[...act.toPeople]}::uuid[], ${act.target && JSON.stringify(act.target)}::jsonb,
      ${act.place}, ${act.comment}, ${[...act.attachmentIds]}::uuid[], ${act.facts && JSON.stringify(act.facts)}::jsonb,
      ${act.at})`.execute(tx);
};

/** An act is told once and a person acts a few dozen times on a request: all of them, bounded. */
export const actsOf = async (tx: Tx, requestId: string): Promise<ActRecord[]> => {
  const found = await sql<ActRecord>`
    select request_id as "requestId", no, kind, round, level, seat_no as "seatNo", actor_id as "actorId",
      actor_name as "actorName", instead_of as "insteadOf", to_people as "toPeople", target, place, comment,
      attachment_ids as "attachmentIds", facts, at
    from approval_act where request_id = ${requestId} order by no limit 2000`.execute(tx);
  return found.rows;
};
