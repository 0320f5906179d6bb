import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { openFile, type StoredFile } from '#platform/server/files/index.ts';
import type { AttachmentView } from '../contract.ts';
import { insertAttachments, lockContent, type AttachmentRow } from './attachment.queries.ts';

export const attachmentView = (row: AttachmentRow): AttachmentView => ({
  id: row.id,
  name: row.name,
  mime: row.mime,
  kind: row.kind,
  bytes: row.bytes,
  scanned: row.scanned,
});

/**
 * Notes a stored file, unclaimed until a message names it. Who uploaded it knows its id and nobody else does: that is
 * what entitles him to claim it, so a stranger's form needs no session.
 */
export const keepAttachment = async (
  app: App,
  file: StoredFile,
  ticketId: string | null = null,
): Promise<AttachmentView> => {
  const at = app.clock.now();
  const { sha256, name, mime, kind, bytes, scanned } = file;
  const row = { id: newId(at), ticketId, messageId: null, sha256, name, mime, kind, bytes, scanned, createdAt: at };
  await app.db.write(everything, async (tx) => {
    await lockContent(tx, sha256);
    await insertAttachments(tx, [row]);
    // The sweep may have taken the same content away between storing and noting it: then the sender is told.
    const { stream } = await openFile(app.config.dataDir, sha256);
    stream.destroy();
  });
  return attachmentView(row);
};
