import { z } from 'zod';
import { channelSchema, kindSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema, localeSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const contentLimit = 20_000;

/** Digits with the usual separators; the sender's country is not asked for. */
const phone = z
  .string()
  .trim()
  .max(40)
  .regex(/^\+?[\d\s()\-–]{5,30}$/, { error: 'collect.phone' });

export const contactSchema = z.object({
  name: z.string().trim().max(100).optional(),
  phone: z.union([phone, z.literal('')]).optional(),
  email: z.union([z.email({ error: 'collect.email' }).max(200), z.literal('')]).optional(),
});

const fieldValue = z.union([z.string().max(2000), z.number(), z.boolean(), z.array(z.string().max(200)).max(20)]);
const fieldsSchema = z
  .record(z.string().min(1).max(60), fieldValue)
  .refine((fields) => Object.keys(fields).length <= 50, { error: 'collect.too_many_fields' });

export const feedbackSchema = z.object({
  content: z
    .string()
    .trim()
    .min(1, { error: 'collect.content_missing' })
    .max(contentLimit, { error: 'collect.content_long' }),
  subject: z.string().trim().max(200).optional(),
  kind: kindSchema.optional(),
  contact: contactSchema.optional(),
  fields: fieldsSchema.optional(),
  /** Key of the form it came by; its questionnaire fields are then checked. */
  form: z.string().max(60).optional(),
  channel: z.enum(['form', 'app', 'kiosk']).default('form'),
  outletId: idSchema.optional(),
  /** In which the customer is answered. Absent: as Accept-Language says, else as we know him, else zh-CN. */
  locale: localeSchema.optional(),
  attachments: z.array(idSchema).max(9).optional(),
});
export type Feedback = z.infer<typeof feedbackSchema>;

export const receiptSchema = z.object({ number: z.string(), trackingUrl: z.string() });
export type Receipt = z.infer<typeof receiptSchema>;

export const submitPublicFeedback = defineRoute({
  method: 'POST',
  path: '/api/public/feedback',
  summary:
    'Leave feedback. With an Idempotency-Key header the same request may be sent again and gets the same answer.',
  body: feedbackSchema,
  reply: receiptSchema,
  status: 201,
});

export const uploadedSchema = z.object({
  id: idSchema,
  name: z.string(),
  kind: z.enum(['image', 'audio', 'video', 'document']),
  mime: z.string(),
  bytes: z.int(),
});

export const uploadPublicAttachment = defineRoute({
  method: 'POST',
  path: '/api/public/attachments',
  summary: 'Upload one file (field `file`); its id goes into `attachments` of the feedback within a day',
  consumes: 'multipart',
  reply: uploadedSchema,
  status: 201,
});

export const formFieldSchema = z.object({
  key: z.string().min(1).max(60),
  label: z.string(),
  labelEn: z.string(),
  type: z.enum(['text', 'number', 'choice', 'choices', 'date', 'file']),
  /** A field of the ticket, asked on every form; the others belong to this form alone. */
  custom: z.boolean().optional(),
  /** Most characters of a text, or most files. */
  most: z.int().optional(),
  required: z.boolean().default(false),
  options: z.array(z.object({ value: z.string(), label: z.string(), labelEn: z.string() })).default([]),
  hint: z.string().default(''),
  hintEn: z.string().default(''),
});
export type FormField = z.infer<typeof formFieldSchema>;

export const formSchema = z.object({
  key: z.string(),
  title: z.string(),
  titleEn: z.string(),
  intro: z.string(),
  introEn: z.string(),
  fields: z.array(formFieldSchema),
  companyName: z.string(),
  /** Until when somebody answers a complaint that is sent now, and how many minutes of the day that is from now. */
  promise: z.object({ at: instantSchema, minutes: z.int() }).nullable(),
  uploadLimitBytes: z.int(),
  /** False where no mail server is set: nobody is promised a mail. */
  sendsMail: z.boolean(),
});
export type PublicForm = z.infer<typeof formSchema>;

export const readPublicForm = defineRoute({
  method: 'GET',
  path: '/api/public/forms/{key}',
  summary: 'What the public form asks',
  params: z.object({ key: z.string().max(60) }),
  reply: formSchema,
});

/** An agent writes down what a caller or visitor says. */
export const openTicketByStaff = defineRoute({
  method: 'POST',
  path: '/api/tickets',
  summary: 'Open a ticket for somebody who called or came by',
  body: feedbackSchema.extend({
    channel: channelSchema.exclude(['import']).default('phone'),
    occurredAt: instantSchema.optional(),
  }),
  reply: receiptSchema,
  status: 201,
});

const runState = z.enum(['ready', 'running', 'done', 'failed', 'cancelled']);

/** What a column of an imported file can be; the last few travel in the feedback's `fields` under these names. */
export const columnTargets = [
  'externalId',
  'content',
  'subject',
  'customerName',
  'locale',
  'phone',
  'email',
  'occurredAt',
  'kind',
  'category',
  'channel',
  'region',
  'level',
  'outlet',
  'product',
  'orderNumber',
  'likes',
  'dislikes',
] as const;
/** `extra` keeps the column under its own name; `ignore` leaves it out. */
export const columnUses = [...columnTargets, 'extra', 'ignore'] as const;
/** `field:<key>` fills a custom field of the ticket. */
export type ColumnUse = (typeof columnUses)[number] | `field:${string}`;
export const isColumnUse = (text: string): text is ColumnUse =>
  columnUses.some((use) => use === text) || /^field:[a-z][a-z0-9_]{0,39}$/.test(text);

export const importRunSchema = z.object({
  id: idSchema,
  fileName: z.string(),
  state: runState,
  rowsTotal: z.int().nullable(),
  rowsDone: z.int(),
  created: z.int(),
  linked: z.int(),
  failed: z.int(),
  problem: z.string(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
});
export type ImportRun = z.infer<typeof importRunSchema>;

export const importPreviewSchema = importRunSchema.extend({
  format: z.string(),
  encoding: z.string(),
  columns: z.array(z.string()),
  /** Column name -> our field; columns that are not named here are kept as extra fields. */
  mapping: z.record(z.string(), z.string()),
  sample: z.array(z.array(z.string())),
});
export type ImportPreview = z.infer<typeof importPreviewSchema>;

export const uploadImport = defineRoute({
  method: 'POST',
  path: '/api/imports',
  summary: 'Upload a file of feedback (CSV in UTF-8 or GB18030, XLSX; field `file`) and see how it would be read',
  consumes: 'multipart',
  reply: importPreviewSchema,
  status: 201,
});

export const listImports = defineRoute({
  method: 'GET',
  path: '/api/imports',
  summary: 'Imports, newest first',
  query: pageQuery,
  reply: pageOf(importRunSchema),
});

const runParams = z.object({ id: idSchema });

export const readImport = defineRoute({
  method: 'GET',
  path: '/api/imports/{id}',
  summary: 'One import',
  params: runParams,
  reply: importPreviewSchema,
});

export const startImport = defineRoute({
  method: 'POST',
  path: '/api/imports/{id}/start',
  summary: 'Begin an import, or go on where it stopped',
  params: runParams,
  body: z.object({ mapping: z.record(z.string(), z.string()).optional() }),
  reply: importRunSchema,
  status: 202,
});

export const cancelImport = defineRoute({
  method: 'POST',
  path: '/api/imports/{id}/cancel',
  summary: 'Stop an import; what is in stays in',
  params: runParams,
  reply: importRunSchema,
});

export const downloadImportProblems = defineRoute({
  method: 'GET',
  path: '/api/imports/{id}/problems.csv',
  summary: 'The rows that could not be taken, with the reason, to mend and import again',
  params: runParams,
  reply: z.string(),
  produces: 'text/csv',
});

export * from './contract/batch-events.ts';
