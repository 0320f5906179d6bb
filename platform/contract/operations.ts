import { z } from 'zod';
import { defineRoute } from './route.ts';

const anything = z.record(z.string(), z.unknown());

export const healthz = defineRoute({
  method: 'GET',
  path: '/healthz',
  summary: 'The process answers',
  reply: z.object({ status: z.literal('ok') }),
});

export const readyz = defineRoute({
  method: 'GET',
  path: '/readyz',
  summary: 'The process can do its work: database reachable, events handed on in time',
  reply: z.object({ status: z.enum(['ok', 'late']), dispatchLagSeconds: z.number() }),
});

export const readMetrics = defineRoute({
  method: 'GET',
  path: '/metrics',
  summary: 'Metrics in the Prometheus text format',
  reply: z.string(),
  produces: 'text/plain',
});

export const readOpenApi = defineRoute({
  method: 'GET',
  path: '/api/openapi.json',
  summary: 'This document',
  reply: anything,
});

export const readApiPage = defineRoute({
  method: 'GET',
  path: '/api/docs',
  summary: 'This document as a page',
  reply: z.string(),
  produces: 'text/html',
});

export const deadJob = z.object({
  id: z.string(),
  queue: z.string(),
  state: z.enum(['failed', 'retry']),
  attempts: z.int(),
  failedAt: z.string().nullable(),
  problem: z.string(),
});

export const listDeadJobs = defineRoute({
  method: 'GET',
  path: '/api/jobs',
  summary: 'Jobs that failed for good or are being tried again, newest first',
  query: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  reply: z.object({
    items: z.array(deadJob),
    dispatchLagSeconds: z.number(),
    queues: z.array(z.object({ name: z.string(), waiting: z.int(), active: z.int(), failed: z.int() })),
  }),
});

export const retryDeadJob = defineRoute({
  method: 'POST',
  path: '/api/jobs/{queue}/{id}/retry',
  summary: 'Try a failed job again',
  params: z.object({ queue: z.string().max(100), id: z.uuid() }),
  reply: z.undefined(),
  status: 204,
});
