import { z } from 'zod';
import { stateSchema } from '#modules/ticket/contract.ts';
import { instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export * from './contract/auto-answer.ts';
export * from './contract/compensation.ts';
export * from './contract/emergency.ts';
export * from './contract/flow.ts';
export * from './contract/help.ts';
export * from './contract/judge.ts';
export * from './contract/report.ts';
export * from './contract/split.ts';
export * from './contract/steps.ts';

export const similarTicketSchema = z.object({
  number: z.string(),
  subject: z.string(),
  state: stateSchema,
  categoryName: z.string(),
  department: z.string(),
  region: z.string(),
  closedAt: instantSchema.nullable(),
  /** From arrival to the end, in minutes. */
  tookMinutes: z.int().nullable(),
  rating: z.int().nullable(),
  reopened: z.boolean(),
  /** 0 to 1: the share of the words' weight that both have in common, its square root. */
  likeness: z.number(),
  /** Words that both say, the weightiest first. */
  words: z.array(z.string()),
  /** What the customer was told last before the end, without another customer's name and numbers; null where nothing was. */
  solution: z.string().nullable(),
});
export type SimilarTicket = z.infer<typeof similarTicketSchema>;

/** Not below `/api/tickets`, or every event of any ticket would ask for it again. */
export const readSimilar = defineRoute({
  method: 'GET',
  path: '/api/similar-tickets/{number}',
  summary: 'Closed tickets within reach that are like this one, with what helped',
  params: z.object({ number: z.string().min(1).max(40) }),
  query: z.object({ limit: z.coerce.number().int().min(1).max(20).default(5) }),
  reply: z.object({ items: z.array(similarTicketSchema) }),
});
