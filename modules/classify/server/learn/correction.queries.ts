import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '#platform/server/database/index.ts';
import { learnedFieldSchema, type LearnedField } from '../../contract.ts';

/** Events speak of `categoryKey`; everything that is learned speaks of `category`. */
const fieldName = sql`case field when 'categoryKey' then 'category' else field end`;

const judgedRow = z.array(z.object({ ticketId: z.string(), field: learnedFieldSchema }));

/** Tickets and fields on which a person has spoken, the newest first. */
export const judgedTickets = async (tx: Tx, limit: number): Promise<{ ticketId: string; field: LearnedField }[]> => {
  const found = await sql<unknown>`
    select distinct ticket_id as "ticketId", ${fieldName} as field
    from (select ticket_id, field from classify_correction order by at desc, id desc limit ${limit}) as newest`.execute(
    tx,
  );
  return judgedRow.parse(found.rows);
};

const labelCounts = z.array(z.object({ label: z.string(), rows: z.int() }));

/** What people said most of a field so far, by the last word on each ticket: how near its classes are to being learned. */
export const countLabels = async (
  tx: Tx,
  field: LearnedField,
  limit: number,
): Promise<{ label: string; rows: number }[]> => {
  const stored = field === 'category' ? 'categoryKey' : field;
  const found = await sql<unknown>`
    select label, count(*)::int as rows from (
      select distinct on (ticket_id) ticket_id, corrected as label from classify_correction
      where field = ${stored} order by ticket_id, at desc, id desc) as last
    group by label order by rows desc, label limit ${limit}`.execute(tx);
  return labelCounts.parse(found.rows);
};

export const countCorrections = async (tx: Tx, since: Date): Promise<number> => {
  const found = await sql<{ count: number }>`
    select count(*)::int as count from classify_correction where at > ${since}`.execute(tx);
  return found.rows[0]?.count ?? 0;
};

export type CorrectionRow = {
  id: string;
  ticketId: string;
  field: LearnedField;
  predicted: string | null;
  corrected: string;
  at: Date;
};

const correctionRow = z.array(
  z.object({
    id: z.string(),
    ticketId: z.string(),
    field: learnedFieldSchema,
    predicted: z.string().nullable(),
    corrected: z.string(),
    at: z.date(),
  }),
);

/** Real corrections (a confirmation changes nothing) since an instant, the newest first, after a key. */
export const findCorrections = async (
  tx: Tx,
  asked: { since: Date; field: LearnedField | undefined; after: { at: string; id: string } | null; limit: number },
): Promise<CorrectionRow[]> => {
  const { since, field, after, limit } = asked;
  const stored = field === 'category' ? 'categoryKey' : field;
  const found = await sql<unknown>`
    select id, ticket_id as "ticketId", ${fieldName} as field, predicted, corrected, at from classify_correction
    where at >= ${since} and predicted is distinct from corrected
      and ${stored === undefined ? sql`true` : sql`field = ${stored}`}
      and ${after === null ? sql`true` : sql`(at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`}
    order by at desc, id desc limit ${limit}`.execute(tx);
  return correctionRow.parse(found.rows);
};

/** Those of the tickets' fields on which somebody had spoken before these rows were written. */
export const correctedBefore = async (tx: Tx, ticketIds: readonly string[]): Promise<Set<string>> => {
  if (ticketIds.length === 0) return new Set();
  const found = await sql<{ key: string }>`
    select ticket_id::text || ' ' || ${fieldName} as key from classify_correction
    where ticket_id = any (${[...ticketIds]}::uuid[]) and predicted is distinct from corrected`.execute(tx);
  return new Set(found.rows.map((row) => row.key));
};

export type DayChange = { at: Date; field: LearnedField; by: string; decided: number; corrected: number };

/** Days are the company's (Asia/Shanghai). */
export const addToDays = async (tx: Tx, changes: readonly DayChange[]): Promise<void> => {
  if (changes.length === 0) return;
  const rows = changes.map((change) => ({ ...change, at: change.at.toISOString() }));
  await sql`insert into classify_day (day, field, decided_by, decided, corrected)
    select (at at time zone 'Asia/Shanghai')::date as day, field, by, sum(decided), sum(corrected)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as row (at timestamptz, field text, by text, decided int, corrected int)
    group by 1, field, by order by 1, field, by
    on conflict (day, field, decided_by) do update set
      decided = classify_day.decided + excluded.decided, corrected = classify_day.corrected + excluded.corrected`.execute(
    tx,
  );
};

export type DaySum = { field: LearnedField; decided: number; corrected: number };

const daySums = z.array(z.object({ field: learnedFieldSchema, decided: z.int(), corrected: z.int() }));

/** Decisions of rules and models between two instants' days, the first included, the last not. */
export const sumDays = async (tx: Tx, from: Date, to: Date): Promise<DaySum[]> => {
  const found = await sql<unknown>`select field, sum(decided)::int as decided, sum(corrected)::int as corrected
    from classify_day where day >= (${from}::timestamptz at time zone 'Asia/Shanghai')::date
      and day < (${to}::timestamptz at time zone 'Asia/Shanghai')::date and decided_by in ('rules', 'model')
    group by field`.execute(tx);
  return daySums.parse(found.rows);
};
