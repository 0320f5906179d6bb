import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { calendarSpecSchema, ruleFields, specialDaySchema, traceLineSchema } from '#platform/contract/deadline.ts';
import { cappedCount, pageOf } from '#platform/contract/paging.ts';
import { defineRoute } from '#platform/contract/route.ts';

const ticketKinds = ['complaint', 'suggestion', 'inquiry', 'praise'] as const;

/** What starts a clock and what keeps its promise: steps of a ticket. */
export const clockStarts = ['opened', 'accepted', 'verified', 'solved', 'answered', 'reopened'] as const;
export const clockEnds = ['first_reply', 'accepted', 'verified', 'solved', 'answered', 'closed'] as const;
export type ClockStart = (typeof clockStarts)[number];
export type ClockEnd = (typeof clockEnds)[number];

export const pauseReasons = [
  'waiting_customer',
  'waiting_supplier',
  'waiting_parts',
  'inspection',
  'force_majeure',
  'other',
] as const;
export type PauseReason = (typeof pauseReasons)[number];

const nameFields = { name: z.string().min(1).max(80), nameEn: z.string().max(120).default('') };
const textFields = { text: z.string().max(2000).default(''), textEn: z.string().max(2000).default('') };

/** Why a number may be used, and whether somebody has looked it up. */
const sourceFields = { source: z.string().max(400).default(''), confirmed: z.boolean().default(true) };

export const extensionSpec = z.object({
  id: z.string().regex(/^[a-z0-9_]{2,30}$/),
  ...nameFields,
  /** In the unit of its clock. */
  length: z.int().min(1).max(525_600),
  /** How often it may be granted for one clock. */
  times: z.int().min(1).max(9).default(1),
  /** Somebody else than who asks must agree. */
  needsApproval: z.boolean().default(true),
  /** The customer is told, with the reason. */
  needsNotice: z.boolean().default(true),
  /** Only behind this other one. */
  after: z.string().optional(),
  ...sourceFields,
});
export type ExtensionSpec = z.infer<typeof extensionSpec>;

const part = z.number().min(0.05).max(3);

export const clockSpec = z
  .object({
    id: z.string().regex(/^[a-z0-9_]{2,40}$/),
    ...nameFields,
    from: z.enum(clockStarts),
    until: z.enum(clockEnds),
    ...ruleFields,
    /** Only for these; absent: for all. */
    levels: z.array(z.int().min(1).max(3)).optional(),
    kinds: z.array(z.enum(ticketKinds)).optional(),
    calendar: z.string().optional(),
    /** Parts of the time at which the handler is warned. */
    warn: z.array(part.max(0.99)).max(4).default([0.75]),
    /** Parts of the time at which one level more of the department tree is told: before 1 is before the breach. */
    escalate: z.array(part).max(5).default([0.9, 1, 1.5]),
    extensions: z.array(extensionSpec).max(5).default([]),
    note: z.string().max(400).default(''),
    noteEn: z.string().max(400).default(''),
    ...sourceFields,
  })
  .refine((clock) => !(clock.endsAt === 'same_time' && clock.restDayMovesOn), {
    params: { code: 'moves_on_needs_end' },
    path: ['endsAt'],
  });
export type ClockSpec = z.infer<typeof clockSpec>;

const clauseSchema = z.object(textFields);
const unique = (clocks: readonly { id: string }[]): boolean =>
  new Set(clocks.map((one) => one.id)).size === clocks.length;

