import { z } from 'zod';
import { actionSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { ticketParams } from './named.ts';

export const stepStates = ['waiting', 'taken', 'refused', 'withdrawn', 'lapsed'] as const;
export type WaitingState = (typeof stepStates)[number];

export const waitingStep = z.object({
  action: actionSchema,
  reason: z.string(),
  state: z.enum(stepStates),
  askedBy: z.string(),
  askedAt: instantSchema,
  requestId: idSchema.nullable(),
});
export type WaitingStep = z.infer<typeof waitingStep>;

export const readWaitingStep = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/waiting-step',
  summary: 'The step that waits for an approval, or the last one that did',
  params: ticketParams,
  reply: z.object({ step: waitingStep.nullable() }),
});
