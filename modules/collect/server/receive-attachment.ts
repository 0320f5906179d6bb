import type { FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { keepAttachment } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { storeFile } from '#platform/server/files/index.ts';
import { Problem } from '#platform/server/http/problem.ts';
import type { uploadedSchema } from '../contract.ts';

/** Takes one uploaded file: checked while it streams, durable before it is answered, unclaimed until feedback names it. */
export const receiveAttachment = async (app: App, request: FastifyRequest): Promise<z.infer<typeof uploadedSchema>> => {
  const part = await request.file();
  if (!part) throw new Problem('collect.file_missing', 400);
  const stored = await storeFile(part.file, {
    dataDir: app.config.dataDir,
    maxBytes: app.config.uploadLimitBytes,
    declaredName: part.filename,
    declaredType: part.mimetype,
    allow: ['image', 'audio', 'video', 'document'],
  });
  return keepAttachment(app, stored);
};
