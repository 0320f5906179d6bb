import { z } from 'zod';

export const workerJobSchema = z.object({
  rows: z.array(
    z.object({ title: z.string().optional(), body: z.string(), label: z.string(), group: z.string().optional() }),
  ),
  options: z.object({
    folds: z.number().optional(),
    seed: z.number().optional(),
    precision: z.number().optional(),
  }),
});

export const workerAnswerSchema = z.union([
  z.object({ part: z.number() }),
  z.object({ bytes: z.instanceof(Uint8Array) }),
  z.object({ reason: z.enum(['no_rows', 'one_class', 'too_few']), message: z.string() }),
]);
