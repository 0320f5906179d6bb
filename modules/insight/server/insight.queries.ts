import { sql, type RawBuilder } from 'kysely';
import type { SeqBounds } from '#modules/ticket/server/index.ts';
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

/**
 * Exact below ten minutes, six steps to each doubling beyond: at most 6 % off, and a day of a department has some sixty
 * different waits at most, however many replies. Ten-minute steps made the board read four times as many rows.
 */
const roundedWait = sql`case
  when wait < 10 then wait
  when wait >= 10 then round(10 * power(2::float8, round(6 * ln(least(wait, 525600)::float8 / 10) / ln(2::float8)) / 6)) end`;

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

const sums = ['opened', ...measures, 'ended'] as const;

/** What a counter holds now, taken off: what is then added is what it lacks. */
const held = (table: string, columns: readonly string[], values: readonly string[]): Sql =>
  sql.raw(`union all select ${columns.join(', ')}, ${values.map((name) => `-${name}`).join(', ')} from ${table}`);

/**
 * Adds signed facts (`change`: a fact with its sign) to every counter; part of a `with`. With `afresh` the facts are
 * all there are, and the counters are brought to them.
 */
const addChange = (afresh: boolean): Sql => sql`
  cell_part as (
    select part.day, department_id, sign * part.arrives as opened,
      ${list(measures, (name) => `sign * part.arrives * ${name} as ${name}`)}, sign * part.ends as ended
    from change cross join lateral (values (change.day, 1, 0), (change.ended_day, 0, 1)) as part (day, arrives, ends)
    where part.day is not null
    ${afresh ? held('insight_cell', ['day', 'department_id'], sums) : sql``}),
  cell_sum as (
    select day, department_id, ${list(sums, (name) => `sum(${name}) as ${name}`)} from cell_part group by day, department_id),
  cell_added as (
    insert into insight_cell as cell (day, department_id, ${list(sums, (name) => name)})
    select * from cell_sum where (${list(sums, (name) => name)}) is distinct from (${list(sums, () => '0')})
    on conflict (day, department_id) do update set ${list(sums, (name) => `${name} = cell.${name} + excluded.${name}`)}),
  slice_part as (
    select part.facet, day, department_id, part.key, sign as opened
    from change cross join lateral (values ('category', category_key), ('kind', kind), ('channel', channel)) as part (facet, key)
    ${afresh ? held('insight_slice', ['facet', 'day', 'department_id', 'key'], ['opened']) : sql``}),
  slice_added as (
    insert into insight_slice as slice (facet, day, department_id, key, opened)
    select facet, day, department_id, key, sum(opened) from slice_part
    group by facet, day, department_id, key having sum(opened) <> 0
    on conflict (facet, day, department_id, key) do update set opened = slice.opened + excluded.opened),
  hour_part as (
    select day, department_id, hour, sign as opened from change
    ${afresh ? held('insight_hour', ['day', 'department_id', 'hour'], ['opened']) : sql``}),
  hour_added as (
    insert into insight_hour as place (day, department_id, hour, opened)
    select day, department_id, hour, sum(opened) from hour_part group by day, department_id, hour having sum(opened) <> 0
    on conflict (day, department_id, hour) do update set opened = place.opened + excluded.opened),
  wait_part as (
    select day, department_id, wait_minutes as minutes, sign as replies from change where wait_minutes is not null
    ${afresh ? held('insight_wait', ['day', 'department_id', 'minutes'], ['replies']) : sql``}),
  wait_added as (
    insert into insight_wait as place (day, department_id, minutes, replies)
    select day, department_id, minutes, sum(replies) from wait_part
    group by day, department_id, minutes having sum(replies) <> 0
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
  // What is as it was drops out first: looking again at a million tickets writes nothing.
  await sql`
    with present as materialized (select ticket_id, ${all} from (${presentFacts}) as fact where ticket_id = any (${ids})),
    known as materialized (select ticket_id, ${all} from insight_fact where ticket_id = any (${ids})),
    fresh as materialized (select * from present except select * from known),
    stale as materialized (select * from known except select * from present),
    change as (select -1 as sign, * from stale union all select 1, * from fresh),
    gone as (
      delete from insight_fact
      where ticket_id in (select ticket_id from stale) and ticket_id not in (select ticket_id from present)),
    kept as (
      insert into insight_fact as fact (ticket_id, ${all}) select ticket_id, ${all} from fresh
      on conflict (ticket_id) do update set ${list(factColumns, (name) => `${name} = excluded.${name}`)}),
    ${addChange(false)}
    select 1`.execute(tx);
  await sql`
    insert into insight_day as known (day, first_seq, last_seq)
    select (created_at at time zone 'Asia/Shanghai')::date, min(seq), max(seq) from ticket_fact where id = any (${ids}) group by 1
    on conflict (day) do update
      set first_seq = least(known.first_seq, excluded.first_seq), last_seq = greatest(known.last_seq, excluded.last_seq)
      where excluded.first_seq < known.first_seq or excluded.last_seq > known.last_seq`.execute(tx);
  if (settle > 0)
    await sql`update insight_fact set settle = ${settle} where ticket_id = any (${ids}) and settle < ${settle}`.execute(
      tx,
    );
};

/** Sequence numbers outside of which no ticket of these days lies; a ticket that is not counted yet lies behind them all. */
export const seqBounds = async (tx: Tx, from: string | null, to: string | null): Promise<SeqBounds> => {
  const dayOf = (instant: string | null): Sql => sql`(${instant}::timestamptz at time zone 'Asia/Shanghai')::date`;
  const found = await sql<SeqBounds>`
    select coalesce(min(first_seq) filter (where day >= ${dayOf(from)}), case when ${from}::text is not null then max(last_seq) end) as first,
      case when ${to}::text is not null then coalesce(max(last_seq) filter (where day <= ${dayOf(to)}), min(first_seq)) end as last
    from insight_day`.execute(tx);
  return found.rows[0] ?? { first: null, last: null };
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

/**
 * The next ids of tickets or facts after one, in order. The planner takes the policies for filters that let hardly
 * anything through, and would fetch and sort the whole table for every batch instead of walking the index.
 */
export const idsAfter = async (tx: Tx, after: string, limit: number): Promise<string[]> => {
  const walk = (on: 'on' | 'off') => sql`select set_config('enable_sort', ${on}, true)`.execute(tx);
  await walk('off');
  const found = await sql<{ id: string }>`
    select id from (
      (select id from ticket_fact where id > ${after} order by id limit ${limit})
      union
      (select ticket_id from insight_fact where ticket_id > ${after} order by ticket_id limit ${limit})) as both_sides
    order by id limit ${limit}`.execute(tx);
  await walk('on');
  return found.rows.map((row) => row.id);
};

/** Below every id. */
export const smallestId = '00000000-0000-0000-0000-000000000000';

/** Brings the counters to the facts, whatever they held; writes only where they were wrong. */
export const recountCells = async (tx: Tx): Promise<void> => {
  await lockCounters(tx);
  await sql`with change as (select 1 as sign, ${list(factColumns, (name) => name)} from insight_fact), ${addChange(true)} select 1`.execute(
    tx,
  );
};