export const profileSpecSchema = z.object({
  key: z.string().regex(/^[a-z0-9-]{2,40}$/),
  ...nameFields,
  calendar: z.string(),
  sources: z
    .array(z.object({ title: z.string().max(300), date: z.string().max(40), note: z.string().max(400).default('') }))
    .min(1),
  clocks: z
    .array(clockSpec)
    .min(1)
    .max(12)
    .refine(unique, { params: { code: 'clock_twice' } }),
  /** Reasons for which the clocks may stand still. */
  pauses: z.array(z.enum(pauseReasons)).default([]),
  /** What a customer must be told, and what it must contain. `{{…}}` is filled in. */
  notices: z
    .array(
      z.object({
        when: z.enum(['opened', 'extended', 'declined', 'answered']),
        ...textFields,
        clauses: z.array(clauseSchema).default([]),
      }),
    )
    .default([]),
  remedies: z.object(textFields).default({ text: '', textEn: '' }),
  retention: z.object({ months: z.int().min(0).max(600), ...sourceFields }),
  /** Who has an interest in the case must not handle it. */
  conflictRule: z.boolean().default(false),
});
export type ProfileSpec = z.infer<typeof profileSpecSchema>;

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

export const policySchema = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  kind: z.enum(ticketKinds).nullable(),
  level: z.int().min(1).max(3).nullable(),
  categoryKey: z.string().nullable(),
  channel: z.string().nullable(),
  /** The department (a business line, a region) and all below it. */
  departmentId: idSchema.nullable(),
  /** The deadline profile whose clocks run; null: the two lengths below. */
  profileKey: z.string().nullable(),
  /** Elapsed minutes, nights and rest days included. */
  firstReplyMinutes: z.int(),
  resolveMinutes: z.int(),
  /** Part of the time after which people are warned, 0 to 1. */
  warnFraction: z.number(),
  enabled: z.boolean(),
});
export type Policy = z.infer<typeof policySchema>;

export const listPolicies = defineRoute({
  method: 'GET',
  path: '/api/sla/policies',
  summary: 'What is promised, the most exact first',
  reply: z.object({ items: z.array(policySchema) }),
});

export const changePolicy = defineRoute({
  method: 'PUT',
  path: '/api/sla/policies/{id}',
  summary: 'Change a promise; clocks that run already keep theirs',
  params: z.object({ id: idSchema }),
  body: z.object({
    firstReplyMinutes: z.int().min(1).max(525_600),
    resolveMinutes: z.int().min(1).max(525_600),
    warnFraction: z.number().min(0.1).max(0.95),
    enabled: z.boolean(),
    profileKey: z.string().max(40).nullable().optional(),
  }),
  reply: policySchema,
});

export const createPolicy = defineRoute({
  method: 'POST',
  path: '/api/sla/policies',
  summary: 'Add a promise for some tickets',
  body: policySchema.omit({ id: true }).extend({
    name: z.string().trim().min(1).max(60),
    nameEn: z.string().trim().max(60).default(''),
    firstReplyMinutes: z.int().min(1).max(525_600),
    resolveMinutes: z.int().min(1).max(525_600),
    warnFraction: z.number().min(0.1).max(0.95),
    categoryKey: z.string().max(80).nullable().default(null),
    channel: z.string().max(40).nullable().default(null),
    departmentId: idSchema.nullable().default(null),
    profileKey: z.string().max(40).nullable().default(null),
  }),
  status: 201,
  reply: policySchema,
});

export const dropPolicy = defineRoute({
  method: 'DELETE',
  path: '/api/sla/policies/{id}',
  summary: 'Take a promise away; one without any condition stays',
  params: z.object({ id: idSchema }),
  status: 204,
  reply: z.void(),
});

export const previewPolicy = defineRoute({
  method: 'GET',
  path: '/api/sla/policy-preview',
  summary: 'Which promise such a ticket would get if it opened now, and when its clocks would end, with the reasons',
  query: z.object({
    kind: z.enum(ticketKinds),
    level: z.coerce.number().int().min(1).max(3),
    categoryKey: z.string().max(80).optional(),
    channel: z.string().max(40).default('form'),
    departmentId: idSchema.optional(),
    at: instantSchema.optional(),
  }),
  reply: z.object({
    /** All that fit, the one that is taken first. */
    policies: z.array(policySchema),
    /** What the profile of the promise says although nothing runs by it yet: its numbers are drafts. */
    drafts: z.int(),
    clocks: z.array(
      z.object({
        clock: z.string(),
        name: z.string(),
        nameEn: z.string(),
        dueAt: instantSchema,
        provisional: z.boolean(),
        reason: z.array(traceLineSchema),
      }),
    ),
  }),
});

