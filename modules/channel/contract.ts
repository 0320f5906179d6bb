import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

/** waiting: on its way. sent: the mail server took it. failed: given up, a person must look. shown: on the tracking page only. */
export const outboxStates = ['waiting', 'sent', 'failed', 'shown'] as const;
export const outboxStateSchema = z.enum(outboxStates);
export type OutboxState = z.infer<typeof outboxStateSchema>;

export const outboxEntry = z.object({
  id: idSchema,
  number: z.string(),
  wire: z.enum(['email', 'none']),
  templateKey: z.string(),
  /** Masked. */
  address: z.string(),
  subject: z.string(),
  body: z.string(),
  state: outboxStateSchema,
  attempts: z.int(),
  lastError: z.string(),
  createdAt: instantSchema,
  sentAt: instantSchema.nullable(),
  abilities: z.object({ retry: z.boolean() }),
});
export type OutboxEntry = z.infer<typeof outboxEntry>;

export const listOutbox = defineRoute({
  method: 'GET',
  path: '/api/outbox',
  summary: 'What was said to customers outside the tracking page, newest first, and what became of it',
  query: pageQuery.extend({ state: outboxStateSchema.optional(), number: z.string().max(40).optional() }),
  reply: pageOf(outboxEntry).extend({
    /** False when no mail server is set: notices then stand on the tracking page only. */
    sendsMail: z.boolean(),
  }),
});

export const retryOutbox = defineRoute({
  method: 'POST',
  path: '/api/outbox/{id}/retry',
  summary: 'Try a failed message again',
  params: z.object({ id: idSchema }),
  reply: outboxEntry,
});
