import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { cappedCount, pageOf, pageQuery } from '#platform/contract/paging.ts';
import type { Method, RouteSpec } from '#platform/contract/route.ts';

import { fieldFilters } from './contract/custom-fields.ts';
import {
  actionSchema,
  attachmentSchema,
  channelSchema,
  draftSchema,
  kindSchema,
  levelSchema,
  linkKindSchema,
  messageEntry,
  stageSchema,
  taskSchema,
  threadEntry,
  ticketDetail,
  ticketRow,
  ticketStates,
} from './contract/sent.ts';

export * from './contract/macro.ts';
export * from './contract/custom-fields.ts';
export * from './contract/field-rules.ts';
export * from './contract/merge.ts';
export * from './contract/presence.ts';
export * from './contract/sent.ts';

/** Eight or ten digits, with or without hyphens; the server reads it forgivingly and checks the check digit. */
const numberParams = z.object({ number: z.string().min(1).max(40) });
const idParams = z.object({ id: idSchema });
const bodyText = z.string().trim().min(1).max(20_000);
const reasonText = z.string().trim().min(1).max(500);
/** The version of the ticket the writer was looking at; absent = write anyway. */
const version = z.int().optional();
const flag = z.union([z.boolean(), z.stringbool()]);
/** `a,b` or a repeated parameter, as URLs carry lists. */
const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (typeof value === 'string' ? value.split(',').filter((part) => part !== '') : value),
    z.array(item).max(20),
  );

// --- lists -----------------------------------------------------------------------------------------------------------

export const ticketSorts = ['due', 'new', 'updated'] as const;

/** Filters of lists, counts, saved views. `open` stands for all states in which something is owed. */
export const ticketFilter = z.object({
  query: z.string().max(200).optional(),
  state: listOf(z.enum([...ticketStates, 'open', 'all'])).optional(),
  kind: listOf(kindSchema).optional(),
  level: listOf(z.coerce.number().pipe(levelSchema)).optional(),
  category: z.string().max(80).optional(),
  department: idSchema.optional(),
  owner: idSchema.optional(),
  channel: channelSchema.optional(),
  customer: idSchema.optional(),
  breached: flag.optional(),
  mine: flag.optional(),
  /** Open tickets of the team that nobody has taken. */
  pool: flag.optional(),
  followed: flag.optional(),
  dueBefore: instantSchema.optional(),
  /** Arrived at or after, and before; the board asks for the tickets behind a figure. */
  createdFrom: instantSchema.optional(),
  createdTo: instantSchema.optional(),
  replied: flag.optional(),
  rated: flag.optional(),
  reopened: flag.optional(),
  /** Handed on at least so often. */
  transfers: z.coerce.number().int().min(1).max(99).optional(),
  /** Open, and neither a rule nor a model nor a person is sure of the category. */
  unsure: flag.optional(),
  /** Of one hot topic, and said on these days (`2026-09-01..2026-09-30`; all of them without). */
  topic: idSchema.optional(),
  topicDays: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d\.\.\d{4}-\d\d-\d\d$/)
    .refine((days) => days.split('..').every((day) => z.iso.date().safeParse(day).success))
    .optional(),
  /** Conditions on custom fields; all of them have to be met. */
  fields: fieldFilters.optional(),
  sort: z.enum(ticketSorts).optional(),
});
export type TicketFilter = z.infer<typeof ticketFilter>;

export const viewSchema = z.object({
  id: idSchema,
  name: z.string(),
  query: ticketFilter,
  shared: z.boolean(),
  mine: z.boolean(),
  sort: z.int(),
});
const viewInput = z.object({
  name: z.string().trim().min(1).max(60),
  query: ticketFilter,
  shared: z.boolean().default(false),
  sort: z.int().default(0),
});

export const categorySchema = z.object({
  key: z.string(),
  parentKey: z.string().nullable(),
  name: z.string(),
  nameEn: z.string(),
  sort: z.int(),
  closed: z.boolean(),
});
export type Category = z.infer<typeof categorySchema>;
const categoryKey = z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,59}$/);
const categoryInput = z.object({
  name: z.string().trim().min(1).max(60),
  nameEn: z.string().trim().max(60).default(''),
  sort: z.int().default(0),
  parentKey: categoryKey.nullable().default(null),
});

// --- what is asked ---------------------------------------------------------------------------------------------------

