import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { idParams, saidText, ticketParams } from './named.ts';

/** One to five, five being the most. */
const mark = z.int().min(1).max(5);

const optionInput = z.object({
  title: saidText(120),
  note: z.string().trim().max(1000).default(''),
  costCents: z.int().min(0).max(100_000_000_000).default(0),
  risk: mark,
  effect: mark,
  satisfaction: mark,
});
export const optionSchema = optionInput.extend({
  id: idSchema,
  note: z.string(),
  costCents: z.int(),
  createdBy: z.string(),
  chosenAt: instantSchema.nullable(),
  chosenBy: z.string(),
  chosenReason: z.string(),
});
export type SolutionOption = z.infer<typeof optionSchema>;
const options = z.object({ items: z.array(optionSchema), canWrite: z.boolean() });

export const listOptions = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/options',
  summary: 'Ways to solve this, side by side, with the one that was chosen',
  params: ticketParams,
  reply: options,
});
export const addOption = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/options',
  summary: 'Add a way to solve this',
  params: ticketParams,
  body: optionInput,
  status: 201,
  reply: options,
});
export const chooseOption = defineRoute({
  method: 'POST',
  path: '/api/solution-options/{id}/choose',
  summary: 'Decide for this one, with the reason; the decision before is replaced and stays in the thread',
  params: idParams,
  body: z.object({ reason: saidText(500) }),
  reply: options,
});

export const parties = ['department', 'person', 'supplier', 'none'] as const;
export const verdictSchema = z.object({
  id: idSchema,
  party: z.enum(parties),
  /** The name of the department, person or supplier; empty for nobody. */
  name: z.string(),
  /** So that the screen can name it in its own language. */
  departmentId: idSchema.nullable(),
  reason: z.string(),
  state: z.enum(['given', 'appealed', 'upheld', 'lifted']),
  givenBy: z.string(),
  givenAt: instantSchema,
  appeal: z.string(),
  appealedBy: z.string(),
  answer: z.string(),
  answeredBy: z.string(),
});
export type Verdict = z.infer<typeof verdictSchema>;
const verdicts = z.object({
  /** The newest first; at most one stands. */
  items: z.array(verdictSchema),
  abilities: z.object({ give: z.boolean(), appeal: z.boolean(), answer: z.boolean() }),
});

export const listVerdicts = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/verdicts',
  summary: 'Who is held responsible, with appeals and answers',
  params: ticketParams,
  reply: verdicts,
});
export const giveVerdict = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/verdicts',
  summary: 'Say who is responsible and why',
  params: ticketParams,
  body: z.discriminatedUnion('party', [
    z.object({ party: z.literal('department'), departmentId: idSchema, reason: saidText(1000) }),
    z.object({ party: z.literal('person'), personId: idSchema, reason: saidText(1000) }),
    z.object({ party: z.literal('supplier'), supplier: saidText(120), reason: saidText(1000) }),
    z.object({ party: z.literal('none'), reason: saidText(1000) }),
  ]),
  status: 201,
  reply: verdicts,
});
export const appealVerdict = defineRoute({
  method: 'POST',
  path: '/api/verdicts/{id}/appeal',
  summary: 'Object, once, before it is answered',
  params: idParams,
  body: z.object({ appeal: saidText(1000) }),
  reply: verdicts,
});
export const answerAppeal = defineRoute({
  method: 'POST',
  path: '/api/verdicts/{id}/answer',
  summary: 'Uphold or lift; not by who gave the verdict, nor by who appealed',
  params: idParams,
  body: z.object({ upheld: z.boolean(), answer: saidText(1000) }),
  reply: verdicts,
});

export const riskReasons = ['level', 'safety', 'legal', 'media', 'group', 'reopened', 'urged', 'amount'] as const;
export type RiskReason = (typeof riskReasons)[number];
export const riskSchema = z.object({
  /** 0 to 100. */
  score: z.int(),
  grade: z.enum(['low', 'middle', 'high']),
  /** What it is made of, the weightiest first; the points add up to the score unless it is capped. */
  reasons: z.array(z.object({ reason: z.enum(riskReasons), points: z.int(), detail: z.string() })),
});
export type Risk = z.infer<typeof riskSchema>;
export const readRisk = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/risk',
  summary: 'How dangerous this case is, and why',
  params: ticketParams,
  reply: riskSchema,
});
