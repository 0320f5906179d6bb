import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { CalendarData, SpecialDay } from '#platform/contract/deadline.ts';

declare module '#platform/server/database/schema.ts' {
  interface Schema {
    sla_calendar: { key: string; spec: unknown; version: number; changed_at: Date };
  }
}

/** One seeding or import of calendars at a time, over all processes, until the transaction ends. */
export const lockCalendars = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('huiyin.sla.calendars'))`.execute(tx);
};

/** What is in the tables, in one small answer; a different one means: read again. */
export const calendarStamp = async (tx: Tx): Promise<string> => {
  const found = await sql<{ stamp: string }>`
    select coalesce(string_agg(key || ':' || version, ' ' order by key), '') as stamp from sla_calendar`.execute(tx);
  return found.rows[0]?.stamp ?? '';
};

export type StoredCalendar = { spec: unknown; version: number; days: SpecialDay[]; years: StoredYear[] };
export type StoredYear = { year: number; source: string; importedAt: Date };

export const selectCalendars = async (tx: Tx, key?: string): Promise<StoredCalendar[]> => {
  const found = await sql<{
    spec: unknown;
    version: number;
    days: SpecialDay[];
    years: (Omit<StoredYear, 'importedAt'> & { importedAt: string })[];
  }>`
    select c.spec, c.version,
      coalesce((select jsonb_agg(jsonb_build_object('date', d.day, 'kind', d.kind, 'name', d.name, 'nameEn', d.name_en) order by d.day)
        from sla_calendar_day d where d.calendar_key = c.key), '[]') as days,
      coalesce((select jsonb_agg(jsonb_build_object('year', y.year, 'source', y.source, 'importedAt', y.imported_at) order by y.year)
        from sla_calendar_year y where y.calendar_key = c.key), '[]') as years
    from sla_calendar c where ${key === undefined ? sql`true` : sql`c.key = ${key}`} order by c.key`.execute(tx);
  return found.rows.map((row) => ({
    ...row,
    years: row.years.map((year) => ({ ...year, importedAt: new Date(year.importedAt) })),
  }));
};

export const calendarYears = async (tx: Tx): Promise<{ key: string; years: number[] }[]> => {
  const found = await sql<{ key: string; years: number[] }>`
    select c.key, array(select year from sla_calendar_year y where y.calendar_key = c.key order by year) as years
    from sla_calendar c`.execute(tx);
  return found.rows;
};

/** A new calendar, or a changed week; what counts on its days stays. */
export const putCalendar = async (tx: Tx, key: string, spec: object, at: Date): Promise<void> => {
  await sql`insert into sla_calendar (key, spec, changed_at) values (${key}, ${JSON.stringify(spec)}::jsonb, ${at})
    on conflict (key) do update set spec = excluded.spec, version = sla_calendar.version + 1, changed_at = excluded.changed_at`.execute(
    tx,
  );
};

export const touchCalendar = async (tx: Tx, key: string, at: Date): Promise<void> => {
  await sql`update sla_calendar set version = version + 1, changed_at = ${at} where key = ${key}`.execute(tx);
};

export type YearNote = { year: number; source: string; at: Date; by: string | null };

/** Replaces the days of these years by those given: a notice is one whole. */
export const replaceYears = async (
  tx: Tx,
  key: string,
  days: CalendarData['days'],
  years: readonly YearNote[],
): Promise<void> => {
  const numbers = years.map((one) => one.year);
  await sql`delete from sla_calendar_day where calendar_key = ${key} and extract(year from day)::int = any(${numbers})`.execute(
    tx,
  );
  await sql`insert into sla_calendar_day (calendar_key, day, kind, name, name_en)
    select ${key}, day, kind, name, name_en from jsonb_to_recordset(${JSON.stringify(
      days.map((one) => ({ day: one.date, kind: one.kind, name: one.name, name_en: one.nameEn })),
    )}::jsonb) as row (day date, kind text, name text, name_en text)
    on conflict (calendar_key, day) do update set kind = excluded.kind, name = excluded.name, name_en = excluded.name_en`.execute(
    tx,
  );
  await sql`insert into sla_calendar_year (calendar_key, year, source, imported_at, imported_by)
    select ${key}, year, source, at, by from jsonb_to_recordset(${JSON.stringify(years)}::jsonb)
      as row (year int, source text, at timestamptz, by uuid)
    on conflict (calendar_key, year) do update set source = excluded.source, imported_at = excluded.imported_at, imported_by = excluded.imported_by`.execute(
    tx,
  );
};
