import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { deliverJob } from './deliver.job.ts';
import { mailDomain, mailMessageId } from './mail-thread.ts';
import { insertOutbox, type OutboxRow } from './outbox.queries.ts';

export type NewNotice = {
  ticketId: string;
  number: string;
  customerId: string | null;
  departmentId: string;
  /** The message of the thread it carries, if any. */
  messageId?: string | null;
  templateKey: string;
  /** Absent: nobody can be written to, so it stands on the tracking page only. */
  address?: string | undefined;
  subject: string;
  body: string;
  /** The same occasion tells a customer once, however often it is handled. */
  onceKey: string;
};

/** Stores notices and their sending in the caller's transaction; returns how many were new. */
export const queueNotices = async (tx: Tx, app: App, many: readonly NewNotice[]): Promise<number> => {
  if (many.length === 0) return 0;
  const at = app.clock.now();
  const domain = mailDomain(app.config.mailFrom, app.publicUrl());
  const rows = many.map((notice): OutboxRow => {
    const id = newId(at);
    const mails = app.config.smtpUrl !== undefined && notice.address !== undefined;
    return {
      id,
      ticketId: notice.ticketId,
      number: notice.number,
      customerId: notice.customerId,
      departmentId: notice.departmentId,
      messageId: notice.messageId ?? null,
      wire: mails ? 'email' : 'none',
      templateKey: notice.templateKey,
      address: notice.address ?? '',
      subject: notice.subject,
      body: notice.body,
      state: mails ? 'waiting' : 'shown',
      attempts: 0,
      lastError: '',
      mailMessageId: mails ? mailMessageId(notice.number, id, domain) : '',
      onceKey: notice.onceKey,
      createdAt: at,
      sentAt: null,
    };
  });
  const written = await insertOutbox(tx, rows);
  const toSend = rows.filter((row) => row.wire === 'email' && written.has(row.id));
  await app.jobs.enqueueMany(
    tx,
    deliverJob.name,
    toSend.map(({ id }) => ({ id })),
  );
  return written.size;
};
