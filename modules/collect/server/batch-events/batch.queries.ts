import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { BatchPolicy } from '../../contract/batch-events.ts';

export type EventRow = {
  id: string;
  ticketId: string;
  label: string;
  words: string[];
  places: string[];
  state: 'open' | 'closed';
  found: number;
  windowMinutes: number;
  usual: number;
  madeBy: string | null;
  openedAt: Date;
  closedAt: Date | null;
  children: number;
};

const columns = sql`event.id, event.ticket_id as "ticketId", event.label, event.words, event.places, event.state, event.found,
  event.window_minutes as "windowMinutes", event.usual, event.made_by as "madeBy", event.opened_at as "openedAt",
  event.closed_at as "closedAt",
  (select count(*)::int from batch_child where event_id = event.id and removed_at is null) as children`;

/** One opener or joiner at a time in all processes; held until the end of the transaction. */
export const lockBatches = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('collect.batch'))`.execute(tx);
};

export const insertEvent = async (tx: Tx, row: Omit<EventRow, 'state' | 'closedAt' | 'children'>): Promise<void> => {
  await sql`insert into batch_event (id, ticket_id, label, words, places, state, found, window_minutes, usual, made_by, opened_at)
    values (${row.id}, ${row.ticketId}, ${row.label}, ${row.words}, ${row.places}, 'open', ${row.found}, ${row.windowMinutes},
      ${row.usual}, ${row.madeBy}, ${row.openedAt})`.execute(tx);
};

export const eventById = async (tx: Tx, id: string): Promise<EventRow | null> => {
  const found = await sql<EventRow>`select ${columns} from batch_event as event where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export type EventPosition = { at: string; id: string };

export const eventsBefore = async (
  tx: Tx,
  state: 'open' | 'closed' | undefined,
  before: EventPosition | null,
  limit: number,
): Promise<EventRow[]> => {
  const earlier = before ? sql`and (opened_at, id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const found = await sql<EventRow>`
    select ${columns} from batch_event as event
    where ${state === undefined ? sql`true` : sql`state = ${state}`} ${earlier}
    order by opened_at desc, id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** The event that a ticket is the parent or a child of. */
export const eventOfTicket = async (tx: Tx, ticketId: string): Promise<EventRow | null> => {
  const found = await sql<EventRow>`
    select ${columns} from batch_event as event
    where ticket_id = ${ticketId}
      or id = (select event_id from batch_child where ticket_id = ${ticketId} and removed_at is null)`.execute(tx);
  return found.rows[0] ?? null;
};

export const openEventsSince = async (tx: Tx, since: Date, limit: number): Promise<EventRow[]> => {
  const found = await sql<EventRow>`
    select ${columns} from batch_event as event where state = 'open' and (opened_at > ${since} or exists (
      select 1 from batch_child where event_id = event.id and added_at > ${since}))
    order by opened_at desc limit ${limit}`.execute(tx);
  return found.rows;
};

export const openEventCount = async (tx: Tx): Promise<{ id: string; ticketId: string }[]> => {
  const found = await sql<{ id: string; ticketId: string }>`
    select id, ticket_id as "ticketId" from batch_event where state = 'open' order by opened_at desc limit 100`.execute(
    tx,
  );
  return found.rows;
};

export const isParent = async (tx: Tx, ids: readonly string[]): Promise<Set<string>> => {
  const found = await sql<{ id: string }>`
    select ticket_id as id from batch_event where ticket_id = any (${[...ids]}::uuid[])`.execute(tx);
  return new Set(found.rows.map((row) => row.id));
};

/** In which event each of these tickets is or was; one that a person took out counts as settled too. */
export const eventsOfTickets = async (
  tx: Tx,
  ids: readonly string[],
): Promise<Map<string, { eventId: string; removed: boolean }>> => {
  const found = await sql<{ ticketId: string; eventId: string; removed: boolean }>`
    select distinct on (ticket_id) ticket_id as "ticketId", event_id as "eventId", removed_at is not null as removed
    from batch_child where ticket_id = any (${[...ids]}::uuid[]) order by ticket_id, removed_at nulls first`.execute(
    tx,
  );
  return new Map(found.rows.map(({ ticketId, ...row }) => [ticketId, row]));
};

export const newestChildren = async (tx: Tx, eventId: string, limit: number): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select ticket_id as id from batch_child where event_id = ${eventId} and removed_at is null
    order by added_at desc, ticket_id desc limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.id);
};

