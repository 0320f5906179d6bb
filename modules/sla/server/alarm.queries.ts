import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Alarm } from '../contract.ts';

export type AlarmData = Alarm['data'];
export type NewAlarm = {
  id: string;
  personId: string;
  kind: Alarm['kind'];
  ticketId: string | null;
  data: AlarmData;
  at: Date;
  /** The same occasion tells a person once. */
  onceKey: string;
};

/** Returns who was told something new. */
export const insertAlarms = async (tx: Tx, alarms: readonly NewAlarm[]): Promise<string[]> => {
  if (alarms.length === 0) return [];
  const done = await sql<{ personId: string }>`
    insert into sla_alarm (id, person_id, kind, ticket_id, data, at, once_key)
    select id, "personId", kind, "ticketId", data, at, "onceKey" from jsonb_to_recordset(${JSON.stringify(alarms)}::jsonb)
      as row (id uuid, "personId" uuid, kind text, "ticketId" uuid, data jsonb, at timestamptz, "onceKey" text)
    on conflict do nothing returning person_id as "personId"`.execute(tx);
  return [...new Set(done.rows.map((row) => row.personId))];
};

export type AlarmRow = Omit<NewAlarm, 'personId' | 'onceKey'> & { seen: boolean };

export const alarmsOfPerson = async (
  tx: Tx,
  personId: string,
  { before, unseen, limit }: { before: string | null; unseen: boolean; limit: number },
): Promise<AlarmRow[]> => {
  const behind = before === null ? sql`true` : sql`id < ${before}`;
  const which = unseen ? sql`seen_at is null` : sql`true`;
  const found = await sql<AlarmRow>`
    select id, kind, ticket_id as "ticketId", data, at, seen_at is not null as seen from sla_alarm
    where person_id = ${personId} and ${behind} and ${which} order by id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** Stops at `cap`: nobody reads a larger number. */
export const countUnseen = async (tx: Tx, personId: string, cap: number): Promise<number> => {
  const found = await sql<{ count: number }>`select count(*)::int as count from
    (select 1 from sla_alarm where person_id = ${personId} and seen_at is null limit ${cap}) as unseen`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export const markSeenUpTo = async (tx: Tx, personId: string, upTo: string, at: Date): Promise<void> => {
  await sql`update sla_alarm set seen_at = ${at} where person_id = ${personId} and id <= ${upTo} and seen_at is null`.execute(
    tx,
  );
};

export const markSeen = async (tx: Tx, personId: string, ids: readonly string[], at: Date): Promise<void> => {
  await sql`update sla_alarm set seen_at = ${at}
    where id = any(${[...ids]}) and person_id = ${personId} and seen_at is null`.execute(tx);
};

/** Whoever was told about a ticket, in order. */
export const alarmsOfTicket = async (
  tx: Tx,
  ticketId: string,
): Promise<Pick<NewAlarm, 'personId' | 'kind' | 'data'>[]> => {
  const found = await sql<Pick<NewAlarm, 'personId' | 'kind' | 'data'>>`
    select person_id as "personId", kind, data from sla_alarm where ticket_id = ${ticketId} order by id`.execute(tx);
  return found.rows;
};

/** Ids begin with the time, so what is older than one is found by the key. Returns how many went. */
export const dropAlarmsBefore = async (tx: Tx, firstKept: string, limit: number): Promise<number> => {
  const done = await sql`delete from sla_alarm where id in
    (select id from sla_alarm where id < ${firstKept} order by id limit ${limit})`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};
