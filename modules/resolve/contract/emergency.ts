import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { idParams, namedSchema, saidText, ticketParams } from './named.ts';

const memberSchema = z.object({
  person: namedSchema,
  duty: z.string(),
  leads: z.boolean(),
  calledAt: instantSchema,
  answeredAt: instantSchema.nullable(),
});
const checkSchema = z.object({
  no: z.int(),
  title: z.string(),
  titleEn: z.string(),
  dueAt: instantSchema,
  doneAt: instantSchema.nullable(),
  doneBy: z.string(),
});
export const logKinds = ['called', 'answered', 'checked', 'said', 'stood_down'] as const;
const logSchema = z.object({
  id: idSchema,
  at: instantSchema,
  kind: z.enum(logKinds),
  by: z.string(),
  body: z.string(),
});

export const emergencySchema = z.object({
  id: idSchema,
  number: z.string(),
  subject: z.string(),
  cause: z.enum(['opened', 'raised', 'restored', 'called']),
  startedAt: instantSchema,
  /** By when somebody of the team has to have answered. */
  dueAt: instantSchema,
  assembledAt: instantSchema.nullable(),
  stoodDownAt: instantSchema.nullable(),
  standDownReason: z.string(),
  members: z.array(memberSchema),
  checks: z.array(checkSchema),
  log: z.array(logSchema),
  abilities: z.object({ answer: z.boolean(), work: z.boolean(), standDown: z.boolean() }),
});
export type Emergency = z.infer<typeof emergencySchema>;

export const emergencyOf = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/emergency',
  summary: "The ticket's emergency team, the latest if there were several",
  params: ticketParams,
  reply: z.object({ emergency: emergencySchema.nullable(), canCall: z.boolean() }),
});
export const callEmergency = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/emergency',
  summary: 'Call the team of the duty list to this ticket',
  params: ticketParams,
  status: 201,
  reply: emergencySchema,
});
export const readEmergency = defineRoute({
  method: 'GET',
  path: '/api/emergencies/{id}',
  summary: 'An emergency as its members see it, whether or not they reach the ticket',
  params: idParams,
  reply: emergencySchema,
});
export const myEmergencies = defineRoute({
  method: 'GET',
  path: '/api/emergencies',
  summary: 'Teams at work that I was called to',
  reply: z.object({ items: z.array(emergencySchema) }),
});
export const answerCall = defineRoute({
  method: 'POST',
  path: '/api/emergencies/{id}/answer',
  summary: 'I am here',
  params: idParams,
  reply: emergencySchema,
});
export const writeLog = defineRoute({
  method: 'POST',
  path: '/api/emergencies/{id}/log',
  summary: 'Add a line to the running log; nothing in it is changed later',
  params: idParams,
  body: z.object({ body: saidText(2000) }),
  reply: emergencySchema,
});
export const tickCheck = defineRoute({
  method: 'POST',
  path: '/api/emergencies/{id}/checks/{no}',
  summary: 'A step of the plan is done',
  params: idParams.extend({ no: z.coerce.number().int().min(1).max(1000) }),
  reply: emergencySchema,
});
export const standDown = defineRoute({
  method: 'POST',
  path: '/api/emergencies/{id}/stand-down',
  summary: 'Send the team home, with the reason',
  params: idParams,
  body: z.object({ reason: saidText(500) }),
  reply: emergencySchema,
});

const dutyInput = z.object({
  personId: idSchema,
  duty: saidText(60),
  leads: z.boolean().default(false),
  /** For this department and all below it; everywhere without. */
  departmentId: idSchema.nullable().default(null),
});
const planInput = z.object({
  title: saidText(120),
  titleEn: z.string().trim().max(120).default(''),
  withinMinutes: z.int().min(1).max(10_080),
});
export const dutyList = z.object({
  people: z.array(dutyInput.extend({ name: z.string(), active: z.boolean() })),
  plan: z.array(planInput),
});
export type DutyList = z.infer<typeof dutyList>;
export const readDutyList = defineRoute({
  method: 'GET',
  path: '/api/emergency-duty',
  summary: 'Who is called for a case of the first level, and the plan they tick off',
  reply: dutyList,
});
export const changeDutyList = defineRoute({
  method: 'PUT',
  path: '/api/emergency-duty',
  summary: 'Put another list and plan in the place of these; teams under way keep theirs',
  body: z.object({ people: z.array(dutyInput).max(100), plan: z.array(planInput).max(50) }),
  reply: dutyList,
});
