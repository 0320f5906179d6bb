import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import {
  anomalyDimensionSchema,
  anomalyStateSchema,
  type AnomalyDimension,
  type AnomalyState,
} from '../../contract/anomalies.ts';

const contributor = z.object({
  dimension: anomalyDimensionSchema,
  key: z.string(),
  count: z.int(),
  expected: z.number(),
  share: z.number(),
});
export type StoredContributor = z.infer<typeof contributor>;

const row = z.object({
  id: z.string(),
  day: z.string(),
  dimension: anomalyDimensionSchema,
  key: z.string(),
  count: z.int(),
  expected: z.number(),
  chance: z.number(),
  looks: z.int(),
  contributors: z.array(contributor),
  exampleIds: z.array(z.string()),
  state: anomalyStateSchema,
  cause: z.string(),
  notedBy: z.string(),
  notedAt: z.date().nullable(),
});
export type AnomalyRow = z.infer<typeof row>;

const columns = sql`id, day::text as day, dimension, key, count, expected::float8 as expected, chance, looks, contributors,
  example_ids as "exampleIds", state, cause, noted_name as "notedBy", noted_at as "notedAt"`;

const select = async (tx: Tx, rest: RawBuilder<unknown>): Promise<AnomalyRow[]> => {
  const found = await sql<unknown>`select ${columns} from insight_anomaly ${rest}`.execute(tx);
  return z.array(row).parse(found.rows);
};

export type AnomalyPage = {
  readonly state: AnomalyState | undefined;
  readonly dimension: AnomalyDimension | undefined;
  readonly after: { day: string; id: string } | null;
  readonly limit: number;
};

export const findPage = (tx: Tx, { state, dimension, after, limit }: AnomalyPage): Promise<AnomalyRow[]> =>
  select(
    tx,
    sql`where ${state === undefined ? sql`true` : sql`state = ${state}`}
      and ${dimension === undefined ? sql`true` : sql`dimension = ${dimension}`}
      and ${after === null ? sql`true` : sql`(day, id) < (${after.day}::date, ${after.id}::uuid)`}
    order by day desc, id desc limit ${limit}`,
  );

export const anomalyById = async (tx: Tx, id: string): Promise<AnomalyRow | null> =>
  (await select(tx, sql`where id = ${id}`))[0] ?? null;

export const anomaliesOfDay = (tx: Tx, day: string): Promise<AnomalyRow[]> =>
  select(tx, sql`where day = ${day}::date order by chance, id limit 50`);

export const countOpen = async (tx: Tx, since: string): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from insight_anomaly where state = 'open' and day >= ${since}::date`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export const visibleAnomalies = async (tx: Tx, ids: readonly string[]): Promise<string[]> => {
  const found = await sql<{ id: string }>`
    select id from insight_anomaly where id = any (${[...ids]}::uuid[])`.execute(tx);
  return found.rows.map((one) => one.id);
};

export type FoundAnomaly = Pick<
  AnomalyRow,
  'id' | 'day' | 'dimension' | 'key' | 'count' | 'expected' | 'chance' | 'looks' | 'contributors' | 'exampleIds'
>;

/** Writes what was found and answers which of it is new; what people noted about it stays. */
export const keepAnomaly = async (tx: Tx, found: FoundAnomaly, at: Date): Promise<boolean> => {
  const kept = await sql<{ isNew: boolean }>`
    insert into insight_anomaly as kept (id, day, dimension, key, department_id, count, expected, chance, looks, contributors, example_ids, found_at)
    values (${found.id}, ${found.day}::date, ${found.dimension}, ${found.key},
      ${found.dimension === 'department' ? found.key : null}::uuid, ${found.count}, ${found.expected}, ${found.chance},
      ${found.looks}, ${JSON.stringify(found.contributors)}::jsonb, ${[...found.exampleIds]}::uuid[], ${at})
    on conflict (day, dimension, key) do update set count = excluded.count, expected = excluded.expected,
      chance = excluded.chance, looks = excluded.looks, contributors = excluded.contributors, example_ids = excluded.example_ids
    returning id = ${found.id}::uuid as "isNew"`.execute(tx);
  return kept.rows[0]?.isNew === true;
};

/** Looked at again a day is as it was found now; only what nobody touched yet may go. */
export const dropOthers = async (
  tx: Tx,
  day: string,
  dimensions: readonly AnomalyDimension[],
  kept: readonly string[],
): Promise<void> => {
  await sql`delete from insight_anomaly where day = ${day}::date and state = 'open' and noted_at is null
    and dimension = any (${[...dimensions]}::text[])
    and dimension || ' ' || key <> all (${[...kept]}::text[])`.execute(tx);
};

export const noteCause = async (
  tx: Tx,
  id: string,
  note: { state: AnomalyState; cause: string; by: string | null; name: string; at: Date },
  seenAt: string | null | undefined,
): Promise<boolean> => {
  const asSeen = seenAt === undefined ? sql`true` : sql`noted_at is not distinct from ${seenAt}::timestamptz`;
  const done = await sql`update insight_anomaly set state = ${note.state}, cause = ${note.cause}, noted_by = ${note.by},
    noted_name = ${note.name}, noted_at = ${note.at} where id = ${id} and ${asSeen}`.execute(tx);
  return done.numAffectedRows === 1n;
};

/** Two processes that look at the same day take turns. */
export const lockAnomalies = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.insight.anomalies'))`.execute(tx);
};
