import { z } from 'zod';
import { Problem } from '#platform/server/http/problem.ts';
import type { OutboxPosition } from './outbox.queries.ts';

const position = z.tuple([z.iso.datetime(), z.uuid()]);

export const writeCursor = (row: { createdAt: Date; id: string }): string =>
  Buffer.from(JSON.stringify([row.createdAt.toISOString(), row.id])).toString('base64url');

export const readCursor = (cursor: string | undefined): OutboxPosition | null => {
  if (cursor === undefined) return null;
  try {
    const [at, id] = position.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return { at, id };
  } catch {
    throw new Problem('input.invalid', 422);
  }
};