/** `lapsed`: agreed to when the clock had ended already, so that nothing moved. */
export const extensionStates = ['asked', 'granted', 'refused', 'withdrawn', 'lapsed'] as const;
export type ExtensionState = (typeof extensionStates)[number];

const profileRef = z.object({ key: z.string(), version: z.int(), name: z.string(), nameEn: z.string() });

export const clockSchema = z.object({
  clock: z.string(),
  name: z.string(),
  nameEn: z.string(),
  state: z.enum(clockStates),
  startedAt: instantSchema,
  warnAt: instantSchema,
  dueAt: instantSchema,
  metAt: instantSchema.nullable(),
  breachedAt: instantSchema.nullable(),
  pausedAt: instantSchema.nullable(),
  pausedReason: z.string().nullable(),
  pausedMinutes: z.int(),
  policyName: z.string(),
  policyNameEn: z.string(),
  profile: profileRef.nullable(),
  /** A year on the way has no notice yet: the due time may move. */
  provisional: z.boolean(),
  /** The life of the clock: one step a line, in order. */
  trace: z.array(
    z.object({
      at: instantSchema,
      step: z.enum(['started', 'paused_total', 'paused_now', 'warn', 'due', 'met', 'breached']),
      minutes: z.int(),
    }),
  ),
  /** Why it is due when it is, by the calendar. */
  reason: z.array(traceLineSchema),
  pauses: z.array(z.object({ from: instantSchema, to: instantSchema, reason: z.string() })),
  extensions: z.array(
    z.object({
      id: idSchema,
      extensionId: z.string(),
      state: z.enum(extensionStates),
      /** The approval that decides about it; null where nobody had to agree. */
      requestId: idSchema.nullable(),
      reason: z.string(),
      askedBy: z.string(),
      askedAt: instantSchema,
      decidedBy: z.string(),
      decidedAt: instantSchema.nullable(),
      oldDueAt: instantSchema,
      newDueAt: instantSchema,
      told: z.boolean(),
    }),
  ),
  /** Extensions that can be asked for now. */
  extendable: z.array(
    extensionSpec.extend({
      newDueAt: instantSchema,
      /** Why it would be due then. */
      trace: z.array(traceLineSchema),
    }),
  ),
});
export type ClockView = z.infer<typeof clockSchema>;

const ticketParams = z.object({ number: z.string().min(1).max(20) });

export const readClocks = defineRoute({
  method: 'GET',
  path: '/api/tickets/{number}/clocks',
  summary: 'The clocks of a ticket, each with the reason for its due time',
  params: ticketParams,
  reply: z.object({ items: z.array(clockSchema) }),
});

export const pauseClocks = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/pause',
  summary: 'Stop the clocks for a reason',
  params: ticketParams,
  body: z.object({ reason: z.enum(pauseReasons) }),
  reply: z.object({ items: z.array(clockSchema) }),
});

export const resumeClocks = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/resume',
  summary: 'Let the clocks run again; the time that they stood still does not count',
  params: ticketParams,
  reply: z.object({ items: z.array(clockSchema) }),
});

export const extendClock = defineRoute({
  method: 'POST',
  path: '/api/tickets/{number}/clocks/{clock}/extensions',
  summary: 'Ask for more time: by the approval flow for extensions; granted at once where nobody has to agree',
  params: ticketParams.extend({ clock: z.string().max(40) }),
  body: z.object({ extensionId: z.string().max(30), reason: z.string().trim().min(2).max(500) }),
  reply: z.object({ items: z.array(clockSchema) }),
});

export const calendarView = calendarSpecSchema.extend({
  version: z.int(),
  years: z.array(z.object({ year: z.int(), source: z.string(), importedAt: instantSchema })),
  days: z.array(specialDaySchema),
  /** Clocks that run by it, and those whose due time may still move. */
  open: z.int(),
  provisional: z.int(),
  /** The next year is missing although it is time for its notice. */
  missingYear: z.int().nullable(),
});
export type CalendarView = z.infer<typeof calendarView>;

