import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Category } from '../contract.ts';

const columns = sql`key, parent_key as "parentKey", name, name_en as "nameEn", sort, closed_at is not null as closed`;

export const findCategories = async (tx: Tx): Promise<Category[]> => {
  const found = await sql<Category>`select ${columns} from category order by sort, key`.execute(tx);
  return found.rows;
};

/** A category and all below it. */
export const categoriesBelow = async (tx: Tx, key: string): Promise<string[]> => {
  const found = await sql<{ key: string }>`
    with recursive below (key) as (
      select ${key}::text
      union
      select category.key from category join below on category.parent_key = below.key)
    select key from below`.execute(tx);
  return found.rows.map((row) => row.key);
};

export const insertCategory = async (tx: Tx, row: Category): Promise<boolean> => {
  const done = await sql`insert into category (key, parent_key, name, name_en, sort)
    values (${row.key}, ${row.parentKey}, ${row.name}, ${row.nameEn}, ${row.sort}) on conflict (key) do nothing`.execute(
    tx,
  );
  return done.numAffectedRows === 1n;
};

export const updateCategory = async (tx: Tx, row: Category, at: Date): Promise<boolean> => {
  const done =
    await sql`update category set parent_key = ${row.parentKey}, name = ${row.name}, name_en = ${row.nameEn}, sort = ${row.sort},
    closed_at = ${row.closed ? sql`coalesce(closed_at, ${at})` : sql`null`} where key = ${row.key}`.execute(tx);
  return done.numAffectedRows === 1n;
};
