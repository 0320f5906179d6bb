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

export const insertAlarms = async (tx: Tx, alarms: readonly NewAlarm[]): Promise<void> => {
  if (alarms.length === 0) return;
  await sql`insert into sla_alarm (id, person_id, kind, ticket_id, data, at, once_key)
    select id, "personId", kind, "ticketId", data, at, "onceKey" from jsonb_to_recordset(${JSON.stringify(alarms)}::jsonb)
      as row (id uuid, "personId" uuid, kind text, "ticketId" uuid, data jsonb, at timestamptz, "onceKey" text)
    on conflict do nothing`.execute(tx);
};

export type AlarmRow = Omit<NewAlarm, 'personId' | 'onceKey'> & { seen: boolean };

export const alarmsOfPerson = async (
  tx: Tx,
  personId: string,
  before: string | null,
  limit: number,
): Promise<AlarmRow[]> => {
  const behind = before === null ? sql`true` : sql`id < ${before}`;
  const found = await sql<AlarmRow>`
    select id, kind, ticket_id as "ticketId", data, at, seen_at is not null as seen from sla_alarm
    where person_id = ${personId} and ${behind} order by id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** Stops at 100: nobody reads a larger number. */
export const countUnseen = async (tx: Tx, personId: string): Promise<number> => {
  const found = await sql<{ count: number }>`select count(*)::int as count from
    (select 1 from sla_alarm where person_id = ${personId} and seen_at is null limit 100) as unseen`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export const markSeen = async (tx: Tx, personId: string, upTo: string, at: Date): Promise<void> => {
  await sql`update sla_alarm set seen_at = ${at} where person_id = ${personId} and id <= ${upTo} and seen_at is null`.execute(
    tx,
  );
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