const messageInput = z.object({
  direction: z.enum(['out', 'note']),
  body: bodyText,
  attachmentIds: z.array(idSchema).max(12).default([]),
  /** People named in the text; they follow the ticket from now on. */
  mentions: z.array(idSchema).max(20).default([]),
  /** The step to take in the same breath (send and answer, send and close). */
  next: z.object({ action: actionSchema, reason: z.string().trim().max(500).optional() }).optional(),
  /** Same key again = the same message, once. */
  clientKey: z.string().max(80).optional(),
  version,
});
export const transitionInput = z.object({
  action: actionSchema,
  reason: z.string().trim().max(500).optional(),
  reply: bodyText.optional(),
  version,
});
export const assignInput = z.object({
  /** Takes the ticket for the caller, if nobody has. */
  claim: z.boolean().optional(),
  departmentId: idSchema.optional(),
  ownerId: idSchema.nullable().optional(),
  reason: z.string().trim().max(500).default(''),
  version,
});
export const classifyInput = z.object({
  kind: kindSchema.optional(),
  categoryKey: categoryKey.optional(),
  level: levelSchema.optional(),
  sentiment: z.literal([-1, 0, 1]).optional(),
  version,
});

export const bulkAction = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('transition'),
    action: actionSchema,
    reason: z.string().trim().max(500).optional(),
    reply: bodyText.optional(),
  }),
  z.object({
    type: z.literal('assign'),
    departmentId: idSchema.optional(),
    ownerId: idSchema.nullable().optional(),
    reason: reasonText,
  }),
  z.object({ type: z.literal('claim') }),
  z.object({
    type: z.literal('classify'),
    kind: kindSchema.optional(),
    categoryKey: categoryKey.optional(),
    level: levelSchema.optional(),
  }),
  z.object({ type: z.literal('follow'), followed: z.boolean() }),
  z.object({ type: z.literal('macro'), macroId: idSchema }),
]);
const bulkResult = z.object({
  number: z.string(),
  ok: z.boolean(),
  code: z.string().nullable(),
  message: z.string().nullable(),
});

export const ticketCounts = z.object({
  mine: cappedCount,
  dueSoon: cappedCount,
  followed: cappedCount,
  pool: cappedCount,
  open: cappedCount,
  overdue: cappedCount,
  awaiting: cappedCount,
  /** Open, and handed on at least twice. */
  bounced: cappedCount,
  spam: cappedCount,
  unsure: cappedCount,
  tasks: cappedCount,
});

export const stageCounts = z.object({
  items: z.array(cappedCount.extend({ stage: stageSchema })),
});

type Parts<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Omit<
  RouteSpec<P, Q, B, R>,
  'method' | 'path' | 'summary'
>;

/** One line per route, so that the table below can be read as one. */
const route = <
  R extends z.ZodType,
  P extends z.ZodType = z.ZodUndefined,
  Q extends z.ZodType = z.ZodUndefined,
  B extends z.ZodType = z.ZodUndefined,
>(
  method: Method,
  path: `/${string}`,
  summary: string,
  parts: Parts<P, Q, B, R>,
): RouteSpec<P, Q, B, R> => ({ method, path, summary, ...parts });

const ofTicket = <R extends z.ZodType, Q extends z.ZodType = z.ZodUndefined, B extends z.ZodType = z.ZodUndefined>(
  method: Method,
  rest: '' | `/${string}`,
  summary: string,
  parts: Omit<Parts<typeof numberParams, Q, B, R>, 'params'>,
) => route(method, `/api/tickets/{number}${rest}`, summary, { ...parts, params: numberParams });

