import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { storedFileSchema } from '#platform/contract/stored-file.ts';

export const ticketKinds = ['complaint', 'suggestion', 'inquiry', 'praise'] as const;
/** States in which somebody still owes something. */
export const openStates = ['new', 'verifying', 'resolving', 'replying', 'awaiting'] as const;
export const ticketStates = [...openStates, 'closed', 'archived', 'declined', 'spam'] as const;
export const ticketChannels = [
  'form',
  'app',
  'email',
  'wechat',
  'weibo',
  'douyin',
  'phone',
  'chat',
  'walk-in',
  'kiosk',
  'review',
  'import',
  'api',
] as const;
export const ticketStages = ['accept', 'verify', 'resolve', 'reply', 'confirm', 'archive'] as const;
export const ticketActions = [
  'accept',
  'verify',
  'solve',
  'answer',
  'close',
  'reopen',
  'decline',
  'archive',
  'restore',
  'quarantine',
] as const;
export const messageDirections = ['in', 'out', 'note'] as const;

export const kindSchema = z.enum(ticketKinds);
export const stateSchema = z.enum(ticketStates);
export const channelSchema = z.enum(ticketChannels);
export const stageSchema = z.enum(ticketStages);
export const actionSchema = z.enum(ticketActions);
export const levelSchema = z.union([z.literal(1), z.literal(2), z.literal(3)]);
export type TicketKind = z.infer<typeof kindSchema>;
export type TicketState = z.infer<typeof stateSchema>;
export type TicketChannel = z.infer<typeof channelSchema>;
export type TicketStage = z.infer<typeof stageSchema>;
export type TicketAction = z.infer<typeof actionSchema>;
export type TicketLevel = z.infer<typeof levelSchema>;

/** Suspected spam stands at no stage: nobody has taken it in yet. */
export const statesOfStage = {
  accept: ['new'],
  verify: ['verifying'],
  resolve: ['resolving'],
  reply: ['replying'],
  confirm: ['awaiting'],
  archive: ['closed', 'declined', 'archived'],
} as const satisfies Record<TicketStage, readonly TicketState[]>;

const named = z.object({ id: idSchema, name: z.string() });

/** One line of a list. */
export const ticketRow = z.object({
  id: idSchema,
  number: z.string(),
  kind: kindSchema,
  categoryKey: z.string().nullable(),
  categoryName: z.string(),
  level: levelSchema,
  sentiment: z.int(),
  channel: channelSchema,
  subject: z.string(),
  state: stateSchema,
  stage: stageSchema,
  region: z.string(),
  customer: z.object({ id: idSchema.nullable(), name: z.string(), tier: z.string() }),
  department: named,
  owner: named.nullable(),
  createdAt: instantSchema,
  updatedAt: instantSchema,
  nextDueAt: instantSchema.nullable(),
  /** first_reply or resolve. */
  nextClock: z.string().nullable(),
  pausedReason: z.string().nullable(),
  breached: z.boolean(),
  rating: z.int().nullable(),
  reopenCount: z.int(),
  transferCount: z.int(),
  urgeCount: z.int(),
  messageCount: z.int(),
  /** The customer spoke last and nobody has answered yet. */
  needsAnswer: z.boolean(),
  /** Values of the custom fields that lists show. */
  fields: z.record(z.string(), z.unknown()),
  version: z.int(),
});
export type TicketListRow = z.infer<typeof ticketRow>;

export const stageStep = z.object({
  stage: stageSchema,
  state: z.enum(['done', 'now', 'later']),
  at: instantSchema.nullable(),
});
export type StageStep = z.infer<typeof stageStep>;

export const attachmentSchema = storedFileSchema;
export type AttachmentView = z.infer<typeof attachmentSchema>;

export const taskSchema = z.object({
  id: idSchema,
  number: z.string(),
  kind: z.string(),
  /** Text key `ticket:tasks.<titleKey>`; for kind `manual` the title itself. */
  titleKey: z.string(),
  department: named,
  owner: named.nullable(),
  dueAt: instantSchema,
  doneAt: instantSchema.nullable(),
});

