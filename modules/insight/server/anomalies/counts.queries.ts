import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { AnomalyDimension } from '../../contract/anomalies.ts';

export type Span = { readonly from: Date; readonly until: Date };
export type DayCount = { dimension: AnomalyDimension; key: string; day: string; count: number };

const said = sql`coalesce(occurred_at, created_at)`;
const local = sql`${said} at time zone 'Asia/Shanghai'`;

/** One value of one dimension; its tickets are looked at for what explains them. */
export type Chosen = { readonly dimension: AnomalyDimension; readonly key: string };

const hourKey = sql`lpad(extract(hour from ${local})::int::text, 2, '0')`;

const isChosen = ({ dimension, key }: Chosen): RawBuilder<unknown> => {
  switch (dimension) {
    case 'total':
      return sql`true`;
    case 'hour':
      return sql`${hourKey} = ${key}`;
    case 'product':
      return sql`id in (select ticket_id from classify_product_fact where product = ${key})`;
    case 'category':
      return sql`category_key = ${key}`;
    case 'outlet':
      return sql`outlet_id = ${key}::uuid`;
    case 'department':
      return sql`department_id = ${key}::uuid`;
    case 'kind':
      return sql`kind = ${key}`;
    case 'region':
      return sql`region = ${key}`;
    case 'channel':
      return sql`channel = ${key}`;
  }
};

/** Tickets that were said in a span; ticket's index over that instant bounds the walk. */
const inSpan = ({ from, until }: Span, chosen: Chosen | null): RawBuilder<unknown> => sql`
  select id, (${local})::date::text as day, ${hourKey} as hour, category_key, kind, region, outlet_id::text as outlet,
    channel, department_id::text as department
  from ticket_fact where state <> 'spam' and ${said} >= ${from} and ${said} < ${until}
    and ${chosen === null ? sql`true` : isChosen(chosen)}`;

/** Counts by day of every value of every dimension, in one walk; days without any have no row. */
export const countDimensions = async (tx: Tx, span: Span, chosen: Chosen | null = null): Promise<DayCount[]> => {
  const found = await sql<DayCount>`
    with said as materialized (${inSpan(span, chosen)})
    select part.dimension, part.key, day, count(*)::int as count
    from said cross join lateral (values ('total', ''), ('hour', hour), ('category', category_key), ('kind', kind),
      ('region', nullif(region, '')), ('outlet', outlet), ('channel', channel), ('department', department)) as part (dimension, key)
    where part.key is not null group by 1, 2, 3
    union all
    select 'product', product, day, count(*)::int
    from said join classify_product_fact on ticket_id = said.id group by 2, 3`.execute(tx);
  return found.rows;
};

/** The same for the hours alone, which are looked at while the day goes on. */
export const countHours = async (tx: Tx, span: Span): Promise<DayCount[]> => {
  const found = await sql<DayCount>`
    with said as (${inSpan(span, null)})
    select part.dimension, part.key, day, count(*)::int as count
    from said cross join lateral (values ('total', ''), ('hour', hour)) as part (dimension, key) group by 1, 2, 3`.execute(
    tx,
  );
  return found.rows;
};

export const countChosen = async (tx: Tx, span: Span, chosen: Chosen): Promise<{ day: string; count: number }[]> => {
  const found = await sql<{ day: string; count: number }>`
    with said as (${inSpan(span, chosen)}) select day, count(*)::int as count from said group by day`.execute(tx);
  return found.rows;
};

/** The newest tickets that have all of these values. */
export const examplesOf = async (
  tx: Tx,
  span: Span,
  chosen: Chosen,
  also: readonly Chosen[],
  limit: number,
): Promise<string[]> => {
  const narrowed = sql.join([sql`true`, ...also.map(isChosen)], sql` and `);
  const found = await sql<{ id: string }>`
    with said as (${inSpan(span, chosen)} and ${narrowed}) select id from said order by id desc limit ${limit}`.execute(
    tx,
  );
  return found.rows.map((row) => row.id);
};
