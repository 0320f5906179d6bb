import path from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { StoredFileView } from '#platform/contract/stored-file.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { fileKinds, openFile, sendFile, storeFile, type StoredFile } from '#platform/server/files/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { accessRequest, asPerson } from './approval.access.ts';
import { requestsByIds } from './approval.queries.ts';
import { claimFiles, fileById, fileView, insertFile, lockContent } from './file.queries.ts';
import { askedOf } from './stand-ins.ts';

/** Apart from the files of tickets: what one of them clears away the other may still name. */
export const filesDir = (app: App): string => path.join(app.config.dataDir, 'approval');

const keep = async (app: App, file: StoredFile, uploadedBy: string): Promise<StoredFileView> => {
  const createdAt = app.clock.now();
  const { sha256, name, mime, kind, bytes, scanned } = file;
  const row = {
    id: newId(createdAt),
    requestId: null,
    uploadedBy,
    sha256,
    name,
    mime,
    kind,
    bytes,
    scanned,
    createdAt,
  };
  await app.db.write(everything, async (tx) => {
    await lockContent(tx, sha256);
    await insertFile(tx, row);
    // The sweep may have taken the same content away between storing and noting it: then the sender is told.
    const { stream } = await openFile(filesDir(app), sha256);
    stream.destroy();
  });
  return fileView(row);
};

/** Takes the files of one upload, each checked while it streams; theirs who uploaded them until an act names them. */
export const uploadFiles = async (app: App, given: Actor, request: FastifyRequest): Promise<StoredFileView[]> => {
  const { id } = asPerson(given);
  const kept: StoredFileView[] = [];
  for await (const part of request.files()) {
    const stored = await storeFile(part.file, {
      dataDir: filesDir(app),
      maxBytes: app.config.uploadLimitBytes,
      declaredName: part.filename,
      declaredType: part.mimetype,
      allow: fileKinds,
    });
    kept.push(await keep(app, stored, id));
  }
  if (kept.length === 0) throw new Problem('approval.file_missing', 400);
  return kept;
};

/** What an act carries becomes part of its request; only own uploads that hang nowhere yet can be named. */
export const attachFiles = async (
  tx: Tx,
  requestId: string,
  personId: string,
  ids: readonly string[] | undefined,
): Promise<void> => {
  const named = [...new Set(ids)];
  if (named.length === 0) return;
  if ((await claimFiles(tx, { requestId, personId, ids: named })) < named.length)
    throw new Problem('approval.file_unknown', 422);
};

/** A file of a request, to whom the request itself is open. */
export const sendRequestFile = async (
  app: App,
  given: Actor,
  of: { id: string; fileId: string },
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const file = await app.db.read(everything, async (tx) => {
    const actor = asPerson(given);
    const [row] = await requestsByIds(tx, [of.id]);
    await accessRequest(tx, actor, await askedOf(tx, actor.id, app.clock.now()), row);
    const found = await fileById(tx, of.fileId);
    if (found?.requestId !== of.id) throw notFound('file');
    return found;
  });
  await sendFile(filesDir(app), file, request, reply);
};