/** What the reader may do here, decided by the server with the same rules that refuse it. */
export const abilitiesSchema = z.object({
  reply: z.boolean(),
  note: z.boolean(),
  assign: z.boolean(),
  claim: z.boolean(),
  classify: z.boolean(),
  pause: z.boolean(),
  revealCustomer: z.boolean(),
  actions: z.array(actionSchema),
});

/** What one ticket can be to another: below it, a repeat of it, or about the same matter. */
export const linkKinds = ['duplicate', 'child', 'related'] as const;
export const linkKindSchema = z.enum(linkKinds);
export type LinkKind = z.infer<typeof linkKindSchema>;
/** The same as seen from the ticket that is read. */
export const linkRelations = [
  'links_to',
  'linked_from',
  'parent',
  'child',
  'duplicate_of',
  'duplicated_by',
  'related',
] as const;
export type LinkRelation = (typeof linkRelations)[number];

const linkedTicket = z.object({
  number: z.string(),
  subject: z.string(),
  state: stateSchema,
  relation: z.enum(linkRelations),
  /** How alike the words are, 0 to 1, where a machine proposed the link; null where a person or intake made it. */
  score: z.number().nullable(),
});
export const draftSchema = z.object({ mode: z.enum(['out', 'note']), body: z.string(), savedAt: instantSchema });

export const ticketDetail = ticketRow.extend({
  occurredAt: instantSchema.nullable(),
  answeredAt: instantSchema.nullable(),
  closedAt: instantSchema.nullable(),
  closeReason: z.string().nullable(),
  /** Everything in fields that the reader may see: those the company defined, and what a form or a file brought besides. */
  fields: z.record(z.string(), z.unknown()),
  /** The files that stand in fields. */
  fieldFiles: z.array(attachmentSchema),
  /** Which rules decided, the words that moved them, entities found. */
  triage: z.record(z.string(), z.unknown()),
  /** Waits in the triage queue; choosing or confirming a category ends that. */
  unsure: z.boolean(),
  stages: z.array(stageStep),
  abilities: abilitiesSchema,
  followed: z.boolean(),
  links: z.array(linkedTicket),
  tasks: z.array(taskSchema),
  draft: draftSchema.nullable(),
  trackingUrl: z.string(),
});
export type TicketDetail = z.infer<typeof ticketDetail>;

export const messageEntry = z.object({
  type: z.literal('message'),
  id: idSchema,
  at: instantSchema,
  direction: z.enum(messageDirections),
  authorKind: z.enum(['customer', 'person', 'system']),
  authorId: idSchema.nullable(),
  authorName: z.string(),
  channel: z.string(),
  body: z.string(),
  attachments: z.array(attachmentSchema),
});
export const eventEntry = z.object({
  type: z.literal('event'),
  id: z.int(),
  at: instantSchema,
  name: z.string(),
  actorKind: z.enum(['user', 'token', 'customer', 'system']),
  actorName: z.string(),
  data: z.record(z.string(), z.unknown()),
});
export const threadEntry = z.discriminatedUnion('type', [messageEntry, eventEntry]);
export type ThreadEntry = z.infer<typeof threadEntry>;
export type MessageEntry = z.infer<typeof messageEntry>;

/** What a customer may see of his own case; follow-up sends it on the tracking page. */
export const publicTicket = z.object({
  number: z.string(),
  subject: z.string(),
  kind: kindSchema,
  state: stateSchema,
  stages: z.array(stageStep),
  createdAt: instantSchema,
  nextDueAt: instantSchema.nullable(),
  nextClock: z.string().nullable(),
  ownerName: z.string(),
  rating: z.int().nullable(),
  messages: z.array(
    z.object({
      id: idSchema,
      from: z.enum(['customer', 'company']),
      authorName: z.string(),
      body: z.string(),
      at: instantSchema,
      /** Each opens at `/api/public/tracking/{token}/attachments/{id}`. */
      attachments: z.array(attachmentSchema),
    }),
  ),
});
export type PublicTicket = z.infer<typeof publicTicket>;
