import { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

const named = z.object({ key: z.string(), name: z.string(), nameEn: z.string() });

export const readFieldCounts = defineRoute({
  method: 'GET',
  path: '/api/board/fields',
  summary: 'Arrivals by the options of a custom field (of a tree its first level); the first field unless told',
  query: z.object({
    field: z.string().max(40).optional(),
    department: idSchema.optional(),
    range: z.enum(['today', '7d', '30d', '90d']).default('30d'),
  }),
  reply: z.object({
    /** Those that can be counted and that the reader may see; none, and there is nothing to show. */
    fields: z.array(named),
    field: z.string().nullable(),
    items: z.array(named.extend({ count: z.int(), query: z.record(z.string(), z.string()) })),
  }),
});
export type FieldCounts = z.infer<typeof readFieldCounts.reply>;
