import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { jsonInstant } from '#platform/server/database/json-rows.ts';
import type { ClockEnd, ClockState } from '../contract.ts';

export type StoredPause = { from: string; to: string; reason: string };

export type ClockRow = {
  ticketId: string;
  clock: string;
  until: ClockEnd;
  startedAt: Date;
  warnAt: Date;
  dueAt: Date;
  state: ClockState;
  warnedAt: Date | null;
  breachedAt: Date | null;
  metAt: Date | null;
  pausedAt: Date | null;
  pausedReason: string | null;
  pausedMs: number;
  departmentId: string;
  policyId: string | null;
  round: number;
  profileKey: string | null;
  profileVersion: number | null;
  length: number;
  extension: number;
  pauses: StoredPause[];
  provisional: boolean;
  calendarKey: string | null;
  alarmPlan: string;
  alarmStep: number;
};

const columns = sql.raw(`ticket_id as "ticketId", clock, until, started_at as "startedAt", warn_at as "warnAt",
  due_at as "dueAt", state, warned_at as "warnedAt", breached_at as "breachedAt", met_at as "metAt",
  paused_at as "pausedAt", paused_reason as "pausedReason", paused_ms as "pausedMs", department_id as "departmentId",
  policy_id as "policyId", round, profile_key as "profileKey", profile_version as "profileVersion", length, extension,
  pauses, provisional, calendar_key as "calendarKey", alarm_plan as "alarmPlan", alarm_step as "alarmStep"`);

/** What of a clock follows from its rule. */
export type ClockPlan = {
  clock: string;
  until: ClockEnd;
  startedAt: Date;
  warnAt: Date;
  dueAt: Date;
  policyId: string | null;
  profileKey: string | null;
  profileVersion: number | null;
  length: number;
  provisional: boolean;
  calendarKey: string | null;
  alarmPlan: string;
  alarms: readonly Date[];
  /** Set on the longest clock of a ticket only: when silence becomes an alarm. */
  quietAt: Date | null;
};
export type NewClock = ClockPlan & { ticketId: string; departmentId: string };

const recordOf = (one: NewClock): object => ({
  ticket_id: one.ticketId,
  clock: one.clock,
  until: one.until,
  started_at: jsonInstant(one.startedAt),
  warn_at: jsonInstant(one.warnAt),
  due_at: jsonInstant(one.dueAt),
  department_id: one.departmentId,
  policy_id: one.policyId,
  profile_key: one.profileKey,
  profile_version: one.profileVersion,
  length: one.length,
  provisional: one.provisional,
  calendar_key: one.calendarKey,
  alarm_plan: one.alarmPlan,
  alarms: one.alarms.map(jsonInstant),
  quiet_at: one.quietAt && jsonInstant(one.quietAt),
});

/** One statement for any number of clocks. */
export const insertClocks = async (tx: Tx, clocks: readonly NewClock[]): Promise<void> => {
  if (clocks.length === 0) return;
  await sql`/* ahead */
    insert into sla_clock (ticket_id, clock, until, started_at, warn_at, due_at, state, department_id, policy_id, profile_key,
      profile_version, length, provisional, calendar_key, alarm_plan, alarms, alarm_at, quiet_at)
    select ticket_id, clock, until, started_at, warn_at, due_at, 'running', department_id, policy_id, profile_key,
      profile_version, length, provisional, calendar_key, alarm_plan, alarms, alarms[1], quiet_at
    from jsonb_to_recordset(${JSON.stringify(clocks.map(recordOf))}::jsonb)
      as row (ticket_id uuid, clock text, until text, started_at timestamptz, warn_at timestamptz, due_at timestamptz,
        department_id uuid, policy_id uuid, profile_key text, profile_version int, length int, provisional boolean,
        calendar_key text, alarm_plan text, alarms timestamptz[], quiet_at timestamptz)`.execute(tx);
};

/** Starts a clock anew, whatever it was before: a round more. */
export const restartClock = async (tx: Tx, one: NewClock): Promise<void> => {
  const alarms = [...one.alarms];
  await sql`
    insert into sla_clock (ticket_id, clock, until, started_at, warn_at, due_at, state, department_id, policy_id, profile_key,
      profile_version, length, provisional, calendar_key, alarm_plan, alarms, alarm_at, quiet_at)
    values (${one.ticketId}, ${one.clock}, ${one.until}, ${one.startedAt}, ${one.warnAt}, ${one.dueAt}, 'running',
      ${one.departmentId}, ${one.policyId}, ${one.profileKey}, ${one.profileVersion}, ${one.length}, ${one.provisional},
      ${one.calendarKey}, ${one.alarmPlan}, ${alarms}::timestamptz[], ${alarms[0] ?? null}::timestamptz, ${one.quietAt})
    on conflict (ticket_id, clock) do update set until = excluded.until, started_at = excluded.started_at,
      warn_at = excluded.warn_at, due_at = excluded.due_at, policy_id = excluded.policy_id, profile_key = excluded.profile_key,
      profile_version = excluded.profile_version, length = excluded.length, provisional = excluded.provisional,
      calendar_key = excluded.calendar_key, alarm_plan = excluded.alarm_plan, alarms = excluded.alarms,
      alarm_at = excluded.alarm_at, quiet_at = excluded.quiet_at, state = 'running', warned_at = null, breached_at = null,
      met_at = null, paused_at = null, paused_reason = null, paused_ms = 0, pauses = '[]', extension = 0, alarm_step = 0,
      department_id = excluded.department_id, round = sla_clock.round + 1`.execute(tx);
};

