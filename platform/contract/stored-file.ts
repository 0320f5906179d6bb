import { z } from 'zod';
import { idSchema } from './fields.ts';

/** A file that was kept, as screens name it; what it holds is fetched where its owner says. */
export const storedFileSchema = z.object({
  id: idSchema,
  name: z.string(),
  mime: z.string(),
  kind: z.enum(['image', 'audio', 'video', 'document']),
  bytes: z.int(),
  scanned: z.string(),
});
export type StoredFileView = z.infer<typeof storedFileSchema>;
