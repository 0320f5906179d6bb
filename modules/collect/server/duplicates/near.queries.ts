import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

/** One comparer at a time in all processes: two that overlap would not see each other's sketches. */
export const lockSketches = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('collect.near'))`.execute(tx);
};

export type NewSketch = { ticketId: string; sketch: Buffer; categoryKey: string; at: Date; bands: readonly string[] };

/** Keeps sketches with their bands; what is known already stays as it is. */
export const insertSketches = async (tx: Tx, rows: readonly NewSketch[]): Promise<void> => {
  const data = JSON.stringify(
    rows.map((row) => ({
      ticket_id: row.ticketId,
      sketch: row.sketch.toString('hex'),
      category_key: row.categoryKey,
      created_at: row.at.toISOString(),
      bands: row.bands,
    })),
  );
  await sql`
    with given as (
      select * from jsonb_to_recordset(${data}::jsonb)
        as row (ticket_id uuid, sketch text, category_key text, created_at timestamptz, bands jsonb)),
    kept as (
      insert into near_sketch (ticket_id, sketch, category_key, created_at)
      select ticket_id, decode(sketch, 'hex'), category_key, created_at from given on conflict do nothing)
    insert into near_band (band, created_at, ticket_id)
    select distinct band, created_at, ticket_id from given cross join lateral jsonb_array_elements_text(bands) as band
    on conflict do nothing`.execute(tx);
};

export type NearRow = { ticketId: string; sketch: Buffer; at: Date };

/**
 * Sketches that share a band: of each band the oldest and the newest few since a moment, so that a campaign of ten
 * thousand copies still leads to its first, and costs no more than one of ten.
 */
export const sketchesByBands = async (
  tx: Tx,
  bands: readonly string[],
  since: Date,
  perEnd: number,
): Promise<NearRow[]> => {
  const found = await sql<NearRow>`
    with hit as (
      select distinct near.ticket_id
      from unnest(${[...bands]}::text[]) as wanted (band)
      cross join lateral (
        (select ticket_id from near_band where band = wanted.band and created_at > ${since} order by created_at limit ${perEnd})
        union all
        (select ticket_id from near_band where band = wanted.band and created_at > ${since} order by created_at desc limit ${perEnd})) as near)
    select ticket_id as "ticketId", sketch, created_at as at from hit join near_sketch using (ticket_id)
    order by created_at, ticket_id`.execute(tx);
  return found.rows;
};

/** Forgets what is too old to be a repeat; how many sketches went. */
export const pruneSketches = async (tx: Tx, before: Date, limit: number): Promise<number> => {
  await sql`delete from near_band where (band, created_at, ticket_id) in (
    select band, created_at, ticket_id from near_band where created_at < ${before} limit ${limit * 20})`.execute(tx);
  const done = await sql`delete from near_sketch where ticket_id in (
    select ticket_id from near_sketch where created_at < ${before} limit ${limit})`.execute(tx);
  return Number(done.numAffectedRows ?? 0);
};

/**
 * How many of a category arrive in such a window otherwise: the seven days before it, on average. Null while fewer than
 * three days are known, because then nothing is usual yet.
 */
export const usualInWindow = async (
  tx: Tx,
  categoryKey: string,
  before: Date,
  windowMinutes: number,
): Promise<number | null> => {
  const since = new Date(before.getTime() - 7 * 86_400_000);
  const found = await sql<{ count: number; first: Date | null }>`
    select (select count(*)::int from near_sketch
            where category_key = ${categoryKey} and created_at >= ${since} and created_at < ${before}) as count,
      (select created_at from near_sketch order by created_at limit 1) as first`.execute(tx);
  const row = found.rows[0];
  if (!row?.first) return null;
  const days = Math.min(7, (before.getTime() - row.first.getTime()) / 86_400_000);
  return days < 3 ? null : row.count * (windowMinutes / (days * 1440));
};
