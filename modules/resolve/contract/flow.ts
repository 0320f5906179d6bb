import { z } from 'zod';
import { actionSchema, kindSchema, levelSchema, stateSchema } from '#modules/ticket/contract.ts';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { ticketParams } from './named.ts';

/** States a step may belong to, in the order of the state machine. */
export const flowStates = ['new', 'verifying', 'resolving', 'replying', 'awaiting', 'closed'] as const;
export const flowStateSchema = z.enum(flowStates);
export type FlowState = z.infer<typeof flowStateSchema>;

export const flowLimits = { steps: 200, ways: 12, checks: 30, fields: 30, actions: 10, conditions: 5 } as const;

const key = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/);
/** Empty while it is being written; what must not stay empty is said by the check. */
const words = (most: number) => z.string().trim().max(most).default('');

export const factNames = ['level', 'kind', 'category', 'amount', 'channel', 'tier'] as const;
export type FactName = (typeof factNames)[number];
/** A fact of the ticket, or `field.<key>` of a custom field. */
export const factSchema = z.union([z.enum(factNames), z.string().regex(/^field\.[a-z][a-z0-9_]{0,39}$/)]);

export const flowComparisons = ['eq', 'ne', 'gt', 'gte', 'lt', 'lte', 'filled', 'empty'] as const;
export const flowConditionSchema = z.object({
  fact: factSchema,
  is: z.enum(flowComparisons),
  /** Nothing for `filled` and `empty`. A category means itself and everything below it; the amount is in whole money. */
  value: z
    .union([z.string().max(200), z.number()])
    .nullable()
    .default(null),
});
export type FlowCondition = z.infer<typeof flowConditionSchema>;

export const flowWaySchema = z.object({
  key,
  to: key,
  name: words(60),
  nameEn: words(60),
  /** All of them have to hold; none = always open. */
  when: z.array(flowConditionSchema).max(flowLimits.conditions).default([]),
});
export type FlowWay = z.infer<typeof flowWaySchema>;

export const flowCheckItemSchema = z.object({ key, text: words(200), textEn: words(200), required: z.boolean() });

export const flowActionSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('assign'), departmentId: idSchema }),
  z.object({
    kind: z.literal('task'),
    title: words(200),
    /** Nothing = the department of the ticket. */
    departmentId: idSchema.nullable().default(null),
    minutes: z.int().min(5).max(525_600),
  }),
  z.object({ kind: z.literal('note'), text: words(2000) }),
  /** A reply template, kept as the draft of who handles the ticket; it is never sent by itself. */
  z.object({ kind: z.literal('draft'), templateId: idSchema }),
  /** Asks for approval as soon as the step is reached; leaving waits for it. */
  z.object({ kind: z.literal('approval'), topic: key }),
]);
export type FlowAction = z.infer<typeof flowActionSchema>;

export const flowStepSchema = z.object({
  key,
  name: words(60),
  nameEn: words(60),
  state: flowStateSchema,
  /** Who finishes it; nothing = whoever may handle the ticket. */
  role: z.string().min(1).max(40).nullable().default(null),
  departmentId: idSchema.nullable().default(null),
  guidance: words(5000),
  guidanceEn: words(5000),
  checks: z.array(flowCheckItemSchema).max(flowLimits.checks).default([]),
  /** Keys of custom fields that must have a value before the step ends. */
  fields: z.array(key).max(flowLimits.fields).default([]),
  minutes: z.int().min(1).max(525_600).nullable().default(null),
  /** Minutes of working time instead of elapsed ones. */
  working: z.boolean().default(true),
  ways: z.array(flowWaySchema).max(flowLimits.ways).default([]),
  onEnter: z.array(flowActionSchema).max(flowLimits.actions).default([]),
  /** Approval before leaving: the fact `topic` by which the approval flows of kind `flow_step` tell steps apart. */
  approval: key.nullable().default(null),
});
export type FlowStep = z.infer<typeof flowStepSchema>;

export const flowSpecSchema = z.object({
  name: z.string().trim().min(1).max(60),
  nameEn: words(60),
  /** Nothing said = all. The most specific flow wins. */
  scope: z
    .object({
      kinds: z.array(kindSchema).max(4).default([]),
      levels: z.array(levelSchema).max(3).default([]),
      categoryKeys: z.array(z.string().max(80)).max(50).default([]),
    })
    .default({ kinds: [], levels: [], categoryKeys: [] }),
  /** In order; the first one is where every ticket begins. */
  steps: z.array(flowStepSchema).max(flowLimits.steps),
});
export type FlowSpec = z.infer<typeof flowSpecSchema>;

export const flowFaultCodes = [
  'no_steps',
  'no_end',
  'start_not_new',
  'duplicate_key',
  'empty_name',
  'empty_check',
  'empty_text',
  'unknown_target',
  'illegal_jump',
  'end_too_early',
  'unreachable',
  'only_conditions',
  'endless_loop',
  'bad_condition',
  'unknown_field',
  'retired_field',
  'unknown_role',
  'unknown_department',
  'closed_department',
  'unknown_category',
  'unknown_template',
  'same_scope',
] as const;
export type FlowFaultCode = (typeof flowFaultCodes)[number];
export const flowFaultSchema = z.object({
  code: z.enum(flowFaultCodes),
  /** `error` forbids publishing. */
  severity: z.enum(['error', 'warning']),
  /** Key of the step it is about. */
  step: z.string().nullable(),
  /** What is wrong there: a key, a name, a text. */
  detail: z.string(),
});
export type FlowFault = z.infer<typeof flowFaultSchema>;

