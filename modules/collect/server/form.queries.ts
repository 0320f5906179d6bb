import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type FormRow = { key: string; title: string; titleEn: string; intro: string; introEn: string; fields: unknown };

export const findForm = async (tx: Tx, key: string): Promise<FormRow | undefined> => {
  const found = await sql<FormRow>`
    select key, title, title_en as "titleEn", intro, intro_en as "introEn", fields
    from feedback_form where key = ${key} and enabled`.execute(tx);
  return found.rows[0];
};
