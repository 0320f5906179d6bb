import { z } from 'zod';
import { channelSchema, kindSchema, stateSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { idParams } from './named.ts';

/** Why a case is left to people. */
export const autoGuards = [
  'off',
  'not_new',
  'level',
  'rule',
  'unsure',
  'confidence',
  'urgent',
  'mood',
  'tier',
  'staff',
  'linked',
  'files',
  'repeat',
  'hours',
  'cap',
  'template',
] as const;
export type AutoGuard = (typeof autoGuards)[number];

export const autoSetting = z.object({
  enabled: z.boolean(),
  workingHoursOnly: z.boolean(),
  mostADay: z.int().min(1).max(100_000),
  repeatDays: z.int().min(0).max(365),
  samplePercent: z.int().min(0).max(100),
});
export type AutoSetting = z.infer<typeof autoSetting>;

export const autoRuleInput = z.object({
  name: z.string().trim().min(1).max(60),
  enabled: z.boolean(),
  sort: z.int().min(1).max(9999),
  kinds: z.array(kindSchema).min(1).max(10),
  /** Each stands for everything below it too. */
  categoryKeys: z.array(z.string().max(80)).min(1).max(100),
  channels: z.array(channelSchema).max(30),
  leastConfidence: z.int().min(0).max(100),
  /** The reply template that is sent. */
  templateId: idSchema,
});
export const autoRuleSchema = autoRuleInput.extend({ id: idSchema });
export type AutoRule = z.infer<typeof autoRuleSchema>;

export const autoFigures = z.object({
  /** Of the last 30 days: light cases that came in while it was on, and those that were answered. */
  light: z.int(),
  answered: z.int(),
  /** Of those: said by the customer not to have helped. */
  unsolved: z.int(),
  reviewed: z.int(),
  wrong: z.int(),
  /** Samples nobody has looked at. */
  waiting: z.int(),
  lastDay: z.int(),
});
export type AutoFigures = z.infer<typeof autoFigures>;

const overview = z.object({ setting: autoSetting, rules: z.array(autoRuleSchema), figures: autoFigures });

export const readAutoAnswers = defineRoute({
  method: 'GET',
  path: '/api/auto-answers',
  summary: 'Which light cases are answered without a person, behind which guards, and how that went',
  reply: overview,
});
export const changeAutoSetting = defineRoute({
  method: 'PUT',
  path: '/api/auto-answers/setting',
  summary: 'Switch it on or off at once, and set the guards',
  body: autoSetting,
  reply: overview,
});
export const createAutoRule = defineRoute({
  method: 'POST',
  path: '/api/auto-answers/rules',
  summary: 'Add a rule',
  body: autoRuleInput,
  status: 201,
  reply: autoRuleSchema,
});
export const changeAutoRule = defineRoute({
  method: 'PUT',
  path: '/api/auto-answers/rules/{id}',
  summary: 'Change a rule',
  params: idParams,
  body: autoRuleInput,
  reply: autoRuleSchema,
});
export const deleteAutoRule = defineRoute({
  method: 'DELETE',
  path: '/api/auto-answers/rules/{id}',
  summary: 'Remove a rule',
  params: idParams,
  status: 204,
  reply: z.undefined(),
});

export const tryAutoAnswers = defineRoute({
  method: 'POST',
  path: '/api/auto-answers/try',
  summary: 'Whom it would have answered among the last tickets, and why not the others; changes nothing',
  body: z.object({ rule: autoRuleInput.optional() }),
  reply: z.object({
    tried: z.int(),
    answered: z.array(
      z.object({ number: z.string(), subject: z.string(), said: z.string(), rule: z.string(), body: z.string() }),
    ),
    /** How many stopped at each guard, the most first. */
    left: z.array(z.object({ guard: z.enum(autoGuards), count: z.int() })),
  }),
});

export const autoSample = z.object({
  id: idSchema,
  number: z.string(),
  subject: z.string(),
  state: stateSchema,
  said: z.string(),
  body: z.string(),
  rule: z.string(),
  answeredAt: instantSchema,
  unsolvedAt: instantSchema.nullable(),
});
export type AutoSample = z.infer<typeof autoSample>;

export const listAutoSamples = defineRoute({
  method: 'GET',
  path: '/api/auto-answers/samples',
  summary: 'Answers that somebody should look at, the oldest first',
  query: pageQuery,
  reply: pageOf(autoSample),
});
export const judgeAutoAnswer = defineRoute({
  method: 'POST',
  path: '/api/auto-answers/samples/{id}',
  summary: 'Right or wrong; a wrong one opens the case again for a person',
  params: idParams,
  body: z.object({ verdict: z.enum(['right', 'wrong']), note: z.string().trim().max(500).default('') }),
  reply: z.object({ reopened: z.boolean() }),
});
