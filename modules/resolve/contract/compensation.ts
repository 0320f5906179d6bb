import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { idParams, ticketParams } from './named.ts';

export const compensationKinds = ['refund', 'voucher', 'goods', 'other'] as const;
export const compensationStates = ['draft', 'pending', 'approved', 'rejected', 'paid'] as const;
export type CompensationState = (typeof compensationStates)[number];
/** A billion: what is larger is a slip of the hand, and sums stay exact in a double. */
export const mostCents = 100_000_000_000;

const lineInput = z.object({
  kind: z.enum(compensationKinds),
  /** Whole cents; the value of goods and vouchers too. */
  amountCents: z.int().min(1).max(mostCents),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('CNY'),
  payee: z.string().trim().max(120).default(''),
  note: z.string().trim().max(1000).default(''),
});

export const compensationSchema = lineInput.extend({
  id: idSchema,
  currency: z.string(),
  payee: z.string(),
  note: z.string(),
  state: z.enum(compensationStates),
  requestId: idSchema.nullable(),
  createdBy: z.string(),
  createdAt: instantSchema,
  paidAt: instantSchema.nullable(),
  paidReference: z.string(),
  abilities: z.object({ edit: z.boolean(), submit: z.boolean(), pay: z.boolean() }),
});
export type CompensationLine = z.infer<typeof compensationSchema>;

export const totalSchema = z.object({
  currency: z.string(),
  pendingCents: z.int(),
  /** Agreed to, paid or not. */
  grantedCents: z.int(),
  paidCents: z.int(),
});
export type CompensationTotal = z.infer<typeof totalSchema>;

export const compensationOf = z.object({
  items: z.array(compensationSchema),
  totals: z.array(totalSchema),
  canAdd: z.boolean(),
});

export const listCompensation = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/compensation',
  summary: 'What the customer is given, line by line, with sums per currency',
  params: ticketParams,
  reply: compensationOf,
});
export const addCompensation = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/compensation',
  summary: 'Add a line as a draft',
  params: ticketParams,
  body: lineInput,
  status: 201,
  reply: compensationOf,
});
export const changeCompensation = defineRoute({
  method: 'PUT',
  path: '/api/compensation/{id}',
  summary: 'Change a draft, or a line that was refused',
  params: idParams,
  body: lineInput,
  reply: compensationOf,
});
export const dropCompensation = defineRoute({
  method: 'DELETE',
  path: '/api/compensation/{id}',
  summary: 'Drop a draft, or a line that was refused',
  params: idParams,
  reply: compensationOf,
});
export const submitCompensation = defineRoute({
  method: 'POST',
  path: '/api/compensation/{id}/submit',
  summary: "Ask for approval of a line; the ticket's sum decides which flow applies",
  params: idParams,
  body: z.object({ reason: z.string().trim().max(500).default('') }),
  reply: compensationOf,
});
export const payCompensation = defineRoute({
  method: 'POST',
  path: '/api/compensation/{id}/paid',
  summary: 'Note that an approved line was paid or handed over',
  params: idParams,
  body: z.object({ reference: z.string().trim().max(120).default('') }),
  reply: compensationOf,
});