export const flowVersionStates = ['draft', 'published', 'superseded', 'retired'] as const;
export type FlowVersionState = (typeof flowVersionStates)[number];

/** What changed from the version before; texts are made by the screen. */
export const flowChangeSchema = z.object({
  what: z.enum(['step_added', 'step_removed', 'step_changed', 'order_changed', 'scope_changed', 'name_changed']),
  step: z.string(),
  stepEn: z.string(),
  /** For `step_changed`: the parts that differ. */
  parts: z.array(z.string()),
});
export type FlowChange = z.infer<typeof flowChangeSchema>;

export const flowVersionRow = z.object({
  no: z.int(),
  state: z.enum(flowVersionStates),
  changedBy: z.string(),
  changedAt: instantSchema,
  publishedAt: instantSchema.nullable(),
  running: z.int(),
  changes: z.array(flowChangeSchema),
});
export const flowRow = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  scope: flowSpecSchema.shape.scope.unwrap(),
  steps: z.int(),
  publishedNo: z.int().nullable(),
  draftNo: z.int().nullable(),
  retired: z.boolean(),
  running: z.int(),
});
export type FlowRow = z.infer<typeof flowRow>;
export const flowView = z.object({
  id: idSchema,
  retired: z.boolean(),
  publishedNo: z.int().nullable(),
  /** The version on the screen, with the count of its changes that a writer must know. */
  no: z.int(),
  state: z.enum(flowVersionStates),
  edit: z.int(),
  spec: flowSpecSchema,
  faults: z.array(flowFaultSchema),
  versions: z.array(flowVersionRow),
});
export type FlowView = z.infer<typeof flowView>;

const flowParams = z.object({ id: idSchema });
const versionParams = z.object({ id: idSchema, no: z.coerce.number().int().min(1) });

export const listWorkflows = defineRoute({
  method: 'GET',
  path: '/api/workflows',
  summary: 'Flows of handling, with how many tickets follow each',
  reply: z.object({ items: z.array(flowRow) }),
});
export const createWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows',
  summary: 'Begin a flow as a draft',
  body: z.object({ spec: flowSpecSchema }),
  status: 201,
  reply: flowView,
});
export const readWorkflow = defineRoute({
  method: 'GET',
  path: '/api/workflows/{id}',
  summary: 'A flow: its draft, or what is published; with all versions and what changed in each',
  params: flowParams,
  query: z.object({ no: z.coerce.number().int().min(1).optional() }),
  reply: flowView,
});
export const saveWorkflow = defineRoute({
  method: 'PUT',
  path: '/api/workflows/{id}/draft',
  summary: 'Keep the draft; the first change of a published flow begins the next version',
  params: flowParams,
  body: z.object({
    spec: flowSpecSchema,
    /** The version and the count of changes that were on the screen. */
    no: z.int().min(1),
    edit: z.int().min(1),
  }),
  reply: flowView,
});
export const dropWorkflowDraft = defineRoute({
  method: 'DELETE',
  path: '/api/workflows/{id}/draft',
  summary: 'Throw the draft away',
  params: flowParams,
  status: 204,
  reply: z.void(),
});
export const publishWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows/{id}/publish',
  summary: 'New tickets follow the draft from now on; running ones keep their version',
  params: flowParams,
  body: z.object({ no: z.int().min(1), edit: z.int().min(1) }),
  reply: flowView,
});
export const retireWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows/{id}/retire',
  summary: 'No new ticket follows it; running ones go on to their end',
  params: flowParams,
  reply: flowView,
});
export const reviveWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows/{id}/versions/{no}/draft',
  summary: 'Begin a new draft from an older version',
  params: versionParams,
  reply: flowView,
});
export const checkWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows/check',
  summary: 'What is wrong with a flow as it stands on the screen; nothing is written',
  body: z.object({ spec: flowSpecSchema, id: idSchema.optional() }),
  reply: z.object({ faults: z.array(flowFaultSchema) }),
});

const factValue = z.union([z.string().max(200), z.number(), z.array(z.string().max(200)).max(50)]);
export const flowFactsSchema = z.record(factSchema, factValue);
export type FlowFacts = z.infer<typeof flowFactsSchema>;

