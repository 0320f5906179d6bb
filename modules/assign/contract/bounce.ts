import { z } from 'zod';
import { instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const bounceStates = ['none', 'asked', 'decided'] as const;

const move = z.object({
  from: z.string(),
  to: z.string(),
  by: z.string(),
  reason: z.string(),
  at: instantSchema,
});

export const bounceView = z.object({
  state: z.enum(bounceStates),
  /** From one department to another, the oldest first. */
  moves: z.array(move),
  mostMoves: z.int(),
  /** Who decides, and where the last mover wanted it to go; empty while nobody has to. */
  supervisor: z.string(),
  wanted: z.string(),
  /** Which department was decided to be accountable, by whom and why. */
  department: z.string(),
  decidedBy: z.string(),
  decidedAt: instantSchema.nullable(),
  reason: z.string(),
  canDecide: z.boolean(),
});
export type BounceView = z.infer<typeof bounceView>;

export const readBounces = defineRoute({
  method: 'GET',
  path: '/api/assign/bounces/{number}',
  summary: 'How often a ticket was passed between departments, and who decides whose it is',
  params: z.object({ number: z.string().min(1).max(40) }),
  reply: bounceView,
});

export const bounceSetting = z.object({
  enabled: z.boolean(),
  /** At this move between departments a supervisor decides. */
  mostMoves: z.int().min(2).max(20),
});
export type BounceSetting = z.infer<typeof bounceSetting>;

export const readBounceSetting = defineRoute({
  method: 'GET',
  path: '/api/assign/bounce-setting',
  summary: 'At which move between departments a supervisor decides whose a ticket is',
  reply: bounceSetting,
});
export const changeBounceSetting = defineRoute({
  method: 'PUT',
  path: '/api/assign/bounce-setting',
  summary: 'Change that number, or let tickets be passed on without end',
  body: bounceSetting,
  reply: bounceSetting,
});

/** Who had been asked is told by a task of this kind. */
export const decideTask = 'decide_owner';
export const decideHours = 4;
