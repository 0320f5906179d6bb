import { sql, type Generated } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { ClockName, ClockState, Policy } from '../contract.ts';
import type { Due } from './sla.rules.ts';

type PolicyTable = {
  id: string;
  name: string;
  name_en: string;
  kind: Policy['kind'];
  level: number | null;
  first_reply_minutes: number;
  resolve_minutes: number;
  warn_fraction: number;
  enabled: boolean;
  sort: number;
};

type ClockTable = {
  ticket_id: string;
  clock: ClockName;
  started_at: Date;
  warn_at: Date;
  due_at: Date;
  state: ClockState;
  warned_at: Date | null;
  breached_at: Date | null;
  met_at: Date | null;
  paused_at: Date | null;
  paused_reason: string | null;
  paused_ms: Generated<number>;
  department_id: string;
  policy_id: string | null;
  round: Generated<number>;
};

declare module '#platform/server/database/schema.ts' {
  interface Schema {
    sla_policy: PolicyTable;
    sla_clock: ClockTable;
  }
}

export type ClockRow = {
  ticketId: string;
  clock: ClockName;
  startedAt: Date;
  warnAt: Date;
  dueAt: Date;
  state: ClockState;
  breachedAt: Date | null;
  metAt: Date | null;
  pausedAt: Date | null;
  pausedReason: string | null;
  pausedMs: number;
  policyId: string | null;
  round: number;
};

const policyColumns = [
  'id',
  'name',
  'name_en as nameEn',
  'kind',
  'level',
  'first_reply_minutes as firstReplyMinutes',
  'resolve_minutes as resolveMinutes',
  'warn_fraction as warnFraction',
  'enabled',
] as const;

const clockColumns = [
  'ticket_id as ticketId',
  'clock',
  'started_at as startedAt',
  'warn_at as warnAt',
  'due_at as dueAt',
  'state',
  'breached_at as breachedAt',
  'met_at as metAt',
  'paused_at as pausedAt',
  'paused_reason as pausedReason',
  'paused_ms as pausedMs',
  'policy_id as policyId',
  'round',
] as const;

export const findPolicies = (tx: Tx): Promise<Policy[]> =>
  tx.selectFrom('sla_policy').select(policyColumns).orderBy('sort').orderBy('id').execute();

export const updatePolicy = (
  tx: Tx,
  id: string,
  change: Pick<Policy, 'firstReplyMinutes' | 'resolveMinutes' | 'warnFraction' | 'enabled'>,
): Promise<Policy | undefined> =>
  tx
    .updateTable('sla_policy')
    .set({
      first_reply_minutes: change.firstReplyMinutes,
      resolve_minutes: change.resolveMinutes,
      warn_fraction: change.warnFraction,
      enabled: change.enabled,
    })
    .where('id', '=', id)
    .returning(policyColumns)
    .executeTakeFirst();

export type NewClock = Due & { ticketId: string; departmentId: string };

/** One statement for any number of clocks. */
export const insertClocks = async (tx: Tx, clocks: readonly NewClock[]): Promise<void> => {
  const rows = JSON.stringify(
    clocks.map((one) => ({
      ticket_id: one.ticketId,
      clock: one.clock,
      started_at: one.startedAt,
      warn_at: one.warnAt,
      due_at: one.dueAt,
      department_id: one.departmentId,
      policy_id: one.policyId,
    })),
  );
  await sql`/* ahead */
    insert into sla_clock (ticket_id, clock, started_at, warn_at, due_at, state, department_id, policy_id)
    select ticket_id, clock, started_at, warn_at, due_at, 'running', department_id, policy_id
    from jsonb_to_recordset(${rows}::jsonb)
      as row (ticket_id uuid, clock text, started_at timestamptz, warn_at timestamptz, due_at timestamptz, department_id uuid, policy_id uuid)`.execute(
    tx,
  );
};

export const clocksOf = (tx: Tx, ticketIds: readonly string[]): Promise<ClockRow[]> =>
  ticketIds.length === 0
    ? Promise.resolve([])
    : tx
        .selectFrom('sla_clock')
        .select(clockColumns)
        .where('ticket_id', 'in', [...ticketIds])
        .orderBy('ticket_id')
        .orderBy('due_at')
        .execute();

