import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';

export const templatePurposes = ['reply', 'notice'] as const;

/** Who may use a macro: the one who wrote it, a department and everything below it, everybody. */
export const macroScopes = ['mine', 'department', 'all'] as const;
export type MacroScope = (typeof macroScopes)[number];

/** What the system itself tells a customer, and when. */
export const noticeKeys = [
  'received',
  'accepted',
  'replied',
  'answered',
  'survey',
  'closed',
  'reopened',
  'declined',
] as const;
export type NoticeKey = (typeof noticeKeys)[number];

export const placeholders = ['number', 'customerName', 'trackingUrl', 'surveyUrl', 'companyName', 'reply'] as const;
export type Placeholder = (typeof placeholders)[number];
export type TemplateData = Partial<Record<Placeholder, string>>;

const braces = /\{\{\s*([^{}]*?)\s*\}\}/g;

const isPlaceholder = (name: string): name is Placeholder => placeholders.some((known) => known === name);

/** What stands in braces and means nothing. */
export const unknownPlaceholders = (text: string): string[] =>
  [...text.matchAll(braces)].map((match) => match[1] ?? '').filter((name) => !isPlaceholder(name));

/** Puts the facts in; what is not known becomes nothing, never a pair of braces before a customer's eyes. */
export const fillTemplate = (text: string, data: TemplateData): string =>
  text.replaceAll(braces, (_all, name: string) => (isPlaceholder(name) ? (data[name] ?? '') : ''));

const template = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => unknownPlaceholders(text).length === 0, { error: 'knowledge.unknown_placeholder' });

export const templateInput = z.object({
  title: z.string().trim().min(1).max(60),
  titleEn: z.string().trim().max(60).default(''),
  subject: template(150).default(''),
  subjectEn: template(150).default(''),
  body: template(5000).refine((text) => text !== '', { error: 'knowledge.empty_body' }),
  bodyEn: template(5000).default(''),
  categoryKey: z.string().max(80).nullable().default(null),
  enabled: z.boolean().default(true),
  sort: z.int().min(0).max(9999).default(100),
});

export const templateSchema = templateInput.extend({
  id: idSchema,
  key: z.string(),
  purpose: z.enum(templatePurposes),
  version: z.int(),
  updatedAt: instantSchema,
});
export type Template = z.infer<typeof templateSchema>;

export const listTemplates = defineRoute({
  method: 'GET',
  path: '/api/templates',
  summary: 'Templates of replies and notices',
  query: z.object({ purpose: z.enum(templatePurposes).optional(), enabled: z.stringbool().optional() }),
  /** With the name that `companyName` stands for, so that whoever puts words in leaves no hole. */
  reply: z.object({ items: z.array(templateSchema), companyName: z.string() }),
});

export const createTemplate = defineRoute({
  method: 'POST',
  path: '/api/templates',
  summary: 'Add a template of a reply',
  body: templateInput,
  reply: templateSchema,
  status: 201,
});

const idParams = z.object({ id: idSchema });

export const changeTemplate = defineRoute({
  method: 'PUT',
  path: '/api/templates/{id}',
  summary: 'Change a template; a notice that is switched off is not sent',
  params: idParams,
  body: templateInput.extend({ version: z.int().optional() }),
  reply: templateSchema,
});

export const deleteTemplate = defineRoute({
  method: 'DELETE',
  path: '/api/templates/{id}',
  summary: 'Delete a template of a reply',
  params: idParams,
  reply: z.undefined(),
  status: 204,
});
