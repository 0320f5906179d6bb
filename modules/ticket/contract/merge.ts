import { z } from 'zod';
import { instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

const params = z.object({ number: z.string().min(1).max(40) });
const other = z.object({ number: z.string(), subject: z.string() });

export const mergedSchema = z.object({
  /** Where this ticket lives on; null while it stands for itself. */
  into: other.nullable(),
  /** Tickets that live on in this one. */
  sources: z.array(other.extend({ mergedAt: instantSchema })),
  /** Open tickets of the same customer, the newest first: what one would merge with. */
  candidates: z.array(other.extend({ createdAt: instantSchema })),
});
export type Merged = z.infer<typeof mergedSchema>;

export const mergeRoutes = {
  merged: defineRoute({
    method: 'GET',
    path: '/api/tickets/{number}/merged',
    summary: 'What this ticket was merged with, and what it could be merged with',
    params,
    reply: mergedSchema,
  }),
  merge: defineRoute({
    method: 'POST',
    path: '/api/tickets/{number}/merge',
    summary: 'Let this ticket live on in another of the same customer; his later words arrive there',
    params,
    body: z.object({ into: z.string().max(40), version: z.int().optional() }),
    reply: z.object({ number: z.string(), into: z.string() }),
  }),
  unmerge: defineRoute({
    method: 'POST',
    path: '/api/tickets/{number}/unmerge',
    summary: 'Take a merged ticket out again; it goes on where it stood',
    params,
    reply: z.object({ number: z.string(), from: z.string() }),
  }),
};