/** A promise kept: late or not, its clock does not run any more. */
export const meetClock = async (tx: Tx, ticketId: string, clock: ClockName, at: Date): Promise<void> => {
  await sql`
    update sla_clock set met_at = ${at}, paused_at = null, paused_reason = null,
      state = case when state = 'breached' or due_at < ${at} then 'breached' else 'met' end,
      breached_at = case when state <> 'paused' and due_at < ${at} then coalesce(breached_at, due_at) else breached_at end
    where ticket_id = ${ticketId} and clock = ${clock} and met_at is null and state in ('running', 'paused', 'breached')`.execute(
    tx,
  );
};

export const cancelClocks = async (tx: Tx, ticketId: string): Promise<void> => {
  await tx
    .updateTable('sla_clock')
    .set({ state: 'cancelled', paused_at: null, paused_reason: null })
    .where('ticket_id', '=', ticketId)
    .where('met_at', 'is', null)
    .execute();
};

/** A case that comes back from quarantine has no clock yet: its promise begins now. */
export const restartClock = async (tx: Tx, ticket: { id: string; departmentId: string }, due: Due): Promise<void> => {
  await sql`
    insert into sla_clock (ticket_id, clock, started_at, warn_at, due_at, state, department_id, policy_id)
    values (${ticket.id}, ${due.clock}, ${due.startedAt}, ${due.warnAt}, ${due.dueAt}, 'running', ${ticket.departmentId}, ${due.policyId})
    on conflict (ticket_id, clock) do update set started_at = excluded.started_at, warn_at = excluded.warn_at, due_at = excluded.due_at,
      policy_id = excluded.policy_id, state = 'running', warned_at = null, breached_at = null, met_at = null, paused_at = null,
      paused_reason = null, paused_ms = 0, round = sla_clock.round + 1`.execute(tx);
};

export const moveDue = async (tx: Tx, ticketId: string, due: Due): Promise<void> => {
  await tx
    .updateTable('sla_clock')
    .set({ warn_at: due.warnAt, due_at: due.dueAt, policy_id: due.policyId, warned_at: null })
    .where('ticket_id', '=', ticketId)
    .where('clock', '=', due.clock)
    .where('state', 'in', ['running', 'paused'])
    .execute();
};

export const moveDepartment = async (tx: Tx, ticketId: string, departmentId: string): Promise<void> => {
  await tx.updateTable('sla_clock').set({ department_id: departmentId }).where('ticket_id', '=', ticketId).execute();
};

export const pauseRunning = async (tx: Tx, ticketId: string, reason: string, at: Date): Promise<number> => {
  const done = await tx
    .updateTable('sla_clock')
    .set({ state: 'paused', paused_at: at, paused_reason: reason })
    .where('ticket_id', '=', ticketId)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return Number(done.numUpdatedRows);
};

export const resumePaused = async (tx: Tx, ticketId: string, at: Date): Promise<number> => {
  const done = await sql`
    update sla_clock set state = 'running', warn_at = warn_at + (${at}::timestamptz - paused_at), due_at = due_at + (${at}::timestamptz - paused_at),
      paused_ms = paused_ms + (extract(epoch from ${at}::timestamptz - paused_at) * 1000)::bigint, paused_at = null, paused_reason = null
    where ticket_id = ${ticketId} and state = 'paused'`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};

export type Fired = { ticketId: string; clock: ClockName; dueAt: Date; departmentId: string };

const fired = sql<Fired>`c.ticket_id as "ticketId", c.clock, c.due_at as "dueAt", c.department_id as "departmentId"`;

/** Takes clocks that ran out, oldest first; several workers share the work without taking the same one. */
export const takeBreached = async (tx: Tx, now: Date, limit: number): Promise<Fired[]> => {
  const found = await sql<Fired>`
    with late as (select ticket_id, clock from sla_clock where state = 'running' and due_at <= ${now} order by due_at limit ${limit} for update skip locked)
    update sla_clock c set state = 'breached', breached_at = c.due_at from late
    where c.ticket_id = late.ticket_id and c.clock = late.clock returning ${fired}`.execute(tx);
  return found.rows;
};

export const takeWarned = async (tx: Tx, now: Date, limit: number): Promise<Fired[]> => {
  const found = await sql<Fired>`
    with near as (select ticket_id, clock from sla_clock where state = 'running' and warned_at is null and warn_at <= ${now} order by warn_at limit ${limit} for update skip locked)
    update sla_clock c set warned_at = ${now} from near
    where c.ticket_id = near.ticket_id and c.clock = near.clock returning ${fired}`.execute(tx);
  return found.rows;
};
