import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { cappedCount, pageOf, pageQuery } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';
import { storedFileSchema } from '#platform/contract/stored-file.ts';
import { factNameSchema, factSchema, factsSchema } from './contract/facts.ts';

export * from './contract/facts.ts';

/** `ticket.compensation` and the like; the owner of the kind registers it. */
export const subjectKindSchema = z.string().regex(/^[a-z][a-z_.]{1,39}$/);

// A flow

export const levelRuleSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('all') }),
  z.object({ kind: z.literal('any') }),
  z.object({ kind: z.literal('count'), count: z.int().min(1).max(30) }),
  z.object({ kind: z.literal('percent'), percent: z.int().min(1).max(100) }),
]);
export type LevelRule = z.infer<typeof levelRuleSchema>;

export const signerSpecSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), personId: idSchema }),
  /** All of a role: in a department and everything below it, or wherever they work. */
  z.object({ kind: z.literal('role'), roleKey: z.string().min(1).max(40), departmentId: idSchema.nullable() }),
  /** Who leads a department: the nearest (1), or the so-many-th up the tree from it. A gap falls to the next one up. */
  z.object({ kind: z.literal('manager'), of: z.enum(['requester', 'subject']), steps: z.int().min(1).max(5) }),
]);
export type SignerSpec = z.infer<typeof signerSpecSchema>;

export const timeoutActions = ['remind', 'escalate', 'approve', 'reject'] as const;

export const timeoutClocks = ['calendar', 'working'] as const;

export const flowLevelSchema = z.object({
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(60).default(''),
  rule: levelRuleSchema,
  signers: z.array(signerSpecSchema).min(1).max(20),
  timeoutMinutes: z.int().min(5).max(525_600).nullable().default(null),
  /** Minutes around the clock, or of working time by the company's calendar. */
  timeoutIn: z.enum(timeoutClocks).default('calendar'),
  onTimeout: z.enum(timeoutActions).default('remind'),
});
export type FlowLevel = z.infer<typeof flowLevelSchema>;

export const comparisons = ['gt', 'gte', 'lt', 'lte', 'eq', 'ne'] as const;
export const conditionSchema = z.object({
  fact: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]{0,39}$/),
  is: z.enum(comparisons),
  value: factSchema,
});
export type Condition = z.infer<typeof conditionSchema>;

export const flowInput = z.object({
  kind: subjectKindSchema,
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(60).default(''),
  /** All of them have to hold; none = always. */
  conditions: z.array(conditionSchema).max(10),
  levels: z.array(flowLevelSchema).min(1).max(10),
  /** Flows of a kind are tried in this order; the first that fits is taken. */
  sort: z.int().min(0).max(10_000).default(100),
  enabled: z.boolean().default(true),
});
export type FlowInput = z.infer<typeof flowInput>;
export const flowSchema = flowInput.extend({ id: idSchema, version: z.int(), running: z.int() });
export type Flow = z.infer<typeof flowSchema>;

export const listFlows = defineRoute({
  method: 'GET',
  path: '/api/approval-flows',
  summary: 'Approval flows, in the order in which they are tried',
  reply: z.object({ items: z.array(flowSchema), kinds: z.array(z.string()) }),
});
export const createFlow = defineRoute({
  method: 'POST',
  path: '/api/approval-flows',
  summary: 'Add a flow',
  body: flowInput,
  reply: flowSchema,
  status: 201,
});
export const changeFlow = defineRoute({
  method: 'PUT',
  path: '/api/approval-flows/{id}',
  summary: 'Change a flow: a new version of it; requests that run keep the version they began with',
  params: z.object({ id: idSchema }),
  body: flowInput.extend({ version: z.int() }),
  reply: flowSchema,
});
export const dropFlow = defineRoute({
  method: 'DELETE',
  path: '/api/approval-flows/{id}',
  summary: 'Take a flow away; requests that run end by the version they began with',
  params: z.object({ id: idSchema }),
  status: 204,
  reply: z.void(),
});

const namedPerson = z.object({ id: idSchema, name: z.string(), departmentName: z.string(), active: z.boolean() });
export type NamedPerson = z.infer<typeof namedPerson>;

