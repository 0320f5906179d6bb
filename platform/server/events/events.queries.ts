import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { jsonInstant } from '../database/json-rows.ts';
import type { EventRow, NewEvent } from './event.ts';

/** One statement for any number of events; NOTIFY once per statement wakes dispatcher and live streams after commit. */
export const insertEvents = async (tx: Tx, events: readonly NewEvent[]): Promise<void> => {
  const rows = JSON.stringify(
    events.map((event) => ({
      name: event.name,
      subject_id: event.subjectId,
      actor_kind: event.actor.kind,
      actor_id: event.actor.id,
      actor_name: event.actor.name,
      at: jsonInstant(event.at),
      data: event.data,
    })),
  );
  await sql`/* ahead */
    with inserted as (
      insert into event (name, subject_id, actor_kind, actor_id, actor_name, at, data)
      select name, subject_id, actor_kind, actor_id, actor_name, at, data
      from jsonb_to_recordset(${rows}::jsonb)
        as row (name text, subject_id uuid, actor_kind text, actor_id uuid, actor_name text, at timestamptz, data jsonb)
      returning 1)
    select pg_notify('huiyin_event', '') from (select count(*) from inserted) as done`.execute(tx);
};

const columns = sql<EventRow>`id, xid::text as xid, name, subject_id as "subjectId", actor_kind as "actorKind", actor_id as "actorId", actor_name as "actorName", at, data`;

export type Position = { xid: string; id: number };

/**
 * Committed events after a position, oldest first. Ids are handed out before commit, so an id below the last one seen
 * may still appear; ordering by (transaction, id) and stopping before the oldest running transaction closes that gap.
 */
export const eventsAfter = async (tx: Tx, position: Position, limit: number): Promise<EventRow[]> => {
  const found = await sql<EventRow>`
    select ${columns} from event
    where (xid, id) > (${position.xid}::xid8, ${position.id}) and xid < pg_snapshot_xmin(pg_current_snapshot())
    order by event.xid, event.id limit ${limit}`.execute(tx);
  return found.rows;
};

/** The position behind every event committed so far. */
export const latestPosition = async (tx: Tx): Promise<Position> => {
  const found =
    await sql<Position>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid, 0::bigint as id`.execute(tx);
  return found.rows[0] ?? { xid: '0', id: 0 };
};

export const eventsOf = async (tx: Tx, subjectId: string, afterId: number, limit: number): Promise<EventRow[]> => {
  const found = await sql<EventRow>`
    select ${columns} from event where subject_id = ${subjectId} and id > ${afterId} order by id limit ${limit}`.execute(
    tx,
  );
  return found.rows;
};

/** What happened to a subject, newest first, from before an event; names in `without` are left out. */
export const eventsBefore = async (
  tx: Tx,
  subjectId: string,
  beforeId: number | null,
  without: readonly string[],
  limit: number,
): Promise<EventRow[]> => {
  const earlier = beforeId === null ? sql`` : sql`and id < ${beforeId}`;
  const found = await sql<EventRow>`
    select ${columns} from event where subject_id = ${subjectId} and name <> all (${[...without]}::text[]) ${earlier}
    order by id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** Takes the cursor for this transaction, or returns null when another process is dispatching right now. */
export const takeCursor = async (tx: Tx, name: string): Promise<Position | null> => {
  const found = await sql<Position>`
    select xid::text as xid, event_id as id from event_cursor where name = ${name} for update skip locked`.execute(tx);
  return found.rows[0] ?? null;
};

export const moveCursor = async (tx: Tx, name: string, position: Position, at: Date): Promise<void> => {
  await sql`update event_cursor set xid = ${position.xid}::xid8, event_id = ${position.id}, moved_at = ${at} where name = ${name}`.execute(
    tx,
  );
};

/** Seconds by which the oldest undispatched event is late; 0 when all are handed out. */
export const dispatchLag = async (tx: Tx, name: string, now: Date): Promise<number> => {
  const found = await sql<{ lag: number }>`
    select coalesce(extract(epoch from ${now}::timestamptz - min(at)), 0)::float8 as lag from (
      select at from event where (xid, id) > (select xid, event_id from event_cursor where name = ${name})
      order by xid, id limit 1) as waiting`.execute(tx);
  return found.rows[0]?.lag ?? 0;
};

/** True the first time a delivery is claimed: the claim commits together with the subscriber's own writes. */
export const claimDelivery = async (tx: Tx, subscriber: string, batchId: string, at: Date): Promise<boolean> => {
  const found = await sql`
    insert into event_delivery (subscriber, batch_id, at) values (${subscriber}, ${batchId}, ${at})
    on conflict do nothing returning 1`.execute(tx);
  return found.rows.length === 1;
};
