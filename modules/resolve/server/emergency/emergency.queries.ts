import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Emergency } from '../../contract.ts';

export type EmergencyRow = {
  id: string;
  ticketId: string;
  number: string;
  subject: string;
  departmentId: string;
  cause: Emergency['cause'];
  startedAt: Date;
  dueAt: Date;
  assembledAt: Date | null;
  stoodDownAt: Date | null;
  standDownReason: string;
};
export type MemberRow = {
  personId: string;
  duty: string;
  leads: boolean;
  taskId: string | null;
  calledAt: Date;
  answeredAt: Date | null;
};
export type CheckRow = {
  no: number;
  title: string;
  titleEn: string;
  dueAt: Date;
  doneAt: Date | null;
  doneBy: string | null;
};
export type LogRow = {
  id: string;
  at: Date;
  personId: string | null;
  kind: Emergency['log'][number]['kind'];
  body: string;
};

const columns = sql`id, ticket_id as "ticketId", number, subject, department_id as "departmentId", cause,
  started_at as "startedAt", due_at as "dueAt", assembled_at as "assembledAt", stood_down_at as "stoodDownAt",
  stand_down_reason as "standDownReason"`;

type NewEmergency = Omit<EmergencyRow, 'assembledAt' | 'stoodDownAt' | 'standDownReason'>;

/** False where a team is at work on this ticket already. */
export const insertEmergency = async (tx: Tx, row: NewEmergency): Promise<boolean> => {
  const done =
    await sql`insert into resolve_emergency (id, ticket_id, number, subject, department_id, cause, started_at,
      due_at)
    values (${row.id}, ${row.ticketId}, ${row.number}, ${row.subject}, ${row.departmentId}, ${row.cause},
      ${row.startedAt}, ${row.dueAt})
    on conflict (ticket_id) where stood_down_at is null do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const latestEmergency = async (tx: Tx, ticketId: string): Promise<EmergencyRow | null> => {
  const found = await sql<EmergencyRow>`select ${columns} from resolve_emergency where ticket_id = ${ticketId}
    order by id desc limit 1`.execute(tx);
  return found.rows[0] ?? null;
};

export const emergencyById = async (tx: Tx, id: string, lock = false): Promise<EmergencyRow | null> => {
  const found = await sql<EmergencyRow>`select ${columns} from resolve_emergency where id = ${id}
    ${lock ? sql`for update` : sql``}`.execute(tx);
  return found.rows[0] ?? null;
};

const mostTeams = 20;

export const runningOf = async (tx: Tx, personId: string): Promise<EmergencyRow[]> => {
  const found = await sql<EmergencyRow>`select ${columns} from resolve_emergency where stood_down_at is null and id in
      (select emergency_id from resolve_emergency_member where person_id = ${personId})
    order by id desc limit ${mostTeams}`.execute(tx);
  return found.rows;
};

export type LateTeam = Pick<EmergencyRow, 'id' | 'ticketId' | 'dueAt' | 'assembledAt'>;

/** Teams at work whose time ended in between without anybody there, or without a first measure. Few are at work at once. */
export const lateTeams = async (tx: Tx, after: Date, until: Date): Promise<LateTeam[]> => {
  const found = await sql<LateTeam>`
    select id, ticket_id as "ticketId", due_at as "dueAt", assembled_at as "assembledAt" from resolve_emergency e
    where stood_down_at is null and due_at > ${after} and due_at <= ${until} and (assembled_at is null or not exists
      (select 1 from resolve_emergency_check c where c.emergency_id = e.id and c.done_at is not null))
    order by due_at, id for update skip locked`.execute(tx);
  return found.rows;
};

export const insertMembers = async (tx: Tx, emergencyId: string, members: readonly MemberRow[]): Promise<void> => {
  for (const { personId, duty, leads, taskId, calledAt } of members)
    await sql`insert into resolve_emergency_member (emergency_id, person_id, duty, leads, task_id, called_at)
      values (${emergencyId}, ${personId}, ${duty}, ${leads}, ${taskId}, ${calledAt})`.execute(tx);
};

export const membersOf = async (tx: Tx, emergencyId: string): Promise<MemberRow[]> => {
  const found = await sql<MemberRow>`select person_id as "personId", duty, leads, task_id as "taskId",
      called_at as "calledAt", answered_at as "answeredAt"
    from resolve_emergency_member where emergency_id = ${emergencyId} order by leads desc, person_id`.execute(tx);
  return found.rows;
};

/** The first one to answer makes the team stand. */
export const setAnswered = async (tx: Tx, emergencyId: string, personId: string, at: Date): Promise<void> => {
  await sql`update resolve_emergency_member set answered_at = ${at}
    where emergency_id = ${emergencyId} and person_id = ${personId} and answered_at is null`.execute(tx);
  await sql`update resolve_emergency set assembled_at = coalesce(assembled_at, ${at})
    where id = ${emergencyId}`.execute(tx);
};

export const insertChecks = async (
  tx: Tx,
  emergencyId: string,
  checks: readonly Pick<CheckRow, 'no' | 'title' | 'titleEn' | 'dueAt'>[],
): Promise<void> => {
  for (const { no, title, titleEn, dueAt } of checks)
    await sql`insert into resolve_emergency_check (emergency_id, no, title, title_en, due_at)
      values (${emergencyId}, ${no}, ${title}, ${titleEn}, ${dueAt})`.execute(tx);
};

export const checksOf = async (tx: Tx, emergencyId: string): Promise<CheckRow[]> => {
  const found = await sql<CheckRow>`select no, title, title_en as "titleEn", due_at as "dueAt", done_at as "doneAt",
      done_by as "doneBy"
    from resolve_emergency_check where emergency_id = ${emergencyId} order by no`.execute(tx);
  return found.rows;
};

/** The title of what was ticked off now; null where it was before, or does not exist. */
export const setChecked = async (
  tx: Tx,
  { id, no, by, at }: { id: string; no: number; by: string | null; at: Date },
): Promise<string | null> => {
  const done = await sql<{ title: string }>`update resolve_emergency_check set done_at = ${at}, done_by = ${by}
    where emergency_id = ${id} and no = ${no} and done_at is null returning title`.execute(tx);
  return done.rows[0]?.title ?? null;
};

export const insertLog = async (tx: Tx, emergencyId: string, row: LogRow): Promise<void> => {
  await sql`insert into resolve_emergency_log (id, emergency_id, at, person_id, kind, body)
    values (${row.id}, ${emergencyId}, ${row.at}, ${row.personId}, ${row.kind}, ${row.body})`.execute(tx);
};

const mostLines = 500;

export const logOf = async (tx: Tx, emergencyId: string): Promise<LogRow[]> => {
  const found = await sql<LogRow>`select id, at, person_id as "personId", kind, body from resolve_emergency_log
    where emergency_id = ${emergencyId} order by id desc limit ${mostLines}`.execute(tx);
  return found.rows;
};

export const setStoodDown = async (
  tx: Tx,
  id: string,
  { by, at, reason }: { by: string | null; at: Date; reason: string },
): Promise<void> => {
  await sql`update resolve_emergency set stood_down_at = ${at}, stood_down_by = ${by}, stand_down_reason = ${reason}
    where id = ${id}`.execute(tx);
};