export const listCalendars = defineRoute({
  method: 'GET',
  path: '/api/sla/calendars',
  summary: 'Working calendars with the days that differ from the week',
  reply: z.object({ items: z.array(calendarView) }),
});

export const changeCalendar = defineRoute({
  method: 'PUT',
  path: '/api/sla/calendars/{key}',
  summary: 'Add a calendar or change its week; open clocks are computed again',
  params: z.object({ key: z.string().max(40) }),
  body: calendarSpecSchema.omit({ key: true }),
  reply: calendarView,
});

export const importNotice = defineRoute({
  method: 'POST',
  path: '/api/sla/calendars/{key}/notices',
  summary: "Read a year's notice from a file (JSON, ICS or CSV); open clocks that it touches are computed again",
  params: z.object({ key: z.string().max(40) }),
  consumes: 'multipart',
  reply: z.object({
    years: z.array(z.int()),
    holidays: z.int(),
    workdays: z.int(),
    recomputed: z.int(),
    moved: z.int(),
  }),
});

const profileView = z.object({
  key: z.string(),
  version: z.int(),
  createdAt: instantSchema,
  /** Every number of it was confirmed. */
  confirmed: z.boolean(),
  spec: profileSpecSchema,
});
export type ProfileView = z.infer<typeof profileView>;

export const listProfiles = defineRoute({
  method: 'GET',
  path: '/api/sla/profiles',
  summary: 'Deadline profiles, each in its newest version',
  reply: z.object({ items: z.array(profileView) }),
});

export const changeProfile = defineRoute({
  method: 'PUT',
  path: '/api/sla/profiles/{key}',
  summary: 'Write a new version of a profile; clocks that run keep theirs',
  params: z.object({ key: z.string().max(40) }),
  body: z.object({ version: z.int().min(0), spec: profileSpecSchema }),
  reply: profileView,
});

export const explainProfile = defineRoute({
  method: 'GET',
  path: '/api/sla/profiles/{key}/explain',
  summary: 'When a clock would end that began then, and why',
  params: z.object({ key: z.string().max(40) }),
  query: z.object({ clock: z.string().max(40), from: instantSchema }),
  reply: z.object({ due: z.string(), provisional: z.boolean(), trace: z.array(traceLineSchema) }),
});

export const alarmKinds = [
  'warned',
  'breached',
  'escalated',
  'silent',
  'urged',
  'digest',
  'calendar_missing',
  'extension_asked',
  'extension_decided',
  'approval_urged',
  'emergency',
] as const;

export const alarmSchema = z.object({
  id: idSchema,
  kind: z.enum(alarmKinds),
  ticketId: idSchema.nullable(),
  /** Numbers, keys and instants that the sentence is made of. */
  data: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  at: instantSchema,
  seen: z.boolean(),
});
export type Alarm = z.infer<typeof alarmSchema>;

export const listAlarms = defineRoute({
  method: 'GET',
  path: '/api/sla/alarms',
  summary: 'What I was told about clocks and approvals, the newest first',
  query: z.object({
    cursor: idSchema.optional(),
    limit: z.coerce.number().int().min(1).max(100).default(30),
    unseen: z.stringbool().default(false),
  }),
  reply: pageOf(alarmSchema).extend({ unseen: cappedCount }),
});

export const countAlarms = defineRoute({
  method: 'GET',
  path: '/api/sla/alarms/count',
  summary: 'How much of it I have not seen',
  reply: z.object({ unseen: cappedCount }),
});

const seenSchema = z.union([z.object({ upTo: idSchema }), z.object({ ids: z.array(idSchema).min(1).max(100) })]);
export type SeenAlarms = z.infer<typeof seenSchema>;

export const seeAlarms = defineRoute({
  method: 'POST',
  path: '/api/sla/alarms/seen',
  summary: 'I have seen these, or all up to this one',
  body: seenSchema,
  status: 204,
  reply: z.void(),
});
