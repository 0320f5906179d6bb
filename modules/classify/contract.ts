import { z } from 'zod';
import { kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { idSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

const words = z.array(z.string().trim().min(1).max(100)).max(500);

/** What a rule asks for and what it then orders. */
export const ruleBodySchema = z.object({
  anyOf: words.default([]),
  allOf: words.optional(),
  noneOf: words.optional(),
  patterns: z.array(z.string().max(300)).max(20).optional(),
  dangers: z.array(z.string()).optional(),
  channels: z.array(z.string()).optional(),
  customerTiers: z.array(z.string()).optional(),
  kinds: z.array(kindSchema).optional(),
  kind: kindSchema.optional(),
  leans: kindSchema.optional(),
  categoryKey: z.string().max(80).optional(),
  level: levelSchema.optional(),
  usualLevel: z.union([z.literal(2), z.literal(3)]).optional(),
});
export type RuleBody = z.infer<typeof ruleBodySchema>;

export const classifyRuleInput = z.object({
  name: z.string().trim().min(1).max(100),
  rule: ruleBodySchema,
  priority: z.int().min(1).max(9999).default(100),
  enabled: z.boolean().default(true),
});
export const classifyRuleSchema = z.object({
  id: idSchema,
  name: z.string(),
  rule: ruleBodySchema,
  priority: z.int(),
  enabled: z.boolean(),
});
export type ClassifyRuleRow = z.infer<typeof classifyRuleSchema>;

export const listClassifyRules = defineRoute({
  method: 'GET',
  path: '/api/classify/rules',
  summary: 'Classification rules in the order in which they are tried',
  reply: z.object({ items: z.array(classifyRuleSchema) }),
});

export const createClassifyRule = defineRoute({
  method: 'POST',
  path: '/api/classify/rules',
  summary: 'Add a rule',
  body: classifyRuleInput,
  reply: classifyRuleSchema,
  status: 201,
});

const params = z.object({ id: idSchema });

export const changeClassifyRule = defineRoute({
  method: 'PUT',
  path: '/api/classify/rules/{id}',
  summary: 'Change a rule',
  params,
  body: classifyRuleInput,
  reply: classifyRuleSchema,
});

export const deleteClassifyRule = defineRoute({
  method: 'DELETE',
  path: '/api/classify/rules/{id}',
  summary: 'Remove a rule',
  params,
  reply: z.undefined(),
  status: 204,
});

const verdict = z.object({ kind: kindSchema, categoryKey: z.string().nullable(), level: levelSchema });

export const tryClassifyRule = defineRoute({
  method: 'POST',
  path: '/api/classify/rules/try',
  summary: 'What this rule would have done to the last 100 tickets',
  body: classifyRuleInput.extend({ id: idSchema.optional() }),
  reply: z.object({
    tried: z.int(),
    matched: z.int(),
    changed: z.array(
      z.object({
        number: z.string(),
        subject: z.string(),
        before: verdict,
        after: verdict,
        words: z.array(z.string()),
      }),
    ),
  }),
});

export const classifyTextRoute = defineRoute({
  method: 'POST',
  path: '/api/classify/try',
  summary: 'How a text would be sorted now, and why',
  body: z.object({
    subject: z.string().max(200).optional(),
    content: z.string().min(1).max(20_000),
    kind: kindSchema.optional(),
  }),
  reply: verdict.extend({
    sentiment: z.int(),
    confidence: z.number(),
    spamScore: z.number(),
    reasons: z.array(
      z.object({
        field: z.string(),
        words: z.array(z.string()),
        ruleId: z.string().optional(),
        group: z.string().optional(),
      }),
    ),
  }),
});
