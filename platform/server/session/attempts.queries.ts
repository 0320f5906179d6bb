import { sql } from 'kysely';
import type { Tx } from '../database/index.ts';

/** When the last of these keys opens again; null when none is blocked. */
export const findBlock = async (tx: Tx, keys: readonly string[], now: Date): Promise<Date | null> => {
  const found = await sql<{ until: Date | null }>`
    select max(blocked_until) as until from attempt where key = any(${[...keys]}) and blocked_until > ${now}`.execute(
    tx,
  );
  return found.rows[0]?.until ?? null;
};

export type CountedKey = {
  key: string;
  /** Failures that cost nothing. */
  free: number;
  firstDelaySeconds: number;
  maxDelaySeconds: number;
};

/** Counts one more failure for each key in one statement; counting starts anew after `quietSeconds` without any. */
export const countFailures = async (
  tx: Tx,
  keys: readonly CountedKey[],
  now: Date,
  quietSeconds: number,
): Promise<void> => {
  const rows = JSON.stringify([...keys].sort((a, b) => (a.key < b.key ? -1 : 1)));
  await sql`
    insert into attempt as a (key, count, since, blocked_until)
    select key, 1, ${now}::timestamptz,
      case when free <= 1 then ${now}::timestamptz + make_interval(secs => "firstDelaySeconds") end
    from jsonb_to_recordset(${rows}::jsonb)
      as row (key text, free int, "firstDelaySeconds" int, "maxDelaySeconds" int)
    on conflict (key) do update set (count, since, blocked_until) = (
      select next.count, ${now}::timestamptz,
        case when next.count >= row.free then ${now}::timestamptz + make_interval(
          secs => least(row."maxDelaySeconds", row."firstDelaySeconds" * power(2, least(next.count - row.free, 20)))) end
      from jsonb_to_recordset(${rows}::jsonb)
          as row (key text, free int, "firstDelaySeconds" int, "maxDelaySeconds" int),
        lateral (select case
          when greatest(a.since, coalesce(a.blocked_until, a.since)) < ${now}::timestamptz - make_interval(secs => ${quietSeconds})
          then 1 else a.count + 1 end as count) as next
      where row.key = a.key)`.execute(tx);
};

export const forgetAttempts = async (tx: Tx, keys: readonly string[]): Promise<void> => {
  await sql`delete from attempt where key = any(${[...keys]})`.execute(tx);
};

export const deleteOldAttempts = async (tx: Tx, before: Date): Promise<void> => {
  await sql`delete from attempt where since < ${before} and (blocked_until is null or blocked_until < ${before})`.execute(
    tx,
  );
};