export const ticketRoutes = {
  /** A page may hold fewer rows than asked for while nextCursor is set; ask on. With `query` the newest come first. */
  list: route('GET', '/api/tickets', 'Tickets within reach, by filter or search', {
    query: ticketFilter.extend({ view: idSchema.optional(), ...pageQuery.shape }),
    reply: pageOf(ticketRow),
  }),
  counts: route('GET', '/api/tickets/counts', 'How many stand in each tray (stops at 1000)', { reply: ticketCounts }),
  stageCounts: route('GET', '/api/tickets/stages', 'How many stand at each stage (stops at 1000)', {
    query: ticketFilter.omit({ state: true, sort: true, query: true }),
    reply: stageCounts,
  }),
  read: ofTicket('GET', '', 'One ticket', { reply: ticketDetail }),
  thread: ofTicket('GET', '/thread', 'Messages and events, the newest page first, oldest entry first within a page', {
    query: pageQuery,
    reply: pageOf(threadEntry),
  }),
  addMessage: ofTicket('POST', '/messages', 'Reply to the customer, or note for colleagues', {
    body: messageInput,
    status: 201,
    reply: z.object({ message: messageEntry, ticket: ticketDetail }),
  }),
  transition: ofTicket('POST', '/transitions', 'Take a step', { body: transitionInput, reply: ticketDetail }),
  assign: ofTicket('POST', '/assign', 'Claim, or hand to a department or person', {
    body: assignInput,
    reply: z.object({ ticket: ticketDetail.nullable() }),
  }),
  classify: ofTicket('POST', '/classify', 'Correct kind, category, level or sentiment', {
    body: classifyInput,
    reply: ticketDetail,
  }),
  urge: ofTicket('POST', '/urge', 'Urge the one who handles it (once in ten minutes)', {
    reply: z.object({ urgeCount: z.int() }),
  }),
  follow: ofTicket('POST', '/follow', 'Follow or no longer', {
    body: z.object({ followed: z.boolean() }),
    reply: z.object({ followed: z.boolean() }),
  }),
  link: ofTicket('POST', '/links', 'Link to the ticket it repeats, belongs under or has to do with', {
    body: z.object({ number: z.string().max(40), kind: linkKindSchema.default('duplicate') }),
    reply: ticketDetail,
  }),
  unlink: ofTicket('POST', '/unlink', 'Take away what links two tickets', {
    body: z.object({ number: z.string().max(40) }),
    reply: ticketDetail,
  }),
  readDraft: ofTicket('GET', '/draft', 'My draft', {
    reply: z.object({ draft: draftSchema.nullable() }),
  }),
  saveDraft: ofTicket('PUT', '/draft', 'Keep my draft', {
    body: z.object({ mode: z.enum(['out', 'note']), body: z.string().max(20_000) }),
    reply: z.object({ savedAt: instantSchema }),
  }),
  dropDraft: ofTicket('DELETE', '/draft', 'Drop my draft', { status: 204, reply: z.void() }),
  upload: ofTicket('POST', '/attachments', 'Upload files; name them in the message that carries them', {
    consumes: 'multipart',
    status: 201,
    reply: z.object({ attachments: z.array(attachmentSchema) }),
  }),
  attachment: route('GET', '/api/attachments/{id}', 'A file of a ticket within reach', {
    params: idParams,
    produces: 'application/octet-stream',
    reply: z.void(),
  }),
  publicAttachment: route(
    'GET',
    '/api/public/tracking/{token}/attachments/{id}',
    'A file of the case behind a tracking link',
    {
      params: z.object({ token: z.string().max(100), id: idSchema }),
      produces: 'application/octet-stream',
      reply: z.void(),
    },
  ),
  bulk: route('POST', '/api/tickets/bulk', 'One operation on up to 200 tickets; dryRun only tells', {
    body: z.object({
      numbers: z.array(z.string().max(40)).min(1).max(200),
      action: bulkAction,
      dryRun: z.boolean().default(false),
    }),
    reply: z.object({ done: z.int(), skipped: z.int(), results: z.array(bulkResult) }),
  }),
  tasks: route('GET', '/api/tasks', 'Open tasks of mine and of my team', {
    query: z.object({ mine: flag.optional() }).extend(pageQuery.shape),
    reply: pageOf(taskSchema),
  }),
  addTask: ofTicket('POST', '/tasks', 'Ask a colleague or department for something', {
    body: z.object({
      title: z.string().trim().min(1).max(200),
      departmentId: idSchema.optional(),
      ownerId: idSchema.optional(),
      dueAt: instantSchema,
    }),
    status: 201,
    reply: taskSchema,
  }),
  finishTask: route('POST', '/api/tasks/{id}/done', 'A task is done', { params: idParams, reply: taskSchema }),
  views: route('GET', '/api/views', 'My saved views and the shared ones', {
    reply: z.object({ items: z.array(viewSchema) }),
  }),
  addView: route('POST', '/api/views', 'Save a view', { body: viewInput, status: 201, reply: viewSchema }),
  changeView: route('PUT', '/api/views/{id}', 'Change my view', {
    params: idParams,
    body: viewInput,
    reply: viewSchema,
  }),
  dropView: route('DELETE', '/api/views/{id}', 'Delete my view', { params: idParams, status: 204, reply: z.void() }),
  topicName: route('GET', '/api/topic-names/{id}', 'What a hot topic is called, for a list that shows its tickets', {
    params: idParams,
    reply: z.object({ label: z.string() }),
  }),
  categories: route('GET', '/api/categories', 'The category tree, closed ones marked', {
    reply: z.object({ items: z.array(categorySchema) }),
  }),
  addCategory: route('POST', '/api/categories', 'Add a category', {
    body: categoryInput.extend({ key: categoryKey }),
    status: 201,
    reply: categorySchema,
  }),
  changeCategory: route('PUT', '/api/categories/{key}', 'Rename, move, close or open a category', {
    params: z.object({ key: categoryKey }),
    body: categoryInput.extend({ closed: z.boolean().default(false) }),
    reply: categorySchema,
  }),
} as const;
