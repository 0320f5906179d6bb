import { z } from 'zod';
import { kindSchema, levelSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { opinionSchema } from './contract/llm.ts';

export * from './contract/catalogue.ts';
export * from './contract/llm.ts';

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
  /** A beginning and no order (starter sets): a learned model that is sure of another category overrules it. */
  yields: z.boolean().optional(),
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
    /** Nobody is sure of the category: it would wait for a person. */
    unsure: z.boolean(),
    categoryBy: z.enum(['rules', 'model', 'nobody']),
    /** What the learned model thinks of the category, best first. */
    suggestions: z.array(z.object({ label: z.string(), confidence: z.number() })),
    words: z.array(z.string()),
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

// --- learning --------------------------------------------------------------------------------------------------------

/** What is learned separately, each with its own model. */
export const learnedFields = ['category', 'kind', 'level', 'department', 'sentiment', 'spam'] as const;
export const learnedFieldSchema = z.enum(learnedFields);
export type LearnedField = z.infer<typeof learnedFieldSchema>;

export const modelStates = ['candidate', 'active', 'old', 'refused'] as const;
export const modelStateSchema = z.enum(modelStates);
/** Why a model is used or not. */
export const modelReasons = [
  'first',
  'better',
  'as_good',
  'not_better',
  'misses_level_one',
  'unreadable',
  'chosen',
  'rolled_back',
] as const;
export const modelReasonSchema = z.enum(modelReasons);
export type ModelReason = z.infer<typeof modelReasonSchema>;

const share = z.number();
const classReport = z.object({
  label: z.string(),
  support: z.int(),
  precision: share,
  recall: share,
  f1: share,
  /** null: no confidence reaches the precision that is asked for, so this class is never decided alone. */
  threshold: z.number().nullable(),
  coverage: share,
});

/** What a training found on messages that it had not seen while learning. */
export const learnReportSchema = z.object({
  rows: z.int(),
  accuracy: share,
  macroF1: share,
  perClass: z.array(classReport),
  labels: z.array(z.string()),
  /** Rows: what people said; columns: what the model said. */
  confusion: z.array(z.array(z.int())),
  curve: z.array(z.object({ threshold: z.number(), coverage: share, precision: share })),
  coverageAtPrecision: share,
  precisionAsked: share,
  trainSeconds: z.number(),
  /** What the thresholds of the classes decide alone, and how often that is right. */
  decided: z.object({ coverage: share, precision: share }).optional(),
  skipped: z.array(z.object({ reason: z.string(), count: z.int() })),
});
export type LearnReportView = z.infer<typeof learnReportSchema>;

const comparison = z.object({
  /** Held-out tickets that both models were asked about. */
  tickets: z.int(),
  before: share.nullable(),
  after: share,
  levelOneBefore: share.nullable(),
  levelOneAfter: share.nullable(),
});
export type ModelComparison = z.infer<typeof comparison>;

export const modelSchema = z.object({
  id: idSchema,
  field: learnedFieldSchema,
  version: z.int(),
  state: modelStateSchema,
  reason: modelReasonSchema,
  rows: z.int(),
  asked: share,
  accuracy: share,
  macroF1: share,
  coverage: share,
  compared: comparison.nullable(),
  trainedAt: instantSchema,
  activatedAt: instantSchema.nullable(),
  /** Its file is still there, so that it can be taken (back) into use. */
  usable: z.boolean(),
});
export type ModelSummary = z.infer<typeof modelSchema>;

const modelDetail = modelSchema.extend({ report: learnReportSchema });

/** Decided by rules or model, and how many of those a person corrected. */
const week = z.object({ decided: z.int(), corrected: z.int(), accuracy: share.nullable() });

/** A model that cannot be read; the rules go on alone meanwhile. */
const modelProblem = z.enum(['newer', 'damaged']).nullable();

const fieldSummary = z.object({
  field: learnedFieldSchema,
  model: modelSchema.nullable(),
  problem: modelProblem,
  asked: share,
  week,
  before: week,
  /** The week is clearly worse than the four before, or than its goal. */
  drift: z.boolean(),
  goal: share.nullable(),
});
export type FieldSummary = z.infer<typeof fieldSummary>;

const trainingOutcome = z.object({
  field: learnedFieldSchema,
  state: z.enum(['active', 'refused', 'not_enough', 'unchanged', 'cancelled', 'failed']),
  rows: z.int(),
  version: z.int().nullable(),
  reason: modelReasonSchema.nullable(),
  compared: comparison.nullable(),
  accuracy: share.nullable(),
});
export type TrainingOutcome = z.infer<typeof trainingOutcome>;

export const trainingSchema = z.object({
  id: idSchema,
  fields: z.array(learnedFieldSchema),
  state: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed', 'interrupted']),
  part: share,
  outcome: z.array(trainingOutcome),
  createdAt: instantSchema,
  startedAt: instantSchema.nullable(),
  endedAt: instantSchema.nullable(),
});
export type TrainingView = z.infer<typeof trainingSchema>;
export const trainingOutcomeSchema = trainingOutcome;

/** Labels are keys (category, department id, kind, level number); names of those that people named themselves. */
const labelNames = z.record(z.string(), z.string());
const fieldParams = z.object({ field: learnedFieldSchema });
const askedPrecision = z.number().min(0.5).max(0.999);

export const readAccuracy = defineRoute({
  method: 'GET',
  path: '/api/classify/accuracy',
  summary: 'How well each field is recognised, and what runs now',
  reply: z.object({
    fields: z.array(fieldSummary),
    training: trainingSchema.nullable(),
    industry: z.string().nullable(),
  }),
});

export const readFieldAccuracy = defineRoute({
  method: 'GET',
  path: '/api/classify/accuracy/{field}',
  summary: 'The report of the model in use, and how many labelled tickets each class has',
  params: fieldParams,
  reply: z.object({
    summary: fieldSummary,
    report: learnReportSchema.nullable(),
    /** One point per training, oldest first: accuracy by number of labelled tickets. */
    learning: z.array(z.object({ version: z.int(), rows: z.int(), accuracy: share, state: modelStateSchema })),
    /** Classes that may not be suggested or decided yet, and how many labelled tickets are missing. */
    nextSteps: z.array(
      z.object({ label: z.string(), rows: z.int(), missing: z.int(), step: z.enum(['suggest', 'decide']) }),
    ),
    names: labelNames,
  }),
});

export const askPrecision = defineRoute({
  method: 'PUT',
  path: '/api/classify/accuracy/{field}',
  summary: 'The precision from which the model decides alone',
  params: fieldParams,
  body: z.object({ asked: askedPrecision }),
  reply: fieldSummary,
});

export const listModels = defineRoute({
  method: 'GET',
  path: '/api/classify/models',
  summary: 'Models of a field, the newest first',
  query: z.object({ field: learnedFieldSchema.optional() }).extend(pageQuery.shape),
  reply: pageOf(modelSchema),
});

export const readModel = defineRoute({
  method: 'GET',
  path: '/api/classify/models/{id}',
  summary: 'One model with its whole report',
  params,
  reply: modelDetail.extend({ names: labelNames }),
});

export const activateModel = defineRoute({
  method: 'POST',
  path: '/api/classify/models/{id}/activate',
  summary: 'Use this model from now on',
  params,
  reply: modelSchema,
});

export const rollBackModel = defineRoute({
  method: 'POST',
  path: '/api/classify/accuracy/{field}/roll-back',
  summary: 'Go back to the model that was used before',
  params: fieldParams,
  reply: modelSchema,
});

export const startTraining = defineRoute({
  method: 'POST',
  path: '/api/classify/train',
  summary: 'Learn from all confirmed tickets now; one training at a time',
  body: z.object({ fields: z.array(learnedFieldSchema).min(1).optional() }),
  status: 202,
  reply: trainingSchema,
});

export const readTraining = defineRoute({
  method: 'GET',
  path: '/api/classify/train',
  summary: 'The training that runs, or the last one',
  reply: z.object({ training: trainingSchema.nullable() }),
});

export const cancelTraining = defineRoute({
  method: 'DELETE',
  path: '/api/classify/train',
  summary: 'Stop the training that runs; what was in use stays in use',
  reply: z.object({ training: trainingSchema.nullable() }),
});

export const listCorrections = defineRoute({
  method: 'GET',
  path: '/api/classify/corrections',
  summary: 'What people corrected in the last seven days, the newest first',
  query: z.object({ field: learnedFieldSchema.optional() }).extend(pageQuery.shape),
  reply: pageOf(
    z.object({
      id: idSchema,
      number: z.string(),
      subject: z.string(),
      field: learnedFieldSchema,
      predicted: z.string().nullable(),
      corrected: z.string(),
      words: z.array(z.string()),
      at: instantSchema,
    }),
  ).extend({ names: labelNames }),
});

const suggestion = z.object({ categoryKey: z.string(), name: z.string(), confidence: share });

export const listTriage = defineRoute({
  method: 'GET',
  path: '/api/classify/triage',
  summary: 'Open tickets whose category nobody is sure of, within reach, the newest first',
  query: pageQuery,
  reply: pageOf(
    z.object({
      id: idSchema,
      number: z.string(),
      subject: z.string(),
      content: z.string(),
      kind: kindSchema,
      level: levelSchema,
      channel: z.string(),
      customerName: z.string(),
      categoryKey: z.string().nullable(),
      version: z.int(),
      createdAt: instantSchema,
      suggestions: z.array(suggestion),
      words: z.array(z.string()),
      /** Waiting until tomorrow makes it worse. */
      urgent: z.boolean(),
      /** What a connected language model thinks: a suggestion. */
      opinion: opinionSchema.nullable(),
    }),
  ),
});

export const listStarters = defineRoute({
  method: 'GET',
  path: '/api/classify/starters',
  summary: 'Starter taxonomies by industry',
  reply: z.object({
    items: z.array(
      z.object({
        industry: z.string(),
        name: z.string(),
        nameEn: z.string(),
        categories: z.int(),
        rules: z.int(),
        examples: z.array(z.string()),
        chosen: z.boolean(),
      }),
    ),
  }),
});

export const chooseStarter = defineRoute({
  method: 'POST',
  path: '/api/classify/starters',
  summary: 'Add the categories and rules of an industry; what is there already stays',
  body: z.object({ industry: z.string().max(40) }),
  reply: z.object({ categories: z.int(), rules: z.int() }),
});
