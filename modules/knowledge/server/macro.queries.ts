import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { MacroScope } from '../contract.ts';

export type MacroRow = {
  id: string;
  name: string;
  nameEn: string;
  scope: MacroScope;
  ownerId: string;
  departmentId: string | null;
  categoryKeys: string[];
  /** As the ticket wrote them; it alone knows what they mean. */
  steps: unknown;
  enabled: boolean;
  sort: number;
  version: number;
  usedCount: number;
  usedAt: Date | null;
  updatedAt: Date;
};

const columns = sql`id, name, name_en as "nameEn", scope, owner_id as "ownerId", department_id as "departmentId",
  category_keys as "categoryKeys", steps, enabled, sort, version, used_count as "usedCount", used_at as "usedAt",
  updated_at as "updatedAt"`;

/** Everybody's, departments', and of the personal ones only those of this person. */
export const selectMacros = async (tx: Tx, personId: string | null): Promise<MacroRow[]> => {
  const found = await sql<MacroRow>`
    select ${columns} from macro where scope <> 'mine' or owner_id = ${personId} order by sort, id limit 1000`.execute(
    tx,
  );
  return found.rows;
};

export const macroById = async (tx: Tx, id: string, lock = false): Promise<MacroRow | null> => {
  const found = await sql<MacroRow>`
    select ${columns} from macro where id = ${id} ${lock ? sql`for update` : sql``}`.execute(tx);
  return found.rows[0] ?? null;
};

export const insertMacro = async (tx: Tx, row: MacroRow): Promise<void> => {
  await sql`
    insert into macro (id, name, name_en, scope, owner_id, department_id, category_keys, steps, enabled, sort, version,
      updated_at)
    values (${row.id}, ${row.name}, ${row.nameEn}, ${row.scope}, ${row.ownerId}, ${row.departmentId},
      ${row.categoryKeys}, ${JSON.stringify(row.steps)}::jsonb, ${row.enabled}, ${row.sort}, ${row.version},
      ${row.updatedAt})`.execute(tx);
};

export const updateMacro = async (tx: Tx, row: MacroRow): Promise<void> => {
  await sql`
    update macro set name = ${row.name}, name_en = ${row.nameEn}, scope = ${row.scope},
      department_id = ${row.departmentId}, category_keys = ${row.categoryKeys},
      steps = ${JSON.stringify(row.steps)}::jsonb, enabled = ${row.enabled}, sort = ${row.sort},
      version = ${row.version}, updated_at = ${row.updatedAt}
    where id = ${row.id}`.execute(tx);
};

export const removeMacro = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from macro where id = ${id}`.execute(tx);
};

export const countMacroUse = async (tx: Tx, id: string, at: Date): Promise<void> => {
  await sql`update macro set used_count = used_count + 1, used_at = ${at} where id = ${id}`.execute(tx);
};
