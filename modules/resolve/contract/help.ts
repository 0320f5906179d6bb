import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { idParams, namedSchema, saidText, ticketParams } from './named.ts';

export const helpSchema = z.object({
  /** The id of its task. */
  id: idSchema,
  number: z.string(),
  title: z.string(),
  question: z.string(),
  department: namedSchema,
  owner: namedSchema.nullable(),
  askedBy: z.string(),
  askedAt: instantSchema,
  dueAt: instantSchema,
  doneAt: instantSchema.nullable(),
  result: z.string(),
  answeredBy: z.string(),
});
export type HelpView = z.infer<typeof helpSchema>;

const helpPage = helpSchema.extend({
  subject: z.string(),
  /** What the customer said first; the thread itself stays with those who reach the ticket. */
  said: z.string(),
  accountable: z.string(),
  canAnswer: z.boolean(),
});

export const listHelp = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/help',
  summary: 'What other departments were asked for in this ticket, and what came of it',
  params: ticketParams,
  reply: z.object({ items: z.array(helpSchema), open: z.int(), canAsk: z.boolean() }),
});
export const askHelp = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/help',
  summary: 'Ask departments to help, each with a task of its own; the ticket waits for all of them',
  params: ticketParams,
  body: z.object({
    title: saidText(120),
    question: z.string().trim().max(4000).default(''),
    departmentIds: z.array(idSchema).min(1).max(20),
    /** One person, where a single department is asked. */
    ownerId: idSchema.optional(),
    dueAt: instantSchema,
  }),
  status: 201,
  reply: z.object({ items: z.array(helpSchema) }),
});
export const readHelp = defineRoute({
  method: 'GET',
  path: '/api/help/{id}',
  summary: 'One request for help, for those who are asked and those who reach the ticket',
  params: idParams,
  reply: helpPage,
});
export const answerHelp = defineRoute({
  method: 'POST',
  path: '/api/help/{id}/result',
  summary: 'Write down what came of it; that ends the task',
  params: idParams,
  body: z.object({ result: saidText(4000) }),
  reply: helpPage,
});
