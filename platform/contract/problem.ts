import { z } from 'zod';

/**
 * The one shape of every refusal (RFC 9457, application/problem+json).
 * `code` is stable and is what a client decides by; `detail` is a sentence in the caller's language.
 */
export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  code: z.string(),
  data: z.record(z.string(), z.unknown()).optional(),
  requestId: z.string(),
  /** One entry per input that was refused: where it stands and why. */
  fields: z.array(z.object({ path: z.string(), code: z.string(), message: z.string() })).optional(),
});

export type ProblemDocument = z.infer<typeof problemSchema>;
