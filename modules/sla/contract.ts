import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const clockNames = ['first_reply', 'resolve'] as const;
export type ClockName = (typeof clockNames)[number];

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

export const policySchema = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  kind: z.enum(['complaint', 'suggestion', 'inquiry', 'praise']).nullable(),
  level: z.int().min(1).max(3).nullable(),
  /** Elapsed minutes, nights and rest days included. */
  firstReplyMinutes: z.int(),
  resolveMinutes: z.int(),
  /** Part of the time after which people are warned, 0 to 1. */
  warnFraction: z.number(),
  enabled: z.boolean(),
});
export type Policy = z.infer<typeof policySchema>;

export const listPolicies = defineRoute({
  method: 'GET',
  path: '/api/sla/policies',
  summary: 'What is promised, the most exact first',
  reply: z.object({ items: z.array(policySchema) }),
});

export const changePolicy = defineRoute({
  method: 'PUT',
  path: '/api/sla/policies/{id}',
  summary: 'Change a promise; clocks that run already keep theirs',
  params: z.object({ id: idSchema }),
  body: z.object({
    firstReplyMinutes: z.int().min(1).max(525_600),
    resolveMinutes: z.int().min(1).max(525_600),
    warnFraction: z.number().min(0.1).max(0.95),
    enabled: z.boolean(),
  }),
  reply: policySchema,
});

export const clockSchema = z.object({
  clock: z.enum(clockNames),
  state: z.enum(clockStates),
  startedAt: instantSchema,
  warnAt: instantSchema,
  dueAt: instantSchema,
  metAt: instantSchema.nullable(),
  breachedAt: instantSchema.nullable(),
  pausedAt: instantSchema.nullable(),
  pausedReason: z.string().nullable(),
  pausedMinutes: z.int(),
  policyName: z.string(),
  policyNameEn: z.string(),
  /** Why it is due when it is: one step a line, in order. */
  trace: z.array(
    z.object({
      at: instantSchema,
      step: z.enum(['started', 'paused_total', 'paused_now', 'warn', 'due', 'met', 'breached']),
      minutes: z.int(),
    }),
  ),
});
export type ClockView = z.infer<typeof clockSchema>;

const ticketParams = z.object({ number: z.string().min(1).max(20) });

export const readClocks = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/clocks',
  summary: 'The clocks of a ticket, each with the reason for its due time',
  params: ticketParams,
  reply: z.object({ items: z.array(clockSchema) }),
});

export const pauseReasons = ['waiting_customer', 'waiting_supplier', 'waiting_parts', 'other'] as const;

export const pauseClocks = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/pause',
  summary: 'Stop the clocks for a reason',
  params: ticketParams,
  body: z.object({ reason: z.enum(pauseReasons) }),
  reply: z.object({ items: z.array(clockSchema) }),
});

export const resumeClocks = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/resume',
  summary: 'Let the clocks run again; the time that they stood still does not count',
  params: ticketParams,
  reply: z.object({ items: z.array(clockSchema) }),
});