export const addChildren = async (
  tx: Tx,
  eventId: string,
  ids: readonly string[],
  by: string | null,
  at: Date,
): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    insert into batch_child (event_id, ticket_id, added_at, added_by)
    select ${eventId}, id, ${at}, ${by} from unnest(${[...ids]}::uuid[]) as id
    where not exists (select 1 from batch_child where ticket_id = id and removed_at is null)
    on conflict (event_id, ticket_id) do update set added_at = excluded.added_at, added_by = excluded.added_by, removed_at = null, removed_by = null
    returning ticket_id as id`.execute(tx);
  return found.rows.map((row) => row.id);
};

export const removeChild = async (
  tx: Tx,
  eventId: string,
  id: string,
  by: string | null,
  at: Date,
): Promise<boolean> => {
  const done = await sql`update batch_child set removed_at = ${at}, removed_by = ${by}
    where event_id = ${eventId} and ticket_id = ${id} and removed_at is null`.execute(tx);
  return done.numAffectedRows === 1n;
};

export type ChildRow = { ticketId: string; addedAt: Date; byMachine: boolean };

export const childrenBefore = async (
  tx: Tx,
  eventId: string,
  before: EventPosition | null,
  limit: number,
): Promise<ChildRow[]> => {
  const earlier = before ? sql`and (added_at, ticket_id) < (${before.at}::timestamptz, ${before.id}::uuid)` : sql``;
  const found = await sql<ChildRow>`
    select ticket_id as "ticketId", added_at as "addedAt", added_by is null as "byMachine" from batch_child
    where event_id = ${eventId} and removed_at is null ${earlier} order by added_at desc, ticket_id desc limit ${limit}`.execute(
    tx,
  );
  return found.rows;
};

export const setEventState = async (
  tx: Tx,
  ticketId: string,
  state: 'open' | 'closed',
  at: Date,
): Promise<string | null> => {
  const found = await sql<{ id: string }>`
    update batch_event set state = ${state}, closed_at = ${state === 'closed' ? at : null}
    where ticket_id = ${ticketId} and state <> ${state} returning id`.execute(tx);
  return found.rows[0]?.id ?? null;
};

export const setEventLabel = async (tx: Tx, id: string, label: string): Promise<void> => {
  await sql`update batch_event set label = ${label} where id = ${id}`.execute(tx);
};

export const readPolicy = async (tx: Tx): Promise<BatchPolicy> => {
  const found = await sql<BatchPolicy>`
    select enabled, least, window_minutes as "windowMinutes", least_unusual as "leastUnusual", factor from batch_policy`.execute(
    tx,
  );
  const policy = found.rows[0];
  if (!policy) throw new Error('batch_policy has lost its row');
  return policy;
};

export const writePolicy = async (tx: Tx, policy: BatchPolicy): Promise<void> => {
  await sql`update batch_policy set enabled = ${policy.enabled}, least = ${policy.least}, window_minutes = ${policy.windowMinutes},
    least_unusual = ${policy.leastUnusual}, factor = ${policy.factor}`.execute(tx);
};

/** Promises a look at `at`; false when one is promised already. */
export const promiseLook = async (tx: Tx, now: Date, at: Date): Promise<boolean> => {
  const done = await sql`update batch_policy set look_at = ${at} where look_at <= ${now}`.execute(tx);
  return done.numAffectedRows === 1n;
};
