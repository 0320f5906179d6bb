import { sql } from 'kysely';
import type { Tx } from '#platform/server/database/index.ts';

export type AttachmentRow = {
  id: string;
  ticketId: string | null;
  messageId: string | null;
  sha256: string;
  name: string;
  mime: string;
  kind: 'image' | 'audio' | 'video' | 'document';
  bytes: number;
  scanned: string;
  createdAt: Date;
};

const columns = sql`id, ticket_id as "ticketId", message_id as "messageId", sha256, name, mime, kind, bytes, scanned, created_at as "createdAt"`;

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
      and (attachment.ticket_id is null or attachment.ticket_id = claim."ticketId")`.execute(tx);
  return Number(done.numAffectedRows ?? 0n);
};

export const attachmentById = async (tx: Tx, id: string): Promise<AttachmentRow | null> => {
  const found = await sql<AttachmentRow>`select ${columns} from attachment where id = ${id}`.execute(tx);
  return found.rows[0] ?? null;
};

export const attachmentsOfMessages = async (
  tx: Tx,
  ticketId: string,
  messageIds: readonly string[],
): Promise<AttachmentRow[]> => {
  const found = await sql<AttachmentRow>`select ${columns} from attachment
    where ticket_id = ${ticketId} and message_id = any (${[...messageIds]}::uuid[]) order by created_at, id`.execute(
    tx,
  );
  return found.rows;
};
