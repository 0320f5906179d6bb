import { z } from 'zod';
import { idSchema } from '#platform/contract/fields.ts';
import { cappedCount } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { ticketActions, ticketDetail } from './sent.ts';

export const customFieldKinds = ['text', 'number', 'choice', 'tree', 'date', 'file', 'person'] as const;
export const customFieldKind = z.enum(customFieldKinds);
export type CustomFieldKind = z.infer<typeof customFieldKind>;

/** Of fields in use; retired ones do not count. */
export const mostFields = 300;
export const mostOptions = 500;
export const deepestTree = 8;
/** Fields that a list may show as columns at most: each is carried by every row. */
export const mostListFields = 20;

export const fieldKeySchema = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, { error: 'ticket.field_key' });
const optionKey = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}_.-]{0,39}$/u, { error: 'ticket.field_option_key' });
const words = (longest: number) => z.string().trim().max(longest);
const day = z.iso.date();

export const fieldOption = z.object({
  key: optionKey,
  name: words(80).min(1),
  nameEn: words(80).default(''),
  /** Only in a tree. */
  parentKey: optionKey.nullable().default(null),
  retired: z.boolean().default(false),
});
export type FieldOption = z.infer<typeof fieldOption>;

/** When it must have a value: at opening (forms and API), or before a step. */
export const requiredMoments = ['open', ...ticketActions] as const;
export type RequiredMoment = (typeof requiredMoments)[number];

export const fieldRule = z.object({
  /** Smallest number, or earliest day. */
  min: z.union([z.number(), day]).optional(),
  /** Largest number, latest day, or most files. */
  max: z.union([z.number(), day]).optional(),
  /** Characters of a text at most. */
  length: z.int().min(1).max(2000).optional(),
  /** The whole text has to match; see `patternFault` for what is refused because it could take for ever. */
  pattern: z.string().max(200).optional(),
  /** More than one option of a choice. */
  many: z.boolean().optional(),
  requiredAt: z.array(z.enum(requiredMoments)).max(requiredMoments.length).optional(),
});
export type FieldRule = z.infer<typeof fieldRule>;

const roleKeys = z.array(z.string().max(60)).max(50);
const fieldParts = z.object({
  name: words(60).min(1),
  nameEn: words(60).default(''),
  hint: words(200).default(''),
  hintEn: words(200).default(''),
  options: z.array(fieldOption).max(mostOptions).default([]),
  rule: fieldRule.default({}),
  /** Where it applies: these categories and what lies below them; empty = everywhere. */
  categoryKeys: z.array(z.string().max(60)).max(100).default([]),
  /** Roles that read it; empty = whoever may read the ticket. */
  readRoles: roleKeys.default([]),
  /** Roles that write it; empty = whoever may handle the ticket. Only who reads it may write it. */
  writeRoles: roleKeys.default([]),
  /** Asked on the public form and in quick entry. */
  onForm: z.boolean().default(false),
  /** May be shown as a column of lists. */
  inList: z.boolean().default(false),
});

export const customFieldSchema = fieldParts.extend({
  id: idSchema,
  key: z.string(),
  kind: customFieldKind,
  sort: z.int(),
  retired: z.boolean(),
  version: z.int(),
});
export type CustomField = z.infer<typeof customFieldSchema>;

export const newFieldInput = fieldParts.extend({ key: fieldKeySchema, kind: customFieldKind });
export type NewField = z.infer<typeof newFieldInput>;
export const fieldChange = fieldParts.extend({ retired: z.boolean().default(false), version: z.int().optional() });
export type FieldChange = z.infer<typeof fieldChange>;

/** date = 'YYYY-MM-DD', person = id, file = ids of attachments, choice = key of an option, or several. */
export type CustomValue = string | number | readonly string[];
export const customValue = z.union([z.string().max(2000), z.number(), z.array(z.string().max(60)).max(mostOptions)]);
export type CustomValues = Readonly<Record<string, CustomValue>>;

/** `any`: one of these options (a node of a tree stands for what is below it too), people; the bounds are included. */
export const fieldFilter = z.object({
  key: z.string().max(40),
  any: z.array(z.string().max(60)).min(1).max(50).optional(),
  min: z.union([z.number(), day]).optional(),
  max: z.union([z.number(), day]).optional(),
  contains: z.string().trim().min(1).max(100).optional(),
});
export type FieldFilter = z.infer<typeof fieldFilter>;

/** One condition or several in a text, or several texts with one each: as addresses carry them. */
const parsed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.flatMap((one: unknown) => (typeof one === 'string' ? parsed(one) : [one]));
  if (typeof value !== 'string') return value;
  try {
    const read: unknown = JSON.parse(value);
    return Array.isArray(read) ? read : [read];
  } catch {
    return value;
  }
};
/** In an address as JSON, for a list of conditions has no other short form there. */
export const fieldFilters = z.preprocess(parsed, z.array(fieldFilter).max(10));

/** What the reader of a ticket needs of a field, and whether he may write it. */
export const readableField = customFieldSchema.extend({ writable: z.boolean() });
export type ReadableField = z.infer<typeof readableField>;

const keyParams = z.object({ key: z.string().max(40) });
const one = '/api/custom-fields/{key}' as const;

export const customFieldRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/api/custom-fields',
    summary: 'The fields that the caller may read on tickets; with `all` every one of them (for who defines them)',
    query: z.object({ all: z.stringbool().optional() }),
    reply: z.object({ items: z.array(readableField) }),
  }),
  add: defineRoute({
    method: 'POST',
    path: '/api/custom-fields',
    summary: 'Define a field; it counts from now on, everywhere',
    body: newFieldInput,
    status: 201,
    reply: customFieldSchema,
  }),
  reorder: defineRoute({
    method: 'POST',
    path: '/api/custom-fields/reorder',
    summary: 'Put fields into this order; those not named come after',
    body: z.object({ keys: z.array(z.string().max(40)).max(1000) }),
    reply: z.object({ items: z.array(customFieldSchema) }),
  }),
  change: defineRoute({
    method: 'PUT',
    path: one,
    summary: 'Change, retire or bring back a field; key and kind stay',
    params: keyParams,
    body: fieldChange,
    reply: customFieldSchema,
  }),
  drop: defineRoute({
    method: 'DELETE',
    path: one,
    summary: 'Delete a field that no ticket has a value of',
    params: keyParams,
    status: 204,
    reply: z.void(),
  }),
  use: defineRoute({
    method: 'GET',
    path: '/api/custom-fields/{key}/use',
    summary: 'How many tickets have a value (stops at 1000), and which options are chosen anywhere',
    params: keyParams,
    reply: z.object({ tickets: cappedCount, optionKeys: z.array(z.string()) }),
  }),
  setValues: defineRoute({
    method: 'PUT',
    path: '/api/tickets/{number}/fields',
    summary: 'Set values of fields by key; null takes a value away, what is not named stays',
    params: z.object({ number: z.string().min(1).max(40) }),
    body: z.object({ values: z.record(z.string().max(60), z.unknown()), version: z.int().optional() }),
    reply: ticketDetail,
  }),
} as const;
