import type { Tx } from '#platform/server/database/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { AttachmentRow } from '../attachment.queries.ts';
import { mayReadField, readerOf } from './field.access.ts';
import { findFields } from './field.queries.ts';

/** A file in a field is read by who may read the field. */
export const mayReadFile = async (tx: Tx, actor: Actor, file: Pick<AttachmentRow, 'fieldId'>): Promise<boolean> =>
  (await readableFiles(tx, actor, [file])).length === 1;

/** Those of the files that the reader may have. */
export const readableFiles = async <File extends Pick<AttachmentRow, 'fieldId'>>(
  tx: Tx,
  actor: Actor,
  files: readonly File[],
): Promise<File[]> => {
  const isHeld = ({ fieldId }: File): boolean => fieldId !== null && fieldId !== undefined;
  if (!files.some(isHeld)) return [...files];
  const fields = await findFields(tx);
  const reader = await readerOf(tx, actor, fields);
  const hidden = new Set(fields.filter((field) => !mayReadField(reader, field)).map((field) => field.id));
  return files.filter((file) => !isHeld(file) || !hidden.has(file.fieldId ?? ''));
};
