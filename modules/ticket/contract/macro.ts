import { z } from 'zod';
import { macroScopes, unknownPlaceholders } from '#modules/knowledge/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { actionSchema, kindSchema, levelSchema, ticketDetail } from './sent.ts';

/** What a macro's words may ask for in braces; a link to a survey belongs to notices alone. */
export const macroPlaceholders = ['number', 'customerName', 'trackingUrl', 'companyName'] as const;
const isKnown = (text: string): boolean =>
  unknownPlaceholders(text).length === 0 && !/\{\{\s*(?:surveyUrl|reply)\s*\}\}/.test(text);

const words = z.string().trim().max(5000).refine(isKnown, { error: 'knowledge.unknown_placeholder' });
const reason = z.string().trim().max(500).default('');
const categoryKey = z.string().min(1).max(60);

export const macroStep = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('reply'),
    body: words.default(''),
    bodyEn: words.default(''),
    /** The words of this template as they are when the macro runs, in place of words of its own. */
    templateId: idSchema.nullable().default(null),
  }),
  z.object({ type: z.literal('note'), body: words }),
  z.object({
    type: z.literal('classify'),
    kind: kindSchema.optional(),
    categoryKey: categoryKey.optional(),
    level: levelSchema.optional(),
  }),
  z.object({ type: z.literal('claim') }),
  z.object({ type: z.literal('follow') }),
  z.object({
    type: z.literal('task'),
    title: z.string().trim().min(1).max(200),
    departmentId: idSchema.optional(),
    ownerId: idSchema.optional(),
    withinHours: z.int().min(1).max(2160),
  }),
  z.object({ type: z.literal('step'), action: actionSchema, reason }),
  z.object({ type: z.literal('assign'), departmentId: idSchema.optional(), ownerId: idSchema.optional(), reason }),
]);
export type MacroStep = z.output<typeof macroStep>;
export type MacroStepType = MacroStep['type'];
export const macroStepTypes = [
  'reply',
  'note',
  'classify',
  'claim',
  'follow',
  'task',
  'step',
  'assign',
] as const satisfies readonly MacroStepType[];

/** What a step lacks before it could ever run; the path of the first such step. */
const stepFault = (step: MacroStep): string | null => {
  if (step.type === 'reply' && step.templateId === null && step.body === '') return 'ticket.macro_no_words';
  if (step.type === 'note' && step.body === '') return 'ticket.macro_no_words';
  if (step.type === 'classify' && !step.kind && !step.categoryKey && !step.level) return 'ticket.macro_no_change';
  if (step.type === 'assign' && !step.departmentId && !step.ownerId) return 'ticket.macro_no_place';
  return null;
};

export const macroSteps = z
  .array(macroStep)
  .min(1)
  .max(12)
  .superRefine((steps, context) => {
    steps.forEach((step, index) => {
      const fault = stepFault(step);
      if (fault !== null) context.addIssue({ code: 'custom', path: [index], message: fault });
      // After it the ticket may be out of reach, and whatever follows would be refused.
      if (step.type === 'assign' && index < steps.length - 1)
        context.addIssue({ code: 'custom', path: [index], message: 'ticket.macro_assign_last' });
    });
  });

const macroFields = {
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(60).default(''),
  scope: z.enum(macroScopes),
  departmentId: idSchema.nullable().default(null),
  categoryKeys: z.array(categoryKey).max(50).default([]),
  steps: macroSteps,
  enabled: z.boolean().default(true),
  sort: z.int().min(0).max(9999).default(100),
};

export const macroInput = z.object(macroFields);

export const macroSchema = z.object({
  ...macroFields,
  id: idSchema,
  version: z.int(),
  usedCount: z.int(),
  usedAt: instantSchema.nullable(),
  updatedAt: instantSchema,
  ownerName: z.string(),
  departmentName: z.string(),
  /** The caller may change it. */
  mayEdit: z.boolean(),
});
export type Macro = z.output<typeof macroSchema>;

/** What came of a step: done, kept until others agree, nothing to change, refused, left out by the caller. */
export const stepOutcomes = ['done', 'waits', 'same', 'refused', 'left'] as const;
export const changedFields = ['kind', 'categoryKey', 'level', 'state', 'department', 'owner', 'followed'] as const;

