import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';
import type { Template } from '../contract.ts';

export type TemplateRow = Omit<Template, 'updatedAt'> & { updatedAt: Date };

const columns = sql`id, key, purpose, title, title_en as "titleEn", subject, subject_en as "subjectEn", body,
  body_en as "bodyEn", category_key as "categoryKey", enabled, sort, version, updated_at as "updatedAt"`;

export const selectTemplates = async (
  tx: Tx,
  filter: { purpose?: Template['purpose'] | undefined; enabled?: boolean | undefined },
): Promise<TemplateRow[]> => {
  const found = await sql<TemplateRow>`
    select ${columns} from reply_template
    where (${filter.purpose ?? null}::text is null or purpose = ${filter.purpose ?? null})
      and (${filter.enabled ?? null}::boolean is null or enabled = ${filter.enabled ?? null})
    order by purpose desc, sort, id limit 500`.execute(tx);
  return found.rows;
};

export const templateById = async (tx: Tx, id: string): Promise<TemplateRow | null> => {
  const found = await sql<TemplateRow>`select ${columns} from reply_template where id = ${id} for update`.execute(tx);
  return found.rows[0] ?? null;
};

export const insertTemplate = async (tx: Tx, row: TemplateRow): Promise<void> => {
  await sql`
    insert into reply_template (id, key, purpose, title, title_en, subject, subject_en, body, body_en, category_key,
      enabled, sort, version, updated_at)
    values (${row.id}, ${row.key}, ${row.purpose}, ${row.title}, ${row.titleEn}, ${row.subject}, ${row.subjectEn},
      ${row.body}, ${row.bodyEn}, ${row.categoryKey}, ${row.enabled}, ${row.sort}, ${row.version},
      ${row.updatedAt})`.execute(tx);
};

export const updateTemplate = async (tx: Tx, row: TemplateRow): Promise<void> => {
  await sql`
    update reply_template set title = ${row.title}, title_en = ${row.titleEn}, subject = ${row.subject},
      subject_en = ${row.subjectEn}, body = ${row.body}, body_en = ${row.bodyEn}, category_key = ${row.categoryKey},
      enabled = ${row.enabled}, sort = ${row.sort}, version = ${row.version}, updated_at = ${row.updatedAt}
    where id = ${row.id}`.execute(tx);
};

export const removeTemplate = async (tx: Tx, id: string): Promise<void> => {
  await sql`delete from reply_template where id = ${id}`.execute(tx);
};

export const replyTemplateById = async (tx: Tx, id: string): Promise<TemplateRow | null> => {
  const found = await sql<TemplateRow>`
    select ${columns} from reply_template where id = ${id} and purpose = 'reply' and enabled`.execute(tx);
  return found.rows[0] ?? null;
};
