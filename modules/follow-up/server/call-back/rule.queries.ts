import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { CallBackRule } from '../../contract/call-back.ts';

const columns = sql`id, name, name_en as "nameEn", enabled, sort, occasion, kinds, levels, category_keys as "categoryKeys",
  channels, instead, after_minutes as "afterMinutes", spacing_minutes as "spacingMinutes",
  most_attempts as "mostAttempts", template_id as "templateId"`;

/** In the order in which they are tried; people's work and few. */
export const callRules = async (tx: Tx): Promise<CallBackRule[]> => {
  const found = await sql<CallBackRule>`select ${columns} from call_back_rule order by sort, id limit 200`.execute(tx);
  return found.rows;
};

export const putRule = async (tx: Tx, rule: CallBackRule): Promise<void> => {
  await sql`
    insert into call_back_rule (id, name, name_en, enabled, sort, occasion, kinds, levels, category_keys, channels,
      instead, after_minutes, spacing_minutes, most_attempts, template_id)
    values (${rule.id}, ${rule.name}, ${rule.nameEn}, ${rule.enabled}, ${rule.sort}, ${rule.occasion},
      ${[...rule.kinds]}, ${[...rule.levels]}, ${[...rule.categoryKeys]}, ${[...rule.channels]}, ${rule.instead},
      ${rule.afterMinutes}, ${rule.spacingMinutes}, ${rule.mostAttempts}, ${rule.templateId})
    on conflict (id) do update set name = excluded.name, name_en = excluded.name_en, enabled = excluded.enabled,
      sort = excluded.sort, occasion = excluded.occasion, kinds = excluded.kinds, levels = excluded.levels,
      category_keys = excluded.category_keys, channels = excluded.channels, instead = excluded.instead,
      after_minutes = excluded.after_minutes, spacing_minutes = excluded.spacing_minutes,
      most_attempts = excluded.most_attempts, template_id = excluded.template_id,
      version = call_back_rule.version + 1`.execute(tx);
};

export const hasRule = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql`select 1 from call_back_rule where id = ${id} for update`.execute(tx)).rows.length > 0;

export const dropRule = async (tx: Tx, id: string): Promise<boolean> =>
  (await sql`delete from call_back_rule where id = ${id}`.execute(tx)).numAffectedRows === 1n;
