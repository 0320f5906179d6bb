import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { cappedCount, pageOf } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const alarmKinds = [
  'warned',
  'breached',
  'escalated',
  'silent',
  'urged',
  'digest',
  'calendar_missing',
  'extension_asked',
  'extension_decided',
  'approval_urged',
  'emergency',
] as const;

/** In `data.clock` of an alarm about a step of a flow; its name stands in `clockName`. */
export const stepClock = 'flow_step';

export const alarmSchema = z.object({
  id: idSchema,
  kind: z.enum(alarmKinds),
  ticketId: idSchema.nullable(),
  /** Numbers, keys and instants that the sentence is made of. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  at: instantSchema,
  seen: z.boolean(),
});
export type Alarm = z.infer<typeof alarmSchema>;

export const listAlarms = defineRoute({
  method: 'GET',
  path: '/api/sla/alarms',
  summary: 'What I was told about clocks and approvals, the newest first',
  query: z.object({
    cursor: idSchema.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
    unseen: z.stringbool().default(false),
  }),
  reply: pageOf(alarmSchema).extend({ unseen: cappedCount }),
});

export const countAlarms = defineRoute({
  method: 'GET',
  path: '/api/sla/alarms/count',
  summary: 'How much of it I have not seen',
  reply: z.object({ unseen: cappedCount }),
});

const seenSchema = z.union([z.object({ upTo: idSchema }), z.object({ ids: z.array(idSchema).min(1).max(100) })]);
export type SeenAlarms = z.infer<typeof seenSchema>;

export const seeAlarms = defineRoute({
  method: 'POST',
  path: '/api/sla/alarms/seen',
  summary: 'I have seen these, or all up to this one',
  body: seenSchema,
  status: 204,
  reply: z.void(),
});
