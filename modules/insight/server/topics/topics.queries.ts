import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { TopicSort } from '../../contract/topics.ts';
import type { Places } from '../board.queries.ts';

const within = (places: Places): RawBuilder<unknown> =>
  places === null ? sql`true` : sql`row.department_id = any (${[...places]}::uuid[])`;

/** A stretch of time; `previous` is where the one before it begins, null where there is none. */
export type Span = { from: Date; until: Date; previous: Date | null };

export type TopicCount = {
  id: string;
  label: string;
  named: boolean;
  pinned: boolean;
  words: string[];
  places: string[];
  size: number;
  previous: number;
  isNew: boolean;
  people: number;
  votes: number;
  firstAt: Date | null;
  lastAt: Date | null;
};

const orders: Readonly<Record<TopicSort, string>> = {
  // Growth alone would put a topic of two above all; the square root of the size weighs it.
  growth: '(size - previous) * sqrt(size) / greatest(previous, 3) desc, size desc',
  size: 'size desc',
  people: 'people desc, size desc',
  votes: 'votes desc, size desc',
};

/** Topics of a span, counted over the rows that the transaction reaches. A merged one counts for its other. */
export const countTopics = async (
  tx: Tx,
  span: Span,
  places: Places,
  sort: TopicSort,
  limit: number,
  only: string | null = null,
): Promise<TopicCount[]> => {
  const since = span.previous ?? span.from;
  const found = await sql<TopicCount>`
    with counted as (
      select coalesce(topic.merged_into, topic.id) as id,
        (count(*) filter (where row.said_at >= ${span.from}))::int as size,
        (count(*) filter (where row.said_at < ${span.from}))::int as previous,
        (count(distinct row.speaker) filter (where row.said_at >= ${span.from}))::int as people,
        coalesce(sum(row.votes) filter (where row.said_at >= ${span.from}), 0)::int as votes,
        min(row.said_at) filter (where row.said_at >= ${span.from}) as "firstAt",
        max(row.said_at) as "lastAt"
      from insight_topic_ticket as row join insight_topic as topic on topic.id = row.topic_id
      where row.said_at >= ${since} and row.said_at < ${span.until} and ${within(places)}
        and ${only === null ? sql`true` : sql`(topic.id = ${only} or topic.merged_into = ${only})`}
      group by 1)
    select counted.*, label, named, pinned, words, places,
      not exists (select 1 from insight_topic_ticket as earlier join insight_topic as part on part.id = earlier.topic_id
                  where (part.id = counted.id or part.merged_into = counted.id) and earlier.said_at < ${span.from}) as "isNew"
    from counted join insight_topic using (id) where size > 0
    order by pinned desc, ${sql.raw(orders[sort])}, id limit ${limit}`.execute(tx);
  return found.rows;
};

export const countSorted = async (tx: Tx, span: Span, places: Places): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from insight_topic_ticket as row
    where row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)}`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

/** Tickets of topics by step of a span: `step` counts from 0. */
export const sparkOf = async (
  tx: Tx,
  ids: readonly string[],
  span: Span,
  places: Places,
  steps: number,
): Promise<{ id: string; step: number; count: number }[]> => {
  const found = await sql<{ id: string; step: number; count: number }>`
    select coalesce(topic.merged_into, topic.id) as id,
      width_bucket(extract(epoch from row.said_at), extract(epoch from ${span.from}::timestamptz), extract(epoch from ${span.until}::timestamptz), ${steps}) - 1 as step,
      count(*)::int as count
    from insight_topic_ticket as row join insight_topic as topic on topic.id = row.topic_id
    where (topic.id = any (${[...ids]}::uuid[]) or topic.merged_into = any (${[...ids]}::uuid[]))
      and row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)}
    group by 1, 2`.execute(tx);
  return found.rows;
};

const ofTopic = (id: string): RawBuilder<unknown> =>
  sql`row.topic_id in (select id from insight_topic where id = ${id} or merged_into = ${id})`;

export const daysOf = async (
  tx: Tx,
  id: string,
  span: Span,
  places: Places,
): Promise<{ day: string; count: number }[]> => {
  const found = await sql<{ day: string; count: number }>`
    select (row.said_at at time zone 'Asia/Shanghai')::date::text as day, count(*)::int as count
    from insight_topic_ticket as row
    where ${ofTopic(id)} and row.said_at >= ${span.previous ?? span.from} and row.said_at < ${span.until} and ${within(places)}
    group by 1 order by 1`.execute(tx);
  return found.rows;
};

/** The most typical tickets of a topic in a span. */
export const typicalOf = async (tx: Tx, id: string, span: Span, places: Places, limit: number): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select row.ticket_id as id from insight_topic_ticket as row
    where ${ofTopic(id)} and row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)}
    order by row.rank, row.ticket_id limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.id);
};

/** Sequence numbers of the newest tickets of a topic, for lists that are narrowed to it. */
export const seqsOfTopic = async (
  tx: Tx,
  id: string,
  span: Pick<Span, 'from' | 'until'>,
  places: Places,
  limit: number,
): Promise<number[]> => {
  const found = await sql<{ seq: number }>`
    select fact.seq from (
      select row.ticket_id from insight_topic_ticket as row
      where ${ofTopic(id)} and row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)}
      order by row.said_at desc limit ${limit}) as member
    join ticket_fact as fact on fact.id = member.ticket_id`.execute(tx);
  return found.rows.map((row) => row.seq);
};

export type TicketPosition = { at: string; id: string };

export const ticketsOfTopic = async (
  tx: Tx,
  id: string,
  span: Span,
  places: Places,
  before: TicketPosition | null,
  limit: number,
): Promise<{ id: string; saidAt: Date; votes: number }[]> => {
  const earlier = before
    ? sql`and (row.said_at, row.ticket_id) < (${before.at}::timestamptz, ${before.id}::uuid)`
    : sql``;
  const found = await sql<{ id: string; saidAt: Date; votes: number }>`
    select row.ticket_id as id, row.said_at as "saidAt", row.votes from insight_topic_ticket as row
    where ${ofTopic(id)} and row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)} ${earlier}
    order by row.said_at desc, row.ticket_id desc limit ${limit}`.execute(tx);
  return found.rows;
};

/** Products that tickets speak of, by ticket: found in their words, or named in a form. */
export const productsByTicket = async (tx: Tx, ids: readonly string[]): Promise<Map<string, string[]>> => {
  const found = await sql<{ id: string; products: string[] }>`
    select ticket_id as id, array_agg(product order by product) as products from classify_product_fact
    where ticket_id = any (${[...ids]}::uuid[]) group by ticket_id`.execute(tx);
  return new Map(found.rows.map((row) => [row.id, row.products]));
};

export const dimensions = ['category', 'region', 'channel', 'product', 'department'] as const;
export type Dimension = (typeof dimensions)[number];

export type Slice = { dimension: Dimension; key: string; own: number; all: number };

/** How often each value of each dimension stands in a topic and in all topics of a span. */
export const slicesOf = async (tx: Tx, id: string, span: Span, places: Places): Promise<Slice[]> => {
  const found = await sql<Slice>`
    select part.dimension, part.key, (count(*) filter (where ${ofTopic(id)}))::int as own, count(*)::int as all
    from insight_topic_ticket as row cross join lateral (values ('category', category_key), ('region', region),
      ('channel', channel), ('product', product), ('department', department_id::text)) as part (dimension, key)
    where row.said_at >= ${span.from} and row.said_at < ${span.until} and ${within(places)} and part.key <> ''
    group by 1, 2 having count(*) filter (where ${ofTopic(id)}) > 0`.execute(tx);
  return found.rows;
};
