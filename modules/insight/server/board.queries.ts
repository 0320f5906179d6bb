import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { TrendFacet } from '../contract.ts';
import type { Period } from './calendar.ts';

/** Departments to count; null = every one the transaction reaches. */
export type Places = readonly string[] | null;

const within = (places: Places): RawBuilder<unknown> =>
  places === null ? sql`true` : sql`department_id = any (${[...places]}::uuid[])`;

export type DayCounts = {
  day: string;
  opened: number;
  breached: number;
  replied: number;
  asked: number;
  rated: number;
  ratingSum: number;
  concluded: number;
  closed: number;
  closedFirst: number;
  ended: number;
};

export const countsByDay = async (tx: Tx, places: Places, from: string, to: string): Promise<DayCounts[]> => {
  const found = await sql<DayCounts>`
    select day::text as day, sum(opened)::int8 as opened, sum(breached)::int8 as breached, sum(replied)::int8 as replied,
      sum(asked)::int8 as asked, sum(rated)::int8 as rated, sum(rating_sum)::int8 as "ratingSum",
      sum(concluded)::int8 as concluded, sum(closed)::int8 as closed, sum(closed_first)::int8 as "closedFirst",
      sum(ended)::int8 as ended
    from insight_cell where day between ${from}::date and ${to}::date and ${within(places)} group by day order by day`.execute(
    tx,
  );
  return found.rows;
};

export type Backlog = { open: number; overdue: number; before: number };

/** What is open and overdue now, and how much was open when a day began. */
export const readBacklog = async (tx: Tx, places: Places, day: string): Promise<Backlog> => {
  const found = await sql<Backlog>`
    select coalesce(sum(open), 0)::int8 as open, coalesce(sum(overdue), 0)::int8 as overdue,
      coalesce(sum(opened - ended) filter (where day < ${day}::date), 0)::int8 as before
    from insight_cell where ${within(places)}`.execute(tx);
  return found.rows[0] ?? { open: 0, overdue: 0, before: 0 };
};

export type DayWait = { day: string; median: number | null; slow: number | null };
export type SpanWait = { minutes: number; now: number; before: number };
export type Waits = { lengths: readonly SpanWait[]; byDay: readonly DayWait[] };

/**
 * How long customers waited: by length for a period and the one before it, and for each day the wait within which half,
 * and nine in ten, had their first reply. One statement, because reading the histogram is what it costs.
 */
export const readWaits = async (tx: Tx, places: Places, period: Period, first: string): Promise<Waits> => {
  const found = await sql<Waits>`
    with waits as materialized (
      select day, minutes, sum(replies)::int8 as replies from insight_wait
      where day between ${first}::date and ${period.to}::date and ${within(places)} group by day, minutes),
    ranked as (
      select day, minutes, sum(replies) over (partition by day order by minutes) as seen,
        sum(replies) over (partition by day) as total
      from waits where replies > 0),
    lengths as (
      select minutes, coalesce(sum(replies) filter (where day >= ${period.from}::date), 0) as now,
        coalesce(sum(replies) filter (where day between ${period.previousFrom}::date and ${period.previousTo}::date), 0) as before
      from waits group by minutes),
    days as (
      select day::text as day, min(minutes) filter (where seen >= ceil(total * 0.5)) as median,
        min(minutes) filter (where seen >= ceil(total * 0.9)) as slow
      from ranked group by day)
    select coalesce((select jsonb_agg(lengths) from lengths), '[]') as lengths,
      coalesce((select jsonb_agg(days) from days), '[]') as "byDay"`.execute(tx);
  return found.rows[0] ?? { lengths: [], byDay: [] };
};

/** Arrivals in a span that is not made of whole days. */
export const countArrivals = async (tx: Tx, places: Places, from: Date, to: Date): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int8 as count from insight_fact
    where arrived_at >= ${from} and arrived_at < ${to} and ${within(places)}`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export type SliceCount = { day: string; key: string; opened: number };

/** Arrivals per day and key of a facet; days without any have no row. */
export const slicesByDay = async (
  tx: Tx,
  facet: TrendFacet,
  places: Places,
  from: string,
  to: string,
): Promise<SliceCount[]> => {
  const source = facet === 'department' ? sql`insight_cell` : sql`insight_slice`;
  const key = facet === 'department' ? sql`department_id::text` : sql`key`;
  const ofFacet = facet === 'department' ? sql`opened <> 0` : sql`facet = ${facet}`;
  const found = await sql<SliceCount>`
    select day::text as day, ${key} as key, sum(opened)::int8 as opened from ${source}
    where ${ofFacet} and day between ${from}::date and ${to}::date and ${within(places)} group by 1, 2`.execute(tx);
  return found.rows;
};

export type Load = { departmentId: string; open: number; overdue: number };

export const loadByDepartment = async (tx: Tx, places: Places): Promise<Load[]> => {
  const found = await sql<Load>`
    select department_id as "departmentId", sum(open)::int8 as open, sum(overdue)::int8 as overdue
    from insight_cell where ${within(places)} group by department_id having sum(open) > 0
    order by sum(overdue) desc, sum(open) desc, department_id`.execute(tx);
  return found.rows;
};

export type HourCount = { weekday: number; hour: number; opened: number };

/** By weekday (Monday is 1) and hour. */
export const arrivalsByHour = async (tx: Tx, places: Places, from: string, to: string): Promise<HourCount[]> => {
  const found = await sql<HourCount>`
    select extract(isodow from day)::int as weekday, hour, sum(opened)::int8 as opened
    from insight_hour where day between ${from}::date and ${to}::date and ${within(places)} group by 1, 2`.execute(tx);
  return found.rows;
};