export const tryFlows = defineRoute({
  method: 'POST',
  path: '/api/approval-flows/try',
  summary: 'Who would be asked for these facts; nothing is written',
  body: z.object({
    kind: subjectKindSchema,
    facts: factsSchema,
    /** Who asks; the caller himself unless told. */
    requesterId: idSchema.optional(),
    /** An unsaved flow tried alone, in place of the stored ones. */
    draft: flowInput.optional(),
  }),
  reply: z.object({
    flow: z.object({ id: idSchema.nullable(), name: z.string(), nameEn: z.string() }).nullable(),
    levels: z.array(
      z.object({
        name: z.string(),
        nameEn: z.string(),
        rule: levelRuleSchema,
        people: z.array(namedPerson),
        needed: z.int(),
        /** Why this level could not be signed by anybody. */
        fault: z.enum(['nobody_can_sign', 'too_few_signers']).nullable(),
      }),
    ),
  }),
});

// A request

export const requestStatuses = ['open', 'returned', 'approved', 'rejected', 'withdrawn'] as const;
export type RequestStatus = (typeof requestStatuses)[number];
export const signerStates = ['waiting', 'approved', 'rejected', 'lapsed'] as const;
export const actKinds = [
  'requested',
  'approved',
  'rejected',
  'added',
  'transferred',
  'withdrawn',
  'resubmitted',
  'commented',
  'urged',
  'reminded',
  'escalated',
  'timed_out',
] as const;
export type ActKind = (typeof actKinds)[number];

export const rejectTargetSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('end') }),
  z.object({ kind: z.literal('start') }),
  z.object({ kind: z.literal('level'), level: z.int().min(1).max(10) }),
]);
export type RejectTarget = z.infer<typeof rejectTargetSchema>;

export const signerSchema = z.object({
  no: z.int(),
  round: z.int(),
  level: z.int(),
  person: namedPerson,
  /** Asked by the flow, or brought in by a signer. */
  origin: z.enum(['flow', 'added']),
  state: z.enum(signerStates),
  /** False while somebody has to sign before him. */
  ready: z.boolean(),
  /** Who signed; another than `person` when he stood in for him; null by time-out. */
  decidedBy: namedPerson.nullable(),
  decidedAt: instantSchema.nullable(),
  comment: z.string(),
  /** Who stands in for him now. */
  standIn: namedPerson.nullable(),
});
export type SignerView = z.infer<typeof signerSchema>;

export const actSchema = z.object({
  no: z.int(),
  kind: z.enum(actKinds),
  round: z.int(),
  level: z.int(),
  actorName: z.string(),
  actorId: idSchema.nullable(),
  /** For whom the actor stood in. */
  insteadOf: z.string().nullable(),
  to: z.array(z.string()),
  target: rejectTargetSchema.nullable(),
  where: z.enum(['before', 'after']).nullable(),
  comment: z.string(),
  files: z.array(storedFileSchema),
  facts: factsSchema.nullable(),
  at: instantSchema,
});
export type ActView = z.infer<typeof actSchema>;

export const requestRowSchema = z.object({
  id: idSchema,
  kind: z.string(),
  subjectId: idSchema,
  title: z.string(),
  link: z.string(),
  facts: factsSchema,
  status: z.enum(requestStatuses),
  round: z.int(),
  level: z.int(),
  levels: z.int(),
  levelName: z.string(),
  levelNameEn: z.string(),
  requestedBy: namedPerson,
  requestedAt: instantSchema,
  decidedAt: instantSchema.nullable(),
  dueAt: instantSchema.nullable(),
  urgeCount: z.int(),
  /** Whose signature is awaited now. */
  awaiting: z.array(namedPerson),
});
export type RequestRow = z.infer<typeof requestRowSchema>;

export const requestSchema = requestRowSchema.extend({
  /** Names of the facts that are keys, where the owner of the subject knows them. */
  factNames: z.record(z.string(), factNameSchema),
  reason: z.string(),
  flowName: z.string(),
  flowNameEn: z.string(),
  flowVersion: z.int(),
  steps: z.array(
    z.object({
      level: z.int(),
      name: z.string(),
      nameEn: z.string(),
      rule: levelRuleSchema,
      needed: z.int(),
      /** Planned people of levels that are not reached yet. */
      planned: z.array(namedPerson),
      timeoutMinutes: z.int().nullable(),
      timeoutIn: z.enum(timeoutClocks),
      onTimeout: z.enum(timeoutActions),
    }),
  ),
  signers: z.array(signerSchema),
  acts: z.array(actSchema),
  urgeFreeAt: instantSchema.nullable(),
  abilities: z.object({
    decide: z.boolean(),
    /** For whom the caller would sign; null: for himself. */
    insteadOf: z.string().nullable(),
    withdraw: z.boolean(),
    resubmit: z.boolean(),
    urge: z.boolean(),
    comment: z.boolean(),
  }),
});
export type RequestView = z.infer<typeof requestSchema>;

