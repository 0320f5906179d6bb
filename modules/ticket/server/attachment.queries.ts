import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type AttachmentRow = {
  id: string;
  ticketId: string | null;
  messageId: string | null;
  /** The field that holds it, where no message does. */
  fieldId?: string | null;
  sha256: string;
  name: string;
  mime: string;
  kind: 'image' | 'audio' | 'video' | 'document';
  bytes: number;
  scanned: string;
  createdAt: Date;
};

const columns = sql`id, ticket_id as "ticketId", message_id as "messageId", field_id as "fieldId", sha256, name, mime, kind, bytes, scanned, created_at as "createdAt"`;

export const insertAttachments = async (tx: Tx, rows: readonly AttachmentRow[]): Promise<void> => {
  for (const row of rows) {
    await sql`insert into attachment (id, ticket_id, message_id, sha256, name, mime, kind, bytes, scanned, created_at)
      values (${row.id}, ${row.ticketId}, ${row.messageId}, ${row.sha256}, ${row.name}, ${row.mime}, ${row.kind}, ${row.bytes}, ${row.scanned}, ${row.createdAt})`.execute(
      tx,
    );
  }
};

export type AttachmentClaim = { attachmentId: string; ticketId: string; messageId: string };

/** Gives uploaded files to the messages that name them; returns how many there were. A file already in another ticket stays there. */
export const claimAttachments = async (tx: Tx, claims: readonly AttachmentClaim[]): Promise<number> => {
  const done = await sql`update attachment set ticket_id = claim."ticketId", message_id = claim."messageId"
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim ("attachmentId" uuid, "ticketId" uuid, "messageId" uuid)
    where attachment.id = claim."attachmentId" and attachment.message_id is null
      and attachment.field_id is null and (attachment.ticket_id is null or attachment.ticket_id = claim."ticketId")`.execute(
    tx,
  );
  return Number(done.numAffectedRows ?? 0n);
};

export type FieldClaim = { attachmentId: string; ticketId: string; fieldId: string };

/** Gives uploads that nothing holds yet to fields of tickets; returns how many there were. */
export const claimForField = async (tx: Tx, claims: readonly FieldClaim[]): Promise<number> => {
  if (claims.length === 0) return 0;
  const done = await sql`update attachment set ticket_id = claim."ticketId", field_id = claim."fieldId"
    from jsonb_to_recordset(${JSON.stringify(claims)}::jsonb) as claim ("attachmentId" uuid, "ticketId" uuid, "fieldId" uuid)
    where attachment.id = claim."attachmentId" and attachment.message_id is null
      and (attachment.ticket_id is null or attachment.ticket_id = claim."ticketId")
      and (attachment.field_id is null or attachment.field_id = claim."fieldId")`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};

/** No longer held by the field: from now on an upload like one that was never sent. */
export const releaseFromField = async (tx: Tx, ids: readonly string[], fieldId: string, at: Date): Promise<void> => {
  await sql`update attachment set field_id = null, created_at = ${at}
    where id = any (${[...ids]}::uuid[]) and field_id = ${fieldId}`.execute(tx);
};

export const attachmentById = async (tx: Tx, id: string): Promise<AttachmentRow | null> => {
  const found = await sql<AttachmentRow>`select ${columns} from attachment where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const attachmentsOfMessages = async (
  tx: Tx,
  ticketIds: readonly string[],
  messageIds: readonly string[],
): Promise<AttachmentRow[]> => {
  const found = await sql<AttachmentRow>`select ${columns} from attachment
    where ticket_id = any (${[...ticketIds]}::uuid[]) and message_id = any (${[...messageIds]}::uuid[]) order by created_at, id`.execute(
    tx,
  );
  return found.rows;
};

/** Every file that hangs on a message or stands in a field of the ticket, oldest first. */
export const attachmentsOfTicket = async (tx: Tx, ticketId: string): Promise<AttachmentRow[]> => {
  const found = await sql<AttachmentRow>`select ${columns} from attachment
    where ticket_id = ${ticketId} and (message_id is not null or field_id is not null) order by created_at, id`.execute(
    tx,
  );
  return found.rows;
};

/** One at a time per content: who notes a file and who clears it away must not overlap. Held until the transaction ends. */
export const lockContent = async (tx: Tx, sha256: string): Promise<void> => {
  await sql`select pg_advisory_xact_lock(hashtextextended(${sha256}, 6))`.execute(tx);
};

/** Files that were uploaded and never sent with anything, by what they hold. */
export const forgottenContents = async (tx: Tx, before: Date, limit: number): Promise<string[]> => {
  const found = await sql<{ sha256: string }>`select distinct sha256 from attachment
    where message_id is null and field_id is null and created_at < ${before} limit ${limit}`.execute(tx);
  return found.rows.map((row) => row.sha256);
};

/** Drops the forgotten rows of a content; true when no row names it any more. */
export const dropForgotten = async (tx: Tx, sha256: string, before: Date): Promise<boolean> => {
  await sql`delete from attachment where sha256 = ${sha256} and message_id is null and field_id is null and created_at < ${before}`.execute(
    tx,
  );
  const left = await sql`select 1 from attachment where sha256 = ${sha256} limit 1`.execute(tx);
  return left.rows.length === 0;
};