export const clocksOf = async (tx: Tx, ticketIds: readonly string[]): Promise<ClockRow[]> => {
  if (ticketIds.length === 0) return [];
  const found = await sql<ClockRow>`select ${columns} from sla_clock where ticket_id = any(${[...ticketIds]})
    order by ticket_id, due_at, clock`.execute(tx);
  return found.rows;
};

/** The same, locked for this transaction: what is computed from them holds until the commit. */
export const lockClocks = async (tx: Tx, ticketId: string): Promise<ClockRow[]> => {
  const found = await sql<ClockRow>`select ${columns} from sla_clock where ticket_id = ${ticketId}
    order by due_at, clock for update`.execute(tx);
  return found.rows;
};

/** A promise kept: late or not, its clock does not run any more. */
export const meetClocks = async (tx: Tx, ticketId: string, untils: readonly ClockEnd[], at: Date): Promise<void> => {
  await sql`
    update sla_clock set met_at = ${at}, paused_at = null, paused_reason = null, alarm_at = null, quiet_at = null,
      state = case when state = 'breached' or (state <> 'paused' and due_at < ${at}) then 'breached' else 'met' end,
      breached_at = case when state <> 'paused' and due_at < ${at} then coalesce(breached_at, due_at) else breached_at end
    where ticket_id = ${ticketId} and until = any(${[...untils]}) and met_at is null
      and state in ('running', 'paused', 'breached')`.execute(tx);
};

export const cancelClocks = async (tx: Tx, ticketId: string, clocks?: readonly string[]): Promise<void> => {
  await sql`update sla_clock set state = 'cancelled', paused_at = null, paused_reason = null, alarm_at = null, quiet_at = null
    where ticket_id = ${ticketId} and met_at is null
      and ${clocks === undefined ? sql`true` : sql`clock = any(${[...clocks]})`}`.execute(tx);
};

/** What a row is after its due time was computed again; alarms that went off already do not go off again. */
export type MovedClock = {
  ticketId: string;
  clock: string;
  until: ClockEnd;
  warnAt: Date;
  dueAt: Date;
  policyId: string | null;
  profileKey: string | null;
  profileVersion: number | null;
  length: number;
  extension: number;
  provisional: boolean;
  calendarKey: string | null;
  alarmPlan: string;
  alarms: readonly Date[];
  alarmStep: number;
  state: ClockState;
  pausedAt: Date | null;
  pausedReason: string | null;
  pausedMs: number;
  pauses: readonly StoredPause[];
};

/** One statement for any number of moved clocks. */
export const moveClocks = async (tx: Tx, many: readonly MovedClock[]): Promise<void> => {
  if (many.length === 0) return;
  await sql`
    update sla_clock c set until = row."until", warn_at = row."warnAt", due_at = row."dueAt", policy_id = row."policyId",
      profile_key = row."profileKey", profile_version = row."profileVersion", length = row.length, extension = row.extension,
      provisional = row.provisional, calendar_key = row."calendarKey", alarm_plan = row."alarmPlan", alarms = row.alarms,
      alarm_step = row."alarmStep", alarm_at = row.alarms[row."alarmStep" + 1], state = row.state,
      paused_at = row."pausedAt", paused_reason = row."pausedReason", paused_ms = row."pausedMs", pauses = row.pauses,
      warned_at = case when row."alarmStep" = 0 then null else c.warned_at end,
      breached_at = case when row.state = 'breached' then c.breached_at end
    from jsonb_to_recordset(${JSON.stringify(many)}::jsonb) as row ("ticketId" uuid, clock text, "until" text,
      "warnAt" timestamptz, "dueAt" timestamptz, "policyId" uuid, "profileKey" text, "profileVersion" int, length int,
      extension int, provisional boolean, "calendarKey" text, "alarmPlan" text, alarms timestamptz[], "alarmStep" smallint,
      state text, "pausedAt" timestamptz, "pausedReason" text, "pausedMs" bigint, pauses jsonb)
    where c.ticket_id = row."ticketId" and c.clock = row.clock`.execute(tx);
};

export const moveDepartment = async (tx: Tx, ticketId: string, departmentId: string): Promise<void> => {
  await sql`update sla_clock set department_id = ${departmentId} where ticket_id = ${ticketId}`.execute(tx);
};

