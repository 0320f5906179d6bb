import { sql, type RawBuilder } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { RetentionView } from '../../contract.ts';

export type RetentionRecord = {
  ticketId: string;
  number: string;
  endedAt: Date;
  keepUntil: Date | null;
  months: number | null;
  rule: string;
  heldAt: Date | null;
  heldBy: string | null;
  holdReason: string;
  erasedAt: Date | null;
  erasedBy: string | null;
  eraseReason: string;
};

const columns = sql`ticket_id as "ticketId", number, ended_at as "endedAt", keep_until as "keepUntil", months, rule,
  held_at as "heldAt", held_by as "heldBy", hold_reason as "holdReason", erased_at as "erasedAt", erased_by as "erasedBy",
  erase_reason as "eraseReason"`;

export type Archived = Pick<RetentionRecord, 'ticketId' | 'number' | 'endedAt' | 'keepUntil' | 'months' | 'rule'>;

export const putRetention = async (tx: Tx, many: readonly Archived[]): Promise<void> => {
  if (many.length === 0) return;
  await sql`
    insert into archive_retention (ticket_id, number, ended_at, keep_until, months, rule)
    select "ticketId", number, "endedAt", "keepUntil", months, rule
    from jsonb_to_recordset(${JSON.stringify(many)}::jsonb)
      as r("ticketId" uuid, number text, "endedAt" timestamptz, "keepUntil" timestamptz, months int, rule text)
    on conflict (ticket_id) do update set ended_at = excluded.ended_at, keep_until = excluded.keep_until,
      months = excluded.months, rule = excluded.rule
    where archive_retention.erased_at is null`.execute(tx);
};

export const dropRetention = async (tx: Tx, ticketIds: readonly string[]): Promise<void> => {
  await sql`delete from archive_retention where ticket_id = any (${[...ticketIds]}::uuid[]) and erased_at is null
    and held_at is null`.execute(tx);
};

export const lockRetention = async (tx: Tx, ticketId: string): Promise<RetentionRecord | null> => {
  const found = await sql<RetentionRecord>`
    select ${columns} from archive_retention where ticket_id = ${ticketId} for update`.execute(tx);
  return found.rows[0] ?? null;
};

/** Archived before this was looked at. */
export const unworkedRetention = async (tx: Tx, limit: number): Promise<RetentionRecord[]> => {
  const found = await sql<RetentionRecord>`
    select ${columns} from archive_retention where keep_until is null order by ticket_id limit ${limit}
    for update skip locked`.execute(tx);
  return found.rows;
};

export type Place = { readonly at: Date; readonly ticketId: string };

type Page = { readonly where: RawBuilder<unknown>; readonly by: RawBuilder<unknown>; readonly newestFirst: boolean };

const pageOf = (view: RetentionView, now: Date): Page => {
  const keptBy = sql`keep_until`;
  switch (view) {
    case 'over':
      return {
        where: sql`erased_at is null and held_at is null and keep_until <= ${now}`,
        by: keptBy,
        newestFirst: false,
      };
    case 'kept':
      return {
        where: sql`erased_at is null and held_at is null and keep_until > ${now}`,
        by: keptBy,
        newestFirst: false,
      };
    case 'held':
      return { where: sql`held_at is not null`, by: sql`held_at`, newestFirst: true };
    case 'erased':
      return { where: sql`erased_at is not null`, by: sql`erased_at`, newestFirst: true };
  }
};

/** One page of a view; what is kept comes by its day, what people did newest first. */
export const pageOfRetention = async (
  tx: Tx,
  view: RetentionView,
  now: Date,
  after: Place | null,
  limit: number,
): Promise<RetentionRecord[]> => {
  const { where, by, newestFirst } = pageOf(view, now);
  const [beyond, order] = newestFirst ? [sql`<`, sql`desc`] : [sql`>`, sql`asc`];
  const from = after === null ? sql`true` : sql`(${by}, ticket_id) ${beyond} (${after.at}, ${after.ticketId}::uuid)`;
  const found = await sql<RetentionRecord>`
    select ${columns} from archive_retention where ${where} and ${from}
    order by ${by} ${order}, ticket_id ${order} limit ${limit}`.execute(tx);
  return found.rows;
};

export const saveRetention = async (tx: Tx, row: RetentionRecord): Promise<void> => {
  await sql`update archive_retention set keep_until = ${row.keepUntil}, months = ${row.months}, rule = ${row.rule},
    held_at = ${row.heldAt}, held_by = ${row.heldBy}, hold_reason = ${row.holdReason}, erased_at = ${row.erasedAt},
    erased_by = ${row.erasedBy}, erase_reason = ${row.eraseReason} where ticket_id = ${row.ticketId}`.execute(tx);
};

export const readEraseByJob = async (tx: Tx): Promise<boolean> => {
  const found = await sql<{ on: boolean }>`select erase_by_job as on from archive_setting`.execute(tx);
  return found.rows[0]?.on ?? false;
};

export const saveEraseByJob = async (tx: Tx, on: boolean, by: string | null, at: Date): Promise<void> => {
  await sql`update archive_setting set erase_by_job = ${on}, changed_by = ${by}, changed_at = ${at}`.execute(tx);
};
