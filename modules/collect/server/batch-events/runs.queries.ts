import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { EventPosition } from './batch.queries.ts';

export type RunKind = 'notice' | 'close';
export type RunRow = {
  id: string;
  eventId: string;
  kind: RunKind;
  body: string;
  reason: string;
  state: 'running' | 'done';
  startedBy: string;
  startedAt: Date;
  finishedAt: Date | null;
  total: number;
  done: number;
  skipped: number;
  failed: number;
};

const columns = sql`run.id, run.event_id as "eventId", run.kind, run.body, run.reason, run.state, run.started_by as "startedBy",
  run.started_at as "startedAt", run.finished_at as "finishedAt", counts.total, counts.done, counts.skipped, counts.failed`;
const counted = sql`cross join lateral (
  select count(*)::int as total, count(*) filter (where state = 'done')::int as done,
    count(*) filter (where state = 'skipped')::int as skipped, count(*) filter (where state = 'failed')::int as failed
  from batch_run_row where run_id = run.id) as counts`;

/** False when this run is there already: the same request sent again. */
export const insertRun = async (
  tx: Tx,
  run: Pick<RunRow, 'id' | 'eventId' | 'kind' | 'body' | 'reason' | 'startedBy' | 'startedAt'>,
): Promise<boolean> => {
  const done = await sql`insert into batch_run (id, event_id, kind, body, reason, state, started_by, started_at)
    values (${run.id}, ${run.eventId}, ${run.kind}, ${run.body}, ${run.reason}, 'running', ${run.startedBy}, ${run.startedAt})
    on conflict (id) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const insertRunRows = async (
  tx: Tx,
  runId: string,
  rows: readonly { ticketId: string; skip: string | null }[],
): Promise<void> => {
  const data = JSON.stringify(
    rows.map((row, place) => ({
      ticket_id: row.ticketId,
      place,
      state: row.skip === null ? 'waiting' : 'skipped',
      code: row.skip ?? '',
    })),
  );
  await sql`insert into batch_run_row (run_id, ticket_id, place, state, code)
    select ${runId}, ticket_id, place, state, code
    from jsonb_to_recordset(${data}::jsonb) as row (ticket_id uuid, place int, state text, code text)`.execute(tx);
};

export const runById = async (tx: Tx, id: string): Promise<RunRow | null> => {
  const found = await sql<RunRow>`select ${columns} from batch_run as run ${counted} where run.id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const runsOfEvent = async (tx: Tx, eventId: string, limit: number): Promise<RunRow[]> => {
  const found = await sql<RunRow>`
    select ${columns} from batch_run as run ${counted} where run.event_id = ${eventId}
    order by run.started_at desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** The next row to do, locked; null when all are done or in other hands. */
export const takeRunRow = async (tx: Tx, runId: string): Promise<string | null> => {
  const found = await sql<{ id: string }>`
    select ticket_id as id from batch_run_row where run_id = ${runId} and state = 'waiting'
    order by place limit 1 for update skip locked`.execute(tx);
  return found.rows[0]?.id ?? null;
};

export const settleRunRow = async (
  tx: Tx,
  runId: string,
  ticketId: string,
  state: 'done' | 'skipped' | 'failed',
  code: string,
  at: Date,
): Promise<void> => {
  await sql`update batch_run_row set state = ${state}, code = ${code}, done_at = ${at}
    where run_id = ${runId} and ticket_id = ${ticketId} and state = 'waiting'`.execute(tx);
};

export const finishRun = async (tx: Tx, runId: string, at: Date): Promise<void> => {
  await sql`update batch_run set state = 'done', finished_at = ${at}
    where id = ${runId} and not exists (select 1 from batch_run_row where run_id = ${runId} and state = 'waiting')`.execute(
    tx,
  );
};

export type ResultRow = {
  ticketId: string;
  place: number;
  state: 'waiting' | 'done' | 'skipped' | 'failed';
  code: string;
};

export const resultsAfter = async (tx: Tx, runId: string, after: number, limit: number): Promise<ResultRow[]> => {
  const found = await sql<ResultRow>`
    select ticket_id as "ticketId", place, state, code from batch_run_row
    where run_id = ${runId} and place > ${after} order by place limit ${limit}`.execute(tx);
  return found.rows;
};

/** All children of an event in the order in which they were added, a page at a time. */
export const childrenAfter = async (
  tx: Tx,
  eventId: string,
  after: EventPosition | null,
  limit: number,
): Promise<{ ticketId: string; addedAt: Date }[]> => {
  const later = after ? sql`and (added_at, ticket_id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``;
  const found = await sql<{ ticketId: string; addedAt: Date }>`
    select ticket_id as "ticketId", added_at as "addedAt" from batch_child
    where event_id = ${eventId} and removed_at is null ${later} order by added_at, ticket_id limit ${limit}`.execute(
    tx,
  );
  return found.rows;
};