/** Somebody did something: silence is counted from here. */
export const breakSilence = async (tx: Tx, ticketId: string, quietAt: Date): Promise<void> => {
  await sql`update sla_clock set quiet_at = ${quietAt} where ticket_id = ${ticketId} and quiet_at < ${quietAt}`.execute(
    tx,
  );
};

export const pauseRunning = async (
  tx: Tx,
  ticketId: string,
  clocks: readonly string[],
  reason: string,
  at: Date,
): Promise<number> => {
  const done = await sql`update sla_clock set state = 'paused', paused_at = ${at}, paused_reason = ${reason}
    where ticket_id = ${ticketId} and clock = any(${[...clocks]}) and state = 'running'`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};

export type Fired = {
  ticketId: string;
  clock: string;
  dueAt: Date;
  departmentId: string;
  alarmPlan: string;
  /** How many alarms have gone off, this one with them. */
  alarmStep: number;
};

const fired = sql.raw(
  `c.ticket_id as "ticketId", c.clock, c.due_at as "dueAt", c.department_id as "departmentId", c.alarm_plan as "alarmPlan", c.alarm_step as "alarmStep"`,
);

/** Takes clocks that ran out, oldest first; several workers share the work without taking the same one. */
export const takeBreached = async (tx: Tx, now: Date, limit: number): Promise<Fired[]> => {
  const found = await sql<Fired>`
    with late as (select ticket_id, clock from sla_clock where state = 'running' and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    update sla_clock c set state = 'breached', breached_at = c.due_at from late
    where c.ticket_id = late.ticket_id and c.clock = late.clock returning ${fired}`.execute(tx);
  return found.rows;
};

/** Takes the next alarm of each clock whose time has come; the one behind it is set by the same statement. */
export const takeAlarms = async (tx: Tx, now: Date, limit: number): Promise<Fired[]> => {
  const found = await sql<Fired>`
    with near as (select ticket_id, clock from sla_clock
      where alarm_at is not null and state in ('running', 'breached') and alarm_at <= ${now} order by alarm_at limit ${limit} for update skip locked)
    update sla_clock c set warned_at = coalesce(c.warned_at, ${now}), alarm_step = c.alarm_step + 1, alarm_at = c.alarms[c.alarm_step + 2]
    from near where c.ticket_id = near.ticket_id and c.clock = near.clock returning ${fired}`.execute(tx);
  return found.rows;
};

/** Takes tickets that nobody touched for a day; they are taken again a day later. */
export const takeSilent = async (tx: Tx, now: Date, again: Date, limit: number): Promise<Fired[]> => {
  const found = await sql<Fired>`
    with still as (select ticket_id, clock from sla_clock
      where quiet_at is not null and state in ('running', 'breached') and quiet_at <= ${now} order by quiet_at limit ${limit} for update skip locked)
    update sla_clock c set quiet_at = ${again} from still
    where c.ticket_id = still.ticket_id and c.clock = still.clock returning ${fired}`.execute(tx);
  return found.rows;
};

/** Open clocks that count by a calendar, in pages by key; locked, and those that another holds are left for the next turn. */
export const openClocksOf = async (
  tx: Tx,
  calendarKey: string,
  after: { ticketId: string; clock: string } | null,
  limit: number,
): Promise<ClockRow[]> => {
  const behind = after === null ? sql`true` : sql`(ticket_id, clock) > (${after.ticketId}, ${after.clock})`;
  const found = await sql<ClockRow>`select ${columns} from sla_clock
    where calendar_key = ${calendarKey} and state in ('running', 'paused', 'breached') and met_at is null and ${behind}
    order by ticket_id, clock limit ${limit} for update`.execute(tx);
  return found.rows;
};

export type OpenDue = { ticketId: string; departmentId: string; late: boolean };

/** Clocks that end before `until` or have ended, for the morning's digest. */
export const openDues = async (tx: Tx, until: Date, limit: number): Promise<OpenDue[]> => {
  const found = await sql<OpenDue>`
    (select ticket_id as "ticketId", department_id as "departmentId", false as late from sla_clock
      where state = 'running' and due_at <= ${until} order by due_at limit ${limit})
    union all
    (select ticket_id, department_id, true from sla_clock
      where state = 'breached' and met_at is null order by due_at desc limit ${limit})`.execute(tx);
  return found.rows;
};

export type ClockCounts = { open: number; provisional: number };

export const countOpen = async (tx: Tx, calendarKey: string): Promise<ClockCounts> => {
  const found = await sql<ClockCounts>`
    select count(*)::int as open, (count(*) filter (where provisional))::int as provisional from sla_clock
    where calendar_key = ${calendarKey} and state in ('running', 'paused', 'breached') and met_at is null`.execute(tx);
  return z.object({ open: z.int(), provisional: z.int() }).parse(found.rows[0]);
};
