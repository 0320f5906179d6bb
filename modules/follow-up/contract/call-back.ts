import { z } from 'zod';
import { channelSchema, kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { cappedCount, pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const ruleOccasions = ['answered', 'low_score', 'no_answer'] as const;
export const occasions = [...ruleOccasions, 'manual'] as const;
export type Occasion = (typeof occasions)[number];

/** reached: somebody spoke; unreached: given up; over: it was not needed any more. */
export const callBackStates = ['waiting', 'reached', 'unreached', 'over'] as const;
export type CallBackState = (typeof callBackStates)[number];

export const attemptOutcomes = [
  'solved',
  'not_solved',
  'no_answer',
  'busy',
  'later',
  'refused',
  'wrong_number',
] as const;
export type AttemptOutcome = (typeof attemptOutcomes)[number];

/** Why a call was not needed any more. */
export const overReasons = ['rated', 'reopened', 'ended', 'withdrawn'] as const;

/** Whoever took a call and did nothing for so long no longer keeps it from the others. */
export const claimMinutes = 30;
/** A customer may ask to be called that many days from now at most. */
export const latestCallDays = 30;

const attemptSchema = z.object({
  no: z.int(),
  at: instantSchema,
  by: z.string(),
  outcome: z.enum(attemptOutcomes),
  score: z.int().nullable(),
  note: z.string(),
  nextAt: instantSchema.nullable(),
});
export type CallBackAttempt = z.infer<typeof attemptSchema>;

export const callBackRow = z.object({
  id: idSchema,
  number: z.string(),
  subject: z.string(),
  kind: kindSchema,
  level: levelSchema,
  categoryKey: z.string().nullable(),
  categoryName: z.string(),
  customer: z.object({ id: idSchema.nullable(), name: z.string(), maskedPhone: z.string().nullable() }),
  departmentId: idSchema,
  department: z.string(),
  owner: z.string(),
  occasion: z.enum(occasions),
  note: z.string(),
  dueAt: instantSchema,
  state: z.enum(callBackStates),
  /** An outcome, or why it was not needed any more; null while it waits. */
  endedAs: z.enum([...attemptOutcomes, ...overReasons]).nullable(),
  endedAt: instantSchema.nullable(),
  attempts: z.int(),
  mostAttempts: z.int(),
  /** Who is on the phone now. */
  claimedBy: z.object({ id: idSchema, name: z.string() }).nullable(),
  abilities: z.object({ claim: z.boolean(), attempt: z.boolean(), withdraw: z.boolean() }),
});
export type CallBackRow = z.infer<typeof callBackRow>;

export const callBackView = callBackRow.extend({
  history: z.array(attemptSchema),
  /** What is said, with names and number put in. */
  script: z.string(),
  /** What the customer was told last. */
  lastReply: z.string(),
  /** Whether a rating is still open: the score is asked for and counts like one given by link. */
  asksScore: z.boolean(),
});
export type CallBackView = z.infer<typeof callBackView>;

const idParams = z.object({ id: idSchema });
const ticketParams = z.object({ number: z.string().min(1).max(40) });

export const listCallBacks = defineRoute({
  method: 'GET',
  path: '/api/call-backs',
  summary: 'Calls to make, the most urgent first; or those that are over, the newest first',
  query: pageQuery.extend({
    state: z.enum(['waiting', 'ended']).default('waiting'),
    /** Taken by me, or of tickets that are mine. */
    mine: z.stringbool().default(false),
  }),
  reply: pageOf(callBackRow),
});

const figures = z.object({
  waiting: cappedCount,
  due: cappedCount,
  mine: cappedCount,
  /** Of the last 30 days. */
  ended: z.int(),
  reached: z.int(),
  solved: z.int(),
  attempts: z.int(),
});
export type CallBackFigures = z.infer<typeof figures>;

export const readCallBackFigures = defineRoute({
  method: 'GET',
  path: '/api/call-backs/figures',
  summary: 'How many calls wait, and how those of the last 30 days went',
  reply: figures,
});
export const readCallBack = defineRoute({
  method: 'GET',
  path: '/api/call-backs/{id}',
  summary: 'One call with its attempts and what is said',
  params: idParams,
  reply: callBackView,
});
export const claimCallBack = defineRoute({
  method: 'POST',
  path: '/api/call-backs/{id}/claim',
  summary: 'Take a call; of two at the same moment one gets it',
  params: idParams,
  reply: callBackView,
});
export const claimNextCallBack = defineRoute({
  method: 'POST',
  path: '/api/call-backs/next',
  summary: 'Take the most urgent call that is due and that nobody has',
  body: z.object({ mine: z.boolean().default(false) }),
  reply: z.object({ callBack: callBackView.nullable() }),
});
export const releaseCallBack = defineRoute({
  method: 'POST',
  path: '/api/call-backs/{id}/release',
  summary: 'Give a call back to the queue',
  params: idParams,
  reply: callBackView,
});

export const attemptInput = z.object({
  outcome: z.enum(attemptOutcomes),
  /** Of `solved` and `not_solved`, while a rating is open. */
  score: z.int().min(1).max(5).optional(),
  note: z.string().trim().max(2000).default(''),
  /** Of `later`: when the customer wants to be called. */
  callAt: instantSchema.optional(),
  /** The attempts the caller has seen: a second outcome for the same call is refused. */
  attempts: z.int().min(0),
});
export type AttemptInput = z.infer<typeof attemptInput>;

export const addAttempt = defineRoute({
  method: 'POST',
  path: '/api/call-backs/{id}/attempts',
  summary: 'Write down how a call went',
  params: idParams,
  body: attemptInput,
  status: 201,
  reply: z.object({ callBack: callBackView, reopened: z.boolean(), closed: z.boolean() }),
});
export const withdrawCallBack = defineRoute({
  method: 'POST',
  path: '/api/call-backs/{id}/withdraw',
  summary: 'This call need not be made',
  params: idParams,
  body: z.object({ reason: z.string().trim().min(1).max(500) }),
  reply: callBackView,
});

/** Not below `/api/tickets`, or every event of any ticket would ask for it again. */
export const callBacksOfTicket = defineRoute({
  method: 'GET',
  path: '/api/call-backs/of-ticket/{number}',
  summary: 'The calls of one ticket, the newest first',
  params: ticketParams,
  reply: z.object({ items: z.array(callBackRow.extend({ history: z.array(attemptSchema) })), canAdd: z.boolean() }),
});
export type TicketCallBack = z.infer<typeof callBacksOfTicket.reply>['items'][number];

export const addCallBack = defineRoute({
  method: 'POST',
  path: '/api/call-backs/of-ticket/{number}',
  summary: 'Have the customer called',
  params: ticketParams,
  body: z.object({ dueAt: instantSchema.optional(), note: z.string().trim().max(500).default('') }),
  status: 201,
  reply: callBackView,
});

export const callBackRuleInput = z.object({
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(60).default(''),
  enabled: z.boolean(),
  sort: z.int().min(1).max(9999),
  occasion: z.enum(ruleOccasions),
  kinds: z.array(kindSchema).max(10),
  levels: z.array(levelSchema).max(3),
  /** Each stands for everything below it too. */
  categoryKeys: z.array(z.string().max(80)).max(100),
  channels: z.array(channelSchema).max(30),
  /** Only after an answer: the call stands in for the link of the survey. */
  instead: z.boolean(),
  /** Working minutes. */
  afterMinutes: z.int().min(0).max(20_000),
  spacingMinutes: z.int().min(1).max(20_000),
  mostAttempts: z.int().min(1).max(10),
  /** A reply template that is read aloud; null = the text that is shipped. */
  templateId: idSchema.nullable(),
});
export const callBackRuleSchema = callBackRuleInput.extend({ id: idSchema });
export type CallBackRule = z.infer<typeof callBackRuleSchema>;

export const listCallBackRules = defineRoute({
  method: 'GET',
  path: '/api/call-back-rules',
  summary: 'After which occasions customers are called',
  reply: z.object({ items: z.array(callBackRuleSchema) }),
});
export const createCallBackRule = defineRoute({
  method: 'POST',
  path: '/api/call-back-rules',
  summary: 'Add a rule',
  body: callBackRuleInput,
  status: 201,
  reply: callBackRuleSchema,
});
export const changeCallBackRule = defineRoute({
  method: 'PUT',
  path: '/api/call-back-rules/{id}',
  summary: 'Change a rule; calls that wait keep what they were made with',
  params: idParams,
  body: callBackRuleInput,
  reply: callBackRuleSchema,
});
export const deleteCallBackRule = defineRoute({
  method: 'DELETE',
  path: '/api/call-back-rules/{id}',
  summary: 'Remove a rule',
  params: idParams,
  status: 204,
  reply: z.undefined(),
});
