import type { FastifyReply, FastifyRequest } from 'fastify';
import { openFileStore } from './file-store.ts';
import { fileHeaders, parseRange, type ServedFile } from './serve-file.ts';

/** Answers with a kept file, or the part of it that was asked for. Who may have it was settled before. */
export const sendFile = async (
  dataDir: string,
  file: ServedFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> => {
  const range = parseRange(request.headers.range, file.bytes);
  if (range === 'unsatisfiable') {
    await reply.status(416).header('content-range', `bytes */${file.bytes}`).send();
    return;
  }
  const { stream } = await openFileStore({ dataDir }).openFile(file.sha256, range);
  await reply
    .status(range ? 206 : 200)
    .headers(fileHeaders(file, range))
    .send(stream);
};
