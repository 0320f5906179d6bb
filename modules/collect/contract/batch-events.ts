import { z } from 'zod';
import { stateSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

/** Many tickets about one matter, handled as one. */
export const batchEventSchema = z.object({
  id: idSchema,
  /** The parent ticket. */
  number: z.string(),
  label: z.string(),
  words: z.array(z.string()),
  places: z.array(z.string()),
  state: z.enum(['open', 'closed']),
  ticketState: stateSchema,
  owner: z.object({ id: idSchema, name: z.string() }).nullable(),
  children: z.int(),
  /** How many within how many minutes opened it, and how many are usual in that time; null where a person did. */
  cause: z.object({ found: z.int(), windowMinutes: z.int(), usual: z.number() }).nullable(),
  openedAt: instantSchema,
  closedAt: instantSchema.nullable(),
  abilities: z.object({ change: z.boolean(), notify: z.boolean(), close: z.boolean() }),
});
export type BatchEvent = z.infer<typeof batchEventSchema>;

export const batchChildSchema = z.object({
  number: z.string(),
  subject: z.string(),
  state: stateSchema,
  customerName: z.string(),
  addedAt: instantSchema,
  byMachine: z.boolean(),
});
export type BatchChild = z.infer<typeof batchChildSchema>;

const eventParams = z.object({ id: idSchema });
const ticketNumbers = z.array(z.string().max(40)).min(1).max(500);
const results = z.object({
  done: z.int(),
  results: z.array(z.object({ number: z.string(), ok: z.boolean(), code: z.string().nullable() })),
});

export const listBatchEvents = defineRoute({
  method: 'GET',
  path: '/api/batch-events',
  summary: 'Batch events whose parent ticket is within reach, the newest first; or the one that a ticket belongs to',
  query: pageQuery.extend({ state: z.enum(['open', 'closed']).optional(), ticket: z.string().max(40).optional() }),
  reply: pageOf(batchEventSchema),
});

export const countBatchEvents = defineRoute({
  method: 'GET',
  path: '/api/batch-events/open',
  summary: 'How many batch events are open within reach, and the newest of them',
  reply: z.object({
    count: z.int(),
    newest: z.object({ id: idSchema, label: z.string(), children: z.int() }).nullable(),
  }),
});

export const readBatchEvent = defineRoute({
  method: 'GET',
  path: '/api/batch-events/{id}',
  summary: 'One batch event',
  params: eventParams,
  reply: batchEventSchema,
});

export const openBatchEvent = defineRoute({
  method: 'POST',
  path: '/api/batch-events',
  summary: 'Open a batch event over tickets within reach; those that belong to another one stay there',
  body: z.object({ label: z.string().trim().min(1).max(80), numbers: ticketNumbers }),
  reply: batchEventSchema,
  status: 201,
});

export const listBatchChildren = defineRoute({
  method: 'GET',
  path: '/api/batch-events/{id}/children',
  summary: 'Children within reach, the last added first',
  params: eventParams,
  query: pageQuery,
  reply: pageOf(batchChildSchema),
});

export const addBatchChildren = defineRoute({
  method: 'POST',
  path: '/api/batch-events/{id}/children',
  summary: 'Put tickets under a batch event',
  params: eventParams,
  body: z.object({ numbers: ticketNumbers }),
  reply: results,
});

export const removeBatchChild = defineRoute({
  method: 'POST',
  path: '/api/batch-events/{id}/children/remove',
  summary: 'Take a ticket out of a batch event; no machine puts it back',
  params: eventParams,
  body: z.object({ number: z.string().max(40) }),
  reply: batchEventSchema,
});

export const batchSkips = ['same_customer', 'no_customer', 'not_replyable', 'out_of_reach', 'ended'] as const;
export const skipSchema = z.enum(batchSkips);
export type BatchSkip = z.infer<typeof skipSchema>;

const noticeBody = z.string().trim().min(1).max(5000);

export const previewBatchNotice = defineRoute({
  method: 'POST',
  path: '/api/batch-events/{id}/notice/preview',
  summary: 'Who would be told what; nothing is sent',
  params: eventParams,
  body: z.object({ body: noticeBody }),
  reply: z.object({
    send: z.int(),
    skipped: z.array(z.object({ reason: skipSchema, count: z.int() })),
    samples: z.array(z.object({ number: z.string(), customerName: z.string(), text: z.string() })),
  }),
});
export type NoticePreview = z.infer<typeof previewBatchNotice.reply>;

export const batchRunSchema = z.object({
  id: idSchema,
  kind: z.enum(['notice', 'close']),
  body: z.string(),
  state: z.enum(['running', 'done']),
  startedAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  total: z.int(),
  done: z.int(),
  skipped: z.int(),
  failed: z.int(),
});
export type BatchRun = z.infer<typeof batchRunSchema>;

export const sendBatchNotice = defineRoute({
  method: 'POST',
  path: '/api/batch-events/{id}/notice',
  summary: 'Tell the customers of all children, each once. The same `runId` again sends nothing again.',
  params: eventParams,
  body: z.object({ runId: idSchema, body: noticeBody }),
  reply: batchRunSchema,
  status: 202,
});

export const closeBatchEvent = defineRoute({
  method: 'POST',
  path: '/api/batch-events/{id}/close',
  summary: 'End the parent ticket, and with `children` all children that are still open',
  params: eventParams,
  body: z.object({
    runId: idSchema,
    reason: z.string().trim().min(1).max(500),
    /** What customers are told who have had no answer yet. */
    reply: z.string().trim().max(5000).default(''),
    children: z.boolean(),
  }),
  reply: z.object({ event: batchEventSchema, run: batchRunSchema.nullable() }),
  status: 202,
});

export const listBatchRuns = defineRoute({
  method: 'GET',
  path: '/api/batch-events/{id}/runs',
  summary: 'What was done to all children, the newest first, with its progress',
  params: eventParams,
  reply: z.object({ items: z.array(batchRunSchema) }),
});

export const listBatchResults = defineRoute({
  method: 'GET',
  path: '/api/batch-events/{id}/runs/{runId}/results',
  summary: 'What became of each row of a run, of tickets within reach',
  params: eventParams.extend({ runId: idSchema }),
  query: pageQuery,
  reply: pageOf(
    z.object({
      number: z.string(),
      customerName: z.string(),
      state: z.enum(['waiting', 'done', 'skipped', 'failed']),
      /** A reason to skip, or the code of the error. */
      code: z.string(),
      message: z.string().nullable(),
    }),
  ),
});
export type BatchResult = z.infer<typeof listBatchResults.reply>['items'][number];

export const batchPolicySchema = z.object({
  enabled: z.boolean(),
  /** So many similar ones within `windowMinutes` open an event. */
  least: z.int().min(3).max(1000),
  windowMinutes: z.int().min(5).max(1440),
  /** Fewer do, from this number on, if they are `factor` times what is usual in that time. */
  leastUnusual: z.int().min(3).max(1000),
  factor: z.number().min(2).max(100),
});
export type BatchPolicy = z.infer<typeof batchPolicySchema>;

export const readBatchPolicy = defineRoute({
  method: 'GET',
  path: '/api/batch-policy',
  summary: 'When a batch event opens by itself',
  reply: batchPolicySchema,
});

export const changeBatchPolicy = defineRoute({
  method: 'PUT',
  path: '/api/batch-policy',
  summary: 'Change when a batch event opens by itself',
  body: batchPolicySchema,
  reply: batchPolicySchema,
});