export const macroLine = z.object({
  index: z.int(),
  type: z.enum(macroStepTypes),
  /** Which way a step of the state machine goes; null for the others. */
  action: actionSchema.nullable(),
  outcome: z.enum(stepOutcomes),
  /** Keys of kind, category, level, state; names of departments and people. */
  changes: z.array(z.object({ field: z.enum(changedFields), from: z.string().nullable(), to: z.string().nullable() })),
  /** The words with the facts put in, of a reply, a note, a task, as they would be written. */
  text: z.string().nullable(),
  /** Of a task: until when, and for whom. */
  dueAt: instantSchema.nullable(),
  place: z.string().nullable(),
  reason: z.string(),
  /** Cannot be taken back once done. */
  lasting: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});
export type MacroLine = z.output<typeof macroLine>;

export const macroPreview = z.object({
  number: z.string(),
  /** Of the ticket as it was looked at; goes along when the macro is applied. */
  version: z.int(),
  lines: z.array(macroLine),
  refused: z.int(),
  /** False: nothing would be different afterwards. */
  changes: z.boolean(),
});
export type MacroPreview = z.output<typeof macroPreview>;

/** What takes a macro back, in ordinary operations; absent parts stay as they are. */
export const macroBack = z.object({
  classify: z
    .object({ kind: kindSchema.optional(), categoryKey: categoryKey.optional(), level: levelSchema.optional() })
    .optional(),
  assign: z.object({ departmentId: idSchema, ownerId: idSchema.nullable() }).optional(),
  unfollow: z.boolean().default(false),
});
export type MacroBack = z.output<typeof macroBack>;

const number = z.string().min(1).max(40);
const idParams = z.object({ id: idSchema });
/** Words that the caller changed, by the place of the step. */
const texts = z.record(z.string().regex(/^\d{1,2}$/), z.string().trim().min(1).max(20_000)).default({});
const leaveOut = z.array(z.int().min(0).max(11)).max(12).default([]);

export const macroRoutes = {
  list: defineRoute({
    method: 'GET',
    path: '/api/macros',
    summary: 'Macros that the caller may use; with all=true those he may edit as well, switched off or not',
    query: z.object({ all: z.stringbool().optional() }),
    reply: z.object({ items: z.array(macroSchema) }),
  }),
  add: defineRoute({
    method: 'POST',
    path: '/api/macros',
    summary: 'Write a macro, for oneself or (template.manage) for others',
    body: macroInput,
    status: 201,
    reply: macroSchema,
  }),
  change: defineRoute({
    method: 'PUT',
    path: '/api/macros/{id}',
    summary: 'Change a macro',
    params: idParams,
    body: macroInput.extend({ version: z.int().optional() }),
    reply: macroSchema,
  }),
  drop: defineRoute({
    method: 'DELETE',
    path: '/api/macros/{id}',
    summary: 'Delete a macro',
    params: idParams,
    status: 204,
    reply: z.void(),
  }),
  preview: defineRoute({
    method: 'POST',
    path: '/api/macros/preview',
    summary: 'What a macro, or unsaved steps, would do to a ticket; nothing is written',
    body: z
      .object({ number, macroId: idSchema.optional(), steps: macroSteps.optional(), texts, leaveOut })
      .refine((given) => (given.macroId === undefined) !== (given.steps === undefined), {
        error: 'ticket.macro_which',
      }),
    reply: macroPreview,
  }),
  apply: defineRoute({
    method: 'POST',
    path: '/api/macros/{id}/apply',
    summary: 'Do all of it in one transaction, or nothing',
    params: idParams,
    body: z.object({ number, version: z.int().optional(), texts, leaveOut }),
    reply: z.object({
      /** Null when it went out of the caller's reach. */
      ticket: ticketDetail.nullable(),
      lines: z.array(macroLine),
      back: macroBack.nullable(),
    }),
  }),
  takeBack: defineRoute({
    method: 'POST',
    path: '/api/macros/take-back',
    summary: 'Take back what a macro changed, as far as it can be taken back',
    body: z.object({ number, back: macroBack, reason }),
    reply: z.object({ ticket: ticketDetail.nullable() }),
  }),
} as const;
