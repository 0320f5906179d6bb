import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';
import { jsonInstant } from '../database/json-rows.ts';
import { cursorAt, readSnapshot, type Cursor, type Position } from './cursor.ts';
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

/** Events with who was running in the very snapshot that showed them; whoever asks counts, because he may still write some. */
export type EventSight = { rows: EventRow[]; running: string[] };

/** Committed events that a cursor has not read, oldest first. */
export const eventsBehind = async (tx: Tx, { front, open }: Cursor, limit: number): Promise<EventSight> => {
  const found = await sql<EventRow & { snapshot: string; own: string | null }>`
    with unread as (
      select late.* from unnest(${open.map((one) => one.xid)}::xid8[], ${open.map((one) => one.id)}::bigint[]) as open (xid, id)
        cross join lateral (
          select * from event where event.xid = open.xid and event.id > open.id order by event.xid, event.id limit ${limit}
        ) as late
      union all (
        select * from event where (xid, id) > (${front.xid}::xid8, ${front.id}) order by event.xid, event.id limit ${limit}))
    select ${columns}, (select pg_current_snapshot()::text) as snapshot,
      (select pg_current_xact_id_if_assigned()::text) as own
    from unread order by unread.xid, unread.id limit ${limit}`.execute(tx);
  const [first] = found.rows;
  if (!first) return { rows: [], running: [] };
  const { running } = readSnapshot(first.snapshot);
  return {
    rows: found.rows.map(({ snapshot: _snapshot, own: _own, ...row }) => row),
    running: first.own === null ? running : [...running, first.own],
  };
};

/** A cursor behind every event committed so far. */
export const latestCursor = async (tx: Tx): Promise<Cursor> => {
  const found = await sql<{ snapshot: string }>`select pg_current_snapshot()::text as snapshot`.execute(tx);
  return cursorAt(readSnapshot(found.rows[0]?.snapshot ?? ''));
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

/** The open transactions of a cursor stand beside it, under its name and theirs. */
const openName = (name: string, xid: string): string => `${name}/${xid}`;

/** Takes the cursor for this transaction, or returns null when another process is dispatching right now. */
export const takeCursor = async (tx: Tx, name: string): Promise<Cursor | null> => {
  const found = await sql<Position>`
    select xid::text as xid, event_id as id from event_cursor where name = ${name} for update skip locked`.execute(tx);
  const [front] = found.rows;
  if (!front) return null;
  const open = await sql<Position>`
    select xid::text as xid, event_id as id from event_cursor where starts_with(name, ${openName(name, '')})`.execute(
    tx,
  );
  return { front, open: open.rows };
};

/** Only for who has taken it. */
export const moveCursor = async (tx: Tx, name: string, from: Cursor, to: Cursor, at: Date): Promise<void> => {
  const kept = new Map(to.open.map((one) => [one.xid, one.id]));
  const gone = from.open.filter((one) => !kept.has(one.xid)).map((one) => openName(name, one.xid));
  if (gone.length > 0) await sql`delete from event_cursor where name = any(${gone})`.execute(tx);
  const known = new Map(from.open.map((one) => [one.xid, one.id]));
  const changed = to.open
    .filter((one) => known.get(one.xid) !== one.id)
    .map((one) => ({ ...one, name: openName(name, one.xid) }));
  const rows = [{ ...to.front, name }, ...changed];
  await sql`
    insert into event_cursor (name, xid, event_id, moved_at)
    select row.name, row.xid::xid8, row.id, ${at}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (name text, xid text, id bigint)
    on conflict (name) do update set xid = excluded.xid, event_id = excluded.event_id, moved_at = excluded.moved_at`.execute(
    tx,
  );
};

/** Seconds by which the oldest undispatched event is late; 0 when all are handed out. */
export const dispatchLag = async (tx: Tx, name: string, now: Date): Promise<number> => {
  const found = await sql<{ lag: number }>`
    select coalesce(extract(epoch from ${now}::timestamptz - min(at)), 0)::float8 as lag from (
      (select at from event where (xid, id) > (select xid, event_id from event_cursor where name = ${name})
        order by xid, id limit 1)
      union all
      select late.at from event_cursor as open cross join lateral (
        select at from event where event.xid = open.xid and event.id > open.event_id
        order by event.xid, event.id limit 1) as late
      where starts_with(open.name, ${openName(name, '')})) as waiting`.execute(tx);
  return found.rows[0]?.lag ?? 0;
};

/** Whether the events were written on another server, whose count of transactions was ahead of this one's. */
const isForeign = async (tx: Tx, front: Position, next: string): Promise<boolean> => {
  const found = await sql<{ foreign: boolean }>`
    select greatest(${front.xid}::xid8, (select xid from event order by event.xid desc, event.id desc limit 1))
      >= ${next}::xid8 as "foreign"`.execute(tx);
  return found.rows[0]?.foreign === true;
};

const readBefore = '0';
const stillUnread = '1';

/**
 * A dump brings the numbers of another server's transactions. Here they lie in the future, and every new event would come
 * before them and be taken for read. So they are renumbered: what the cursor had read becomes older than any transaction,
 * the rest is one open one. Rows written here meanwhile are told by their ids. True when there was something to mend.
 */
export const adoptEvents = async (tx: Tx, name: string, at: Date): Promise<boolean> => {
  await sql`select 1 from event_cursor where name = ${name} for update`.execute(tx);
  const taken = await takeCursor(tx, name);
  const snapshot = await sql<{ text: string }>`select pg_current_snapshot()::text as text`.execute(tx);
  const { next, running } = readSnapshot(snapshot.rows[0]?.text ?? '');
  if (!taken || !(await isForeign(tx, taken.front, next))) return false;
  const { front, open } = taken;
  await sql`
    update event set xid = (case
        when (event.xid, event.id) > (${front.xid}::xid8, ${front.id}) or event.id > brought.last
          or exists (select 1 from unnest(${open.map((one) => one.xid)}::xid8[], ${open.map((one) => one.id)}::bigint[])
            as late (xid, id) where event.xid = late.xid and event.id > late.id)
        then ${stillUnread} else ${readBefore} end)::xid8
    from (select coalesce(max(id), ${front.id}) as last from event where xid >= ${next}::xid8) as brought`.execute(tx);
  const behind = cursorAt({ next, running });
  await moveCursor(tx, name, taken, { ...behind, open: [...behind.open, { xid: stillUnread, id: 0 }] }, at);
  return true;
};

/** Claims of batches that no job can bring again. */
export const deleteOldDeliveries = async (tx: Tx, before: Date): Promise<void> => {
  await sql`delete from event_delivery where at < ${before}`.execute(tx);
};

/** True the first time a delivery is claimed: the claim commits together with the subscriber's own writes. */
export const claimDelivery = async (tx: Tx, subscriber: string, batchId: string, at: Date): Promise<boolean> => {
  const found = await sql`
    insert into event_delivery (subscriber, batch_id, at) values (${subscriber}, ${batchId}, ${at})
    on conflict do nothing returning 1`.execute(tx);
  return found.rows.length === 1;
};

/** Events say what happened in codes and ids; where a person's reason went along, it ends with the words of its subject. */
export const forgetEventWords = async (tx: Tx, subjectIds: readonly string[]): Promise<void> => {
  const words = ['reason', 'reply', 'note', 'comment', 'title', 'label'];
  await sql`update event set data = data - ${words}::text[]
    where subject_id = any (${[...subjectIds]}::uuid[]) and data ?| ${words}::text[]`.execute(tx);
};
