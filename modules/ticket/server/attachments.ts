import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { fileKinds, sendFile, storeFile } from '#platform/server/files/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { AttachmentView } from '../contract.ts';
import { attachmentById } from './attachment.queries.ts';
import { mayReadFile } from './fields/file-rights.ts';
import { keepAttachment } from './keep-attachment.ts';
import { messageById } from './message.queries.ts';
import { accessTicket } from './ticket.access.ts';
import { openTrackingToken } from './tracking-link.ts';

/** Takes the files of one upload, each checked while it streams and durable before the next; claimed by the message that names them. */
export const uploadAttachments = async (
  app: App,
  actor: Actor,
  number: string,
  request: FastifyRequest,
): Promise<AttachmentView[]> => {
  const ticket = await app.db.read(actor.reach, (tx) => accessTicket(tx, actor, number, 'ticket.note'));
  const kept: AttachmentView[] = [];
  for await (const part of request.files()) {
    const stored = await storeFile(part.file, {
      dataDir: app.config.dataDir,
      maxBytes: app.config.uploadLimitBytes,
      declaredName: part.filename,
      declaredType: part.mimetype,
      allow: fileKinds,
    });
    kept.push(await keepAttachment(app, stored, ticket.id));
  }
  if (kept.length === 0) throw new Problem('ticket.file_missing', 400);
  return kept;
};

/** A file of a ticket within reach. */
export const sendAttachment = async (
  app: App,
  actor: Actor,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const row = await app.db.read(actor.reach, async (tx) => {
    const found = await attachmentById(tx, id);
    if (!found || found.ticketId === null) throw notFound('file');
    await accessTicket(tx, actor, found.ticketId, 'ticket.read');
    if (!(await mayReadFile(tx, actor, found))) throw notFound('file');
    return found;
  });
  await sendFile(app.config.dataDir, row, request, reply);
};

/** A file of the case behind a tracking link; what hangs on an internal note is as absent as what hangs on another case. */
export const sendPublicAttachment = async (
  app: App,
  token: string,
  id: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const ticketId = openTrackingToken(app, token);
  const row = await app.db.read(everything, async (tx) => {
    const found = ticketId === null ? null : await attachmentById(tx, id);
    if (!found || found.ticketId !== ticketId || found.messageId === null) throw notFound('file');
    const message = await messageById(tx, found.messageId);
    if (!message || message.direction === 'note') throw notFound('file');
    return found;
  });
  await sendFile(app.config.dataDir, row, request, reply);
};
