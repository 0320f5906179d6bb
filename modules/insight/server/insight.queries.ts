import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

type Sql = RawBuilder<unknown>;

/** Sums of a cell, each a column of the fact (0 or 1, the rating 1 to 5). */
const measures = [
  'open',
  'overdue',
  'breached',
  'replied',
  'asked',
  'rated',
  'rating_sum',
  'concluded',
  'closed',
  'closed_first',
] as const;

const factColumns = [
  'day',
  'hour',
  'arrived_at',
  'department_id',
  'category_key',
  'kind',
  'channel',
  ...measures,
  'wait_minutes',
  'ended_day',
] as const;

const list = (names: readonly string[], of: (name: string) => string): Sql => sql.raw(names.map(of).join(', '));

/** Coarser the longer it is, so that a day has at most some 250 different waits. */
const roundedWait = sql`case
  when wait is null then null
  when wait < 120 then wait
  when wait < 1200 then round(wait / 10.0) * 10
  when wait < 14400 then round(wait / 120.0) * 120
  else least(round(wait / 1440.0), 365) * 1440 end`;

/** What a ticket counts as now. Quarantined spam counts as nothing. */
const presentFacts = sql`
  select id as ticket_id, (created_at at time zone 'Asia/Shanghai')::date as day,
    extract(hour from created_at at time zone 'Asia/Shanghai')::smallint as hour, created_at as arrived_at,
    department_id, coalesce(category_key, '') as category_key, kind, channel,
    open::int as open, (open and breached)::int as overdue, breached::int as breached,
    (first_reply_at is not null)::int as replied,
    (answered_at is not null or rating is not null)::int as asked,
    (rating is not null)::int as rated, coalesce(rating, 0)::int as rating_sum,
    (closed_at is not null)::int as concluded,
    -- A declined case ends without ever having been answered as solved.
    (closed_at is not null and answered_at is not null)::int as closed,
    (closed_at is not null and answered_at is not null and reopen_count = 0)::int as closed_first,
    (${roundedWait})::int as wait_minutes, (closed_at at time zone 'Asia/Shanghai')::date as ended_day
  from ticket_fact
  cross join lateral (
    select case when first_reply_at is not null then floor(greatest(extract(epoch from first_reply_at - created_at), 0) / 60) end as wait) as waited
  where state <> 'spam'`;

/** Adds signed facts (`change`: a fact with its sign) to every counter; part of a `with`. */
const addChange = sql`
  cell_sum as (
    select part.day, department_id, sum(sign * part.arrives) as opened,
      ${list(measures, (name) => `sum(sign * part.arrives * ${name}) as ${name}`)}, sum(sign * part.ends) as ended
    from change cross join lateral (values (change.day, 1, 0), (change.ended_day, 0, 1)) as part (day, arrives, ends)
    where part.day is not null group by part.day, department_id),
  cell_added as (
    insert into insight_cell as cell (day, department_id, opened, ${list(measures, (name) => name)}, ended)
    select * from cell_sum where (opened, ${list(measures, (name) => name)}, ended) is distinct from (0, ${list(measures, () => '0')}, 0)
    on conflict (day, department_id) do update set opened = cell.opened + excluded.opened,
      ${list(measures, (name) => `${name} = cell.${name} + excluded.${name}`)}, ended = cell.ended + excluded.ended),
  slice_added as (
    insert into insight_slice as slice (facet, day, department_id, key, opened)
    select part.facet, day, department_id, part.key, sum(sign)
    from change cross join lateral (values ('category', category_key), ('kind', kind), ('channel', channel)) as part (facet, key)
    group by part.facet, day, department_id, part.key having sum(sign) <> 0
    on conflict (facet, day, department_id, key) do update set opened = slice.opened + excluded.opened),
  hour_added as (
    insert into insight_hour as place (day, department_id, hour, opened)
    select day, department_id, hour, sum(sign) from change group by day, department_id, hour having sum(sign) <> 0
    on conflict (day, department_id, hour) do update set opened = place.opened + excluded.opened),
  wait_added as (
    insert into insight_wait as place (day, department_id, minutes, replies)
    select day, department_id, wait_minutes, sum(sign) from change where wait_minutes is not null
    group by day, department_id, wait_minutes having sum(sign) <> 0
    on conflict (day, department_id, minutes) do update set replies = place.replies + excluded.replies)`;