export const approvalViews = ['mine', 'requested', 'done', 'subject'] as const;

export const listApprovals = defineRoute({
  method: 'GET',
  path: '/api/approvals',
  summary: 'Requests to decide (longest waiting first), asked for, decided by the caller, or of one subject',
  query: pageQuery.extend({
    view: z.enum(approvalViews).default('mine'),
    kind: subjectKindSchema.optional(),
    subjectId: idSchema.optional(),
  }),
  reply: pageOf(requestRowSchema),
});
export const countApprovals = defineRoute({
  method: 'GET',
  path: '/api/approvals/counts',
  summary: 'How many wait for the caller, how many of his own are under way or came back to him',
  reply: z.object({ mine: cappedCount, requested: cappedCount, returned: cappedCount }),
});

const requestParams = z.object({ id: idSchema });
const comment = z.string().trim().max(2000).default('');
/** Of files that the caller uploaded for it. */
const attachmentIds = z.array(idSchema).max(10).default([]);
/** The round that was on the screen: what came back and was changed since is not signed unseen. */
const round = z.int().min(1).optional();

const act = <Body extends z.ZodType>(path: string, summary: string, body: Body) =>
  defineRoute({
    method: 'POST',
    path: `/api/approvals/{id}/${path}`,
    summary,
    params: requestParams,
    body,
    reply: requestSchema,
  });

export const readApproval = defineRoute({
  method: 'GET',
  path: '/api/approvals/{id}',
  summary: 'A request: its levels, who signed, who is awaited, everything that was done',
  params: requestParams,
  reply: requestSchema,
});
export const approve = act(
  'approve',
  'Agree, for oneself or for whom one stands in',
  z.object({ comment, attachmentIds, round }),
);
export const reject = act(
  'reject',
  'Refuse for good, or send back to the start or to an earlier level; the reason is required',
  z.object({ reason: z.string().trim().min(1).max(2000), to: rejectTargetSchema, attachmentIds, round }),
);
export const addSigners = act(
  'signers',
  'Bring in further signers, before or after oneself',
  z.object({ personIds: z.array(idSchema).min(1).max(10), where: z.enum(['before', 'after']), comment }),
);
export const transfer = act('transfer', 'Hand the signature on to another', z.object({ personId: idSchema, comment }));
export const withdraw = act('withdraw', 'Take the request back while nobody decided', z.object({ comment }));
export const resubmit = act(
  'resubmit',
  'Ask again after it came back; it begins at the first level',
  z.object({ comment, attachmentIds }),
);
export const addComment = act(
  'comments',
  'Write a remark that decides nothing',
  z.object({ comment: z.string().trim().min(1).max(2000), attachmentIds }),
);
export const urge = act('urge', 'Remind who is awaited; at most once in half an hour', z.object({}));

// Files

export const uploadApprovalFiles = defineRoute({
  method: 'POST',
  path: '/api/approval-files',
  summary: 'Upload files; name them in the act that carries them',
  consumes: 'multipart',
  status: 201,
  reply: z.object({ items: z.array(storedFileSchema) }),
});
export const readApprovalFile = defineRoute({
  method: 'GET',
  path: '/api/approvals/{id}/files/{fileId}',
  summary: 'A file of a request that the caller may read',
  params: z.object({ id: idSchema, fileId: idSchema }),
  produces: 'application/octet-stream',
  reply: z.void(),
});

// Standing in

export const delegationSchema = z.object({
  id: idSchema,
  to: namedPerson,
  startsAt: instantSchema,
  endsAt: instantSchema,
  note: z.string(),
  state: z.enum(['coming', 'now', 'over']),
});
export type Delegation = z.infer<typeof delegationSchema>;

export const listDelegations = defineRoute({
  method: 'GET',
  path: '/api/delegations',
  summary: 'When the caller is away and who signs for him, and for whom he signs now',
  reply: z.object({ items: z.array(delegationSchema), standsInFor: z.array(namedPerson) }),
});
export const createDelegation = defineRoute({
  method: 'POST',
  path: '/api/delegations',
  summary: 'Let a colleague sign while one is away; periods of a person do not overlap',
  body: z.object({
    toId: idSchema,
    startsAt: instantSchema,
    endsAt: instantSchema,
    note: z.string().trim().max(200).default(''),
  }),
  reply: delegationSchema,
  status: 201,
});
export const endDelegation = defineRoute({
  method: 'DELETE',
  path: '/api/delegations/{id}',
  summary: 'Back early, or not going: the period ends now',
  params: z.object({ id: idSchema }),
  status: 204,
  reply: z.void(),
});