const responsibleSchema = z.object({
  role: z.string().nullable(),
  department: z.string().nullable(),
  /** The role or department is gone: whoever handles the ticket may finish it. */
  gone: z.boolean(),
  people: z.array(z.string()),
  /** How many there are besides those named. */
  more: z.int(),
});
export const triedStep = z.object({
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  state: flowStateSchema,
  responsible: responsibleSchema,
  checks: z.int(),
  requiredChecks: z.int(),
  fields: z.array(z.object({ key: z.string(), name: z.string(), nameEn: z.string(), filled: z.boolean() })),
  actions: z.array(z.string()),
  approval: z.boolean(),
  dueAt: instantSchema.nullable(),
  ways: z.array(
    z.object({ name: z.string(), nameEn: z.string(), to: z.string(), open: z.boolean(), taken: z.boolean() }),
  ),
});
export const tryWorkflow = defineRoute({
  method: 'POST',
  path: '/api/workflows/try',
  summary: 'The path a ticket would take, who would be asked for what, and when; nothing is written',
  body: z.object({
    /** Absent: whichever published flow fits. */
    spec: flowSpecSchema.optional(),
    ticket: z.string().max(40).optional(),
    facts: flowFactsSchema.default({}),
  }),
  reply: z.object({
    flow: z.object({ name: z.string(), nameEn: z.string(), fits: z.boolean() }).nullable(),
    path: z.array(triedStep),
    /** It came back to a step it had passed; the rest repeats. */
    loops: z.boolean(),
    facts: flowFactsSchema,
  }),
});

// A ticket on its way

export const visitSchema = z.object({
  no: z.int(),
  name: z.string(),
  nameEn: z.string(),
  state: flowStateSchema,
  enteredAt: instantSchema,
  leftAt: instantSchema.nullable(),
  leftBy: z.string(),
  dueAt: instantSchema.nullable(),
  late: z.boolean(),
});
export const approvalStates = ['none', 'waiting', 'approved', 'refused'] as const;
export type FlowApprovalState = (typeof approvalStates)[number];

export const flowRunView = z.object({
  flow: z.object({ id: idSchema, name: z.string(), nameEn: z.string(), no: z.int(), newestNo: z.int().nullable() }),
  state: z.enum(['running', 'outside', 'done']),
  /** The number of the visit; whoever finishes says which one he saw. */
  visit: z.int(),
  step: z.object({
    key: z.string(),
    name: z.string(),
    nameEn: z.string(),
    state: flowStateSchema,
    guidance: z.string(),
    guidanceEn: z.string(),
    responsible: responsibleSchema.omit({ people: true, more: true }),
    enteredAt: instantSchema,
    dueAt: instantSchema.nullable(),
    late: z.boolean(),
    /** The time stands still with the ticket's. */
    pausedAt: instantSchema.nullable(),
    checks: z.array(flowCheckItemSchema.extend({ doneAt: instantSchema.nullable(), doneBy: z.string() })),
    /** Not asked for: retired, or of other categories than the ticket's. */
    fields: z.array(z.object({ key: z.string(), filled: z.boolean(), asked: z.boolean() })),
    approval: z.enum(approvalStates),
    requestId: idSchema.nullable(),
    ways: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        nameEn: z.string(),
        toName: z.string(),
        toNameEn: z.string(),
        toState: flowStateSchema,
        /** The step of the state machine that goes with it; nothing within a state. */
        action: actionSchema.nullable(),
        open: z.boolean(),
        needsReason: z.boolean(),
        needsReply: z.boolean(),
      }),
    ),
    /** What could not be done on entering: codes. */
    faults: z.array(z.string()),
  }),
  visits: z.array(visitSchema),
  abilities: z.object({ tick: z.boolean(), finish: z.boolean(), move: z.boolean() }),
});
export type FlowRunView = z.infer<typeof flowRunView>;
const runReply = z.object({ run: flowRunView.nullable(), ticketState: stateSchema.nullable() });
export type FlowRunReply = z.infer<typeof runReply>;

export const readFlowRun = defineRoute({
  method: 'GET',
  path: '/api/workflow-runs/{number}',
  summary: 'Where a ticket stands in its flow, and what this step asks for',
  params: ticketParams,
  reply: runReply,
});
export const tickFlowCheck = defineRoute({
  method: 'POST',
  path: '/api/workflow-runs/{number}/checks',
  summary: 'Tick an item of the checklist, or take the tick away',
  params: ticketParams,
  body: z.object({ visit: z.int().min(1), check: key, done: z.boolean() }),
  reply: runReply,
});
/** What a custom field holds; the module of tickets checks it against the field. */
const valueSchema = z.union([z.string().max(20_000), z.number(), z.array(z.string().max(200)).max(50)]).nullable();
export const finishFlowStep = defineRoute({
  method: 'POST',
  path: '/api/workflow-runs/{number}/finish',
  summary: 'Finish the step and go the chosen way; the state machine goes along',
  params: ticketParams,
  body: z.object({
    visit: z.int().min(1),
    way: key.nullable().default(null),
    reason: z.string().trim().max(500).default(''),
    reply: z.string().trim().min(1).max(20_000).optional(),
    /** Values of custom fields to keep first. */
    values: z.record(key, valueSchema).default({}),
  }),
  reply: runReply,
});
export const moveFlowRun = defineRoute({
  method: 'POST',
  path: '/api/workflow-runs/{number}/move',
  summary: 'Put a running ticket on another flow, or on the newest version of its own',
  params: ticketParams,
  body: z.object({ flowId: idSchema, reason: z.string().trim().min(1).max(500) }),
  reply: runReply,
});