/**
 * One writer at a time. Every batch adds to today's cells, so batches would wait for each other at those rows anyway
 * (and, in different orders, for ever); taken first, the lock also makes each batch read what the one before left.
 */
const lockCounters = (tx: Tx): Promise<unknown> =>
  sql`select pg_advisory_xact_lock(hashtext('huiyin.insight.counters'))`.execute(tx);

/**
 * Brings the facts of these tickets to what is true now and adds the difference to the counters. Doing it again, late,
 * or in another order changes nothing. `settle`: how many later looks a fact is marked for.
 */
export const refreshFacts = async (tx: Tx, ticketIds: readonly string[], settle: number): Promise<void> => {
  if (ticketIds.length === 0) return;
  await lockCounters(tx);
  const ids = sql`${[...new Set(ticketIds)]}::uuid[]`;
  const all = list(factColumns, (name) => name);
  await sql`
    with present as (select * from (${presentFacts}) as fact where ticket_id = any (${ids})),
    known as (select * from insight_fact where ticket_id = any (${ids})),
    change as (
      select -1 as sign, ${all} from known union all select 1, ${all} from present),
    gone as (
      delete from insight_fact using known
      where insight_fact.ticket_id = known.ticket_id and not exists (select 1 from present where present.ticket_id = known.ticket_id)),
    kept as (
      insert into insight_fact as fact (ticket_id, ${all}, settle)
      select ticket_id, ${all}, ${settle}::smallint from present
      on conflict (ticket_id) do update set ${list(factColumns, (name) => `${name} = excluded.${name}`)},
        settle = greatest(fact.settle, excluded.settle)
      where (${list(factColumns, (name) => `fact.${name}`)}) is distinct from (${list(factColumns, (name) => `excluded.${name}`)})
        or fact.settle < excluded.settle),
    ${addChange}
    select 1`.execute(tx);
};

/** Tickets after one that are to be looked at again; each look brings them nearer to being settled. */
export const takeUnsettled = async (tx: Tx, after: string, limit: number): Promise<string[]> => {
  await lockCounters(tx);
  const found = await sql<{ id: string }>`
    with waiting as (select ticket_id from insight_fact where settle > 0 and ticket_id > ${after} order by ticket_id limit ${limit}),
    taken as (update insight_fact set settle = settle - 1 from waiting where insight_fact.ticket_id = waiting.ticket_id)
    select ticket_id as id from waiting order by ticket_id`.execute(tx);
  return found.rows.map((row) => row.id);
};

/** The next ids of tickets or facts after one, in order. */
export const idsAfter = async (tx: Tx, after: string, limit: number): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select id from (
      (select id from ticket_fact where id > ${after} order by id limit ${limit})
      union
      (select ticket_id from insight_fact where ticket_id > ${after} order by ticket_id limit ${limit})) as both_sides
    order by id limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.id);
};

/** Below every id. */
export const smallestId = '00000000-0000-0000-0000-000000000000';

/** Counts everything anew from the facts; readers see the old numbers until it is done. */
export const recountCells = async (tx: Tx): Promise<void> => {
  await lockCounters(tx);
  for (const table of ['insight_cell', 'insight_slice', 'insight_hour', 'insight_wait'])
    await sql`delete from ${sql.table(table)}`.execute(tx);
  await sql`with change as (select 1 as sign, ${list(factColumns, (name) => name)} from insight_fact), ${addChange} select 1`.execute(tx);
};
