import { z } from 'zod';
import { kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

/** What a language model may be asked for, each switched on by itself. */
export const llmPurposes = ['second_opinion', 'summary', 'reply_draft'] as const;
export const llmPurposeSchema = z.enum(llmPurposes);
export type LlmPurpose = z.infer<typeof llmPurposeSchema>;

const settingFields = {
  /** Up to and without `/chat/completions`; empty: nothing is connected. */
  baseUrl: z.string().trim().max(300),
  model: z.string().trim().max(120),
  purposes: z.array(llmPurposeSchema),
  callsPerDay: z.int().min(0).max(1_000_000),
  tokensPerDay: z.int().min(0).max(2_000_000_000),
  timeoutSeconds: z.int().min(1).max(120),
  keepDays: z.int().min(0).max(365),
};

export const llmSettingSchema = z.object({
  ...settingFields,
  hasKey: z.boolean(),
  /** The host of the own network that may be called, with its port. */
  allowedHost: z.string().nullable(),
  today: z.object({ calls: z.int(), tokens: z.int() }),
  /** Too many failures in a row: this process asks nobody for a minute. */
  paused: z.boolean(),
});
export type LlmSetting = z.infer<typeof llmSettingSchema>;

export const llmSettingInput = z.object({
  ...settingFields,
  /** Absent: stays; null: taken away. Has to be given again when the address leads to another host. */
  apiKey: z.string().trim().min(1).max(500).nullable().optional(),
  /** The host of the address lies in the own network, and that is meant. */
  allowInner: z.boolean().default(false),
});

export const readLlmSetting = defineRoute({
  method: 'GET',
  path: '/api/classify/llm/setting',
  summary: 'The language model that is connected, and what it used up today',
  reply: llmSettingSchema,
});

export const changeLlmSetting = defineRoute({
  method: 'PUT',
  path: '/api/classify/llm/setting',
  summary: 'Connect a language model, or let go of it with an empty address',
  body: llmSettingInput,
  reply: llmSettingSchema,
});

export const llmOutcomeSchema = z.string().max(40);

export const testLlm = defineRoute({
  method: 'POST',
  path: '/api/classify/llm/test',
  summary: 'Ask the connected model one short question; counts against the budget',
  reply: z.object({
    outcome: llmOutcomeSchema,
    status: z.int(),
    ms: z.int(),
    inputTokens: z.int(),
    outputTokens: z.int(),
    /** The beginning of what the provider said when it failed. */
    answer: z.string(),
  }),
});

const callSchema = z.object({
  id: idSchema,
  at: instantSchema,
  purpose: z.string(),
  promptVersion: z.int(),
  model: z.string(),
  outcome: llmOutcomeSchema,
  status: z.int(),
  attempts: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  ms: z.int(),
  /** Values that were replaced before it left. */
  masked: z.int(),
});
export type LlmCall = z.infer<typeof callSchema>;

export const listLlmCalls = defineRoute({
  method: 'GET',
  path: '/api/classify/llm/calls',
  summary: 'Questions that were put to the model, the newest first',
  query: z.object({ failed: z.stringbool().optional() }).extend(pageQuery.shape),
  reply: pageOf(callSchema),
});

export const readLlmCall = defineRoute({
  method: 'GET',
  path: '/api/classify/llm/calls/{id}',
  summary: 'One question with its masked words, as long as they are kept',
  params: z.object({ id: idSchema }),
  reply: callSchema.extend({ request: z.string().nullable(), answer: z.string().nullable() }),
});

export const opinionSchema = z.object({
  /** null: none of the categories fits, says the model, or the one it named was closed since. */
  categoryKey: z.string().nullable(),
  name: z.string(),
  kind: kindSchema,
  level: levelSchema,
  confidence: z.number(),
  /** Personal data in it stays masked. */
  reason: z.string(),
  model: z.string(),
  at: instantSchema,
});
export type LlmOpinion = z.infer<typeof opinionSchema>;

const ticketParams = z.object({ number: z.string().min(1).max(40) });

export const llmAskStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const;

export const llmAskSchema = z.object({
  purpose: llmPurposeSchema,
  state: z.enum(llmAskStates),
  /** Why it failed: an outcome as in the log of calls, or `interrupted`. */
  problem: z.string(),
  askedAt: instantSchema,
  summary: z.object({ summary: z.string(), wish: z.string(), open: z.array(z.string()) }).nullable(),
  /** To be read, changed and sent by a person. */
  reply: z.string().nullable(),
});
export type LlmAsk = z.infer<typeof llmAskSchema>;

export const readLlmOfTicket = defineRoute({
  method: 'GET',
  path: '/api/classify/llm/tickets/{number}',
  summary:
    'What the reader may ask a model about this ticket, what he asked today, and the second opinion that is there',
  params: ticketParams,
  reply: z.object({
    purposes: z.array(llmPurposeSchema),
    opinion: opinionSchema.nullable(),
    asks: z.array(llmAskSchema),
  }),
});

export const askLlmOpinion = defineRoute({
  method: 'POST',
  path: '/api/classify/llm/tickets/{number}/opinion',
  summary: 'Ask for a second opinion on kind, category and level: a suggestion, never a decision',
  params: ticketParams,
  reply: llmAskSchema,
  status: 202,
});

export const askLlmSummary = defineRoute({
  method: 'POST',
  path: '/api/classify/llm/tickets/{number}/summary',
  summary: 'Ask for the thread in a few sentences, what is wished, what is open',
  params: ticketParams,
  reply: llmAskSchema,
  status: 202,
});

export const askLlmReply = defineRoute({
  method: 'POST',
  path: '/api/classify/llm/tickets/{number}/reply-draft',
  summary: 'Ask for a reply to be read, changed and sent by a person',
  params: ticketParams,
  body: z.object({ wish: z.string().trim().max(500).default('') }),
  reply: llmAskSchema,
  status: 202,
});

export const stopLlmAsk = defineRoute({
  method: 'DELETE',
  path: '/api/classify/llm/tickets/{number}/asks/{purpose}',
  summary: 'Wait no longer for what was asked',
  params: ticketParams.extend({ purpose: llmPurposeSchema }),
  reply: z.undefined(),
  status: 204,
});
