import { z } from 'zod';
import { channelSchema, kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { idSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export * from './contract/bounce.ts';

/** Who gets what: every condition that is set must hold; the lowest priority number that fits wins. */
const conditions = {
  name: z.string().trim().min(1).max(100),
  /** A category key; it stands for everything below it too. */
  categoryPrefix: z.string().max(100).nullable(),
  kind: kindSchema.nullable(),
  level: levelSchema.nullable(),
  region: z.string().max(60).nullable(),
  channel: channelSchema.nullable(),
  tier: z.enum(['standard', 'silver', 'gold']).nullable(),
  departmentId: idSchema,
  /** One person by name; absent = whoever is on duty in the department and has least to do. */
  personId: idSchema.nullable(),
  priority: z.int().min(1).max(9999),
  enabled: z.boolean(),
};

export const assignRuleInput = z.object(conditions);
export const assignRuleSchema = assignRuleInput.extend({ id: idSchema });
export type AssignRule = z.infer<typeof assignRuleSchema>;

export const listAssignRules = defineRoute({
  method: 'GET',
  path: '/api/assign/rules',
  summary: 'Who gets what, in the order in which rules are tried',
  reply: z.object({ items: z.array(assignRuleSchema) }),
});

export const createAssignRule = defineRoute({
  method: 'POST',
  path: '/api/assign/rules',
  summary: 'Add a rule',
  body: assignRuleInput,
  reply: assignRuleSchema,
  status: 201,
});

const params = z.object({ id: idSchema });

export const changeAssignRule = defineRoute({
  method: 'PUT',
  path: '/api/assign/rules/{id}',
  summary: 'Change a rule',
  params,
  body: assignRuleInput,
  reply: assignRuleSchema,
});

export const deleteAssignRule = defineRoute({
  method: 'DELETE',
  path: '/api/assign/rules/{id}',
  summary: 'Remove a rule',
  params,
  reply: z.undefined(),
  status: 204,
});

export const tryAssignRules = defineRoute({
  method: 'POST',
  path: '/api/assign/rules/try',
  summary: 'Where the last 100 tickets would go under this rule, beside where they are',
  body: assignRuleInput.extend({ id: idSchema.optional() }),
  reply: z.object({
    tried: z.int(),
    moved: z.array(z.object({ number: z.string(), subject: z.string(), from: z.string(), to: z.string() })),
  }),
});
