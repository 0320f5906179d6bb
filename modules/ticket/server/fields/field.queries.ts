import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { CustomField } from '../../contract/custom-fields.ts';

/** With the short name under which values are found. */
export type FieldRow = CustomField & { readonly slot: number };

const columns = sql`id, slot, key, kind, name, name_en as "nameEn", hint, hint_en as "hintEn", options, rule,
  category_keys as "categoryKeys", read_roles as "readRoles", write_roles as "writeRoles", on_form as "onForm",
  in_list as "inList", sort, retired_at is not null as retired, version`;

export const findFields = async (tx: Tx): Promise<FieldRow[]> => {
  const found = await sql<FieldRow>`select ${columns} from ticket_field order by sort, slot`.execute(tx);
  return found.rows;
};

export const fieldByKey = async (tx: Tx, key: string, lock = false): Promise<FieldRow | null> => {
  const found =
    await sql<FieldRow>`select ${columns} from ticket_field where key = ${key} ${lock ? sql`for update` : sql``}`.execute(
      tx,
    );
  return found.rows[0] ?? null;
};

type Written = Omit<CustomField, 'sort' | 'version'>;

/** Defining is rare and counts: one at a time, so that two at once cannot pass the limit together. */
export const lockFields = async (tx: Tx): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtext('ticket_field'))`.execute(tx);
};

/** False when the key is taken. Stands behind all others. */
export const insertField = async (tx: Tx, field: Written, at: Date): Promise<boolean> => {
  const done =
    await sql`insert into ticket_field (id, key, kind, name, name_en, hint, hint_en, options, rule, category_keys,
      read_roles, write_roles, on_form, in_list, sort, created_at)
    values (${field.id}, ${field.key}, ${field.kind}, ${field.name}, ${field.nameEn}, ${field.hint}, ${field.hintEn},
      ${JSON.stringify(field.options)}::jsonb, ${JSON.stringify(field.rule)}::jsonb, ${[...field.categoryKeys]}::text[],
      ${[...field.readRoles]}::text[], ${[...field.writeRoles]}::text[], ${field.onForm}, ${field.inList},
      (select coalesce(max(sort), 0) + 1 from ticket_field), ${at})
    on conflict (key) do nothing`.execute(tx);
  return done.numAffectedRows === 1n;
};

export const updateField = async (tx: Tx, field: Written, at: Date): Promise<void> => {
  await sql`update ticket_field set name = ${field.name}, name_en = ${field.nameEn}, hint = ${field.hint},
    hint_en = ${field.hintEn}, options = ${JSON.stringify(field.options)}::jsonb, rule = ${JSON.stringify(field.rule)}::jsonb,
    category_keys = ${[...field.categoryKeys]}::text[], read_roles = ${[...field.readRoles]}::text[],
    write_roles = ${[...field.writeRoles]}::text[], on_form = ${field.onForm}, in_list = ${field.inList},
    retired_at = ${field.retired ? sql`coalesce(retired_at, ${at})` : sql`null`}, version = version + 1
    where id = ${field.id}`.execute(tx);
};

export const setFieldOrder = async (tx: Tx, keys: readonly string[]): Promise<void> => {
  await sql`update ticket_field set sort = coalesce(place.at, 1000000 + ticket_field.sort)
    from ticket_field as same left join unnest(${[...keys]}::text[]) with ordinality as place (key, at) on place.key = same.key
    where same.id = ticket_field.id`.execute(tx);
};

/** The rights that lists judge by, without the options and rules that they do not need. */
export type FieldRights = Pick<CustomField, 'key' | 'readRoles' | 'writeRoles'>;
const rights = sql`key, read_roles as "readRoles", write_roles as "writeRoles"`;

export const findListedRights = async (tx: Tx): Promise<FieldRights[]> => {
  const found = await sql<FieldRights>`
    select ${rights} from ticket_field where in_list and retired_at is null order by sort, slot`.execute(tx);
  return found.rows;
};

/** Fields that not everybody reads and whose words may still stand where everybody searches. */
export const findRightsBehind = async (tx: Tx): Promise<FieldRights[]> => {
  const found = await sql<FieldRights>`
    select ${rights} from ticket_field where search_behind_at is not null and cardinality(read_roles) > 0`.execute(tx);
  return found.rows;
};

export const markSearchBehind = async (tx: Tx, key: string, at: Date): Promise<void> => {
  await sql`update ticket_field set search_behind_at = ${at} where key = ${key}`.execute(tx);
};

export const searchBehindSince = async (tx: Tx, key: string): Promise<Date | null> => {
  const found = await sql<{
    at: Date | null;
  }>`select search_behind_at as at from ticket_field where key = ${key}`.execute(tx);
  return found.rows[0]?.at ?? null;
};

/** Unless it was changed again meanwhile: then the next run says so. */
export const markSearchCaughtUp = async (tx: Tx, key: string, since: Date): Promise<void> => {
  await sql`update ticket_field set search_behind_at = null where key = ${key} and search_behind_at = ${since}`.execute(
    tx,
  );
};

export const deleteField = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from ticket_field where id = ${id}`.execute(tx);
};
