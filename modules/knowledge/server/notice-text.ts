import type { Locale } from '#platform/contract/fields.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { fillTemplate, type NoticeKey, type TemplateData } from '../contract.ts';
import { selectTemplates, type TemplateRow } from './knowledge.queries.ts';

export type NoticeText = { subject: string; body: string };

/** The words of every notice, read once for a whole set of customers. */
export type NoticeBook = {
  /** Null when this notice is switched off. */
  text(key: NoticeKey, locale: Locale, data: TemplateData): NoticeText | null;
};

const wordsOf = (row: TemplateRow, locale: Locale): NoticeText =>
  locale === 'en'
    ? { subject: row.subjectEn || row.subject, body: row.bodyEn || row.body }
    : { subject: row.subject, body: row.body };

export const openNoticeBook = async (tx: Tx): Promise<NoticeBook> => {
  const rows = new Map((await selectTemplates(tx, { purpose: 'notice', enabled: true })).map((row) => [row.key, row]));
  return {
    text(key, locale, data) {
      const row = rows.get(key);
      if (!row) return null;
      const { subject, body } = wordsOf(row, locale);
      return { subject: fillTemplate(subject, data).trim(), body: fillTemplate(body, data).trim() };
    },
  };
};

export const noticeText = async (
  tx: Tx,
  key: NoticeKey,
  locale: Locale,
  data: TemplateData,
): Promise<NoticeText | null> => (await openNoticeBook(tx)).text(key, locale, data);
