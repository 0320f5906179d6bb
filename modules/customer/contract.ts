import { z } from 'zod';
import { idSchema, instantSchema, localeSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const tiers = ['standard', 'silver', 'gold'] as const;
export const tierSchema = z.enum(tiers);
export type Tier = z.infer<typeof tierSchema>;

export const customerSchema = z.object({
  id: idSchema,
  name: z.string(),
  tier: tierSchema,
  region: z.string(),
  locale: localeSchema,
  /** Masked; the whole is shown by `reveal`, which is logged. Null where none is known. */
  maskedPhone: z.string().nullable(),
  maskedEmail: z.string().nullable(),
  createdAt: instantSchema,
  version: z.int(),
  abilities: z.object({ edit: z.boolean(), reveal: z.boolean() }),
});
export type Customer = z.infer<typeof customerSchema>;

export const listCustomers = defineRoute({
  method: 'GET',
  path: '/api/customers',
  summary:
    'Customers, newest first. `query` is a part of the name, a whole phone number, a whole e-mail address or an id of another system.',
  query: pageQuery.extend({ query: z.string().trim().max(200).optional(), tier: tierSchema.optional() }),
  reply: pageOf(customerSchema),
});

const params = z.object({ id: idSchema });

export const readCustomer = defineRoute({
  method: 'GET',
  path: '/api/customers/{id}',
  summary: 'One customer; contact details are masked.',
  params,
  reply: customerSchema,
});

export const contactSchema = z.object({
  phones: z.array(z.string()),
  emails: z.array(z.string()),
  externalIds: z.array(z.string()),
});
export type Contact = z.infer<typeof contactSchema>;

export const revealCustomer = defineRoute({
  method: 'POST',
  path: '/api/customers/{id}/reveal',
  summary: 'The whole contact details. Who asked, when and why is kept.',
  params,
  body: z.object({
    reason: z
      .string()
      .trim()
      .max(200)
      .refine((reason) => reason.length >= 2, { error: 'customer.reason_short' }),
  }),
  reply: contactSchema,
});

export const updateCustomer = defineRoute({
  method: 'PATCH',
  path: '/api/customers/{id}',
  summary: 'Change name, tier or region. `version` is the one that was read; a later change in between is refused.',
  params,
  body: z.object({
    name: z.string().trim().max(80).optional(),
    tier: tierSchema.optional(),
    region: z.string().trim().max(40).optional(),
    version: z.int(),
  }),
  reply: customerSchema,
});
