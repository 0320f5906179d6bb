import { z } from 'zod';
import { idSchema, instantSchema } from '#platform/contract/fields.ts';
import { kindSchema } from '#modules/ticket/contract.ts';
import { calendarSpecSchema, specialDaySchema, traceLineSchema } from '#platform/contract/deadline.ts';
import { defineRoute } from '#platform/contract/route.ts';
import {
  clauseSchema,
  extensionSpec,
  noticeOccasions,
  pauseReasons,
  profileSpecSchema,
  textFields,
} from './contract/profile.ts';

export * from './contract/alarm.ts';
export * from './contract/profile.ts';

export const clockStates = ['running', 'paused', 'met', 'breached', 'cancelled'] as const;
export type ClockState = (typeof clockStates)[number];

export const policySchema = z.object({
  id: idSchema,
  name: z.string(),
  nameEn: z.string(),
  kind: kindSchema.nullable(),
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
    kind: kindSchema,
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

/** What the rules by which a ticket's clocks run demand besides deadlines. */
export const dutySchema = z.object({
  profile: profileRef,
  remedies: z.object(textFields),
  /** What must be said when; the words of an extension go out by themselves. */
  notices: z.array(z.object({ when: z.enum(noticeOccasions), clauses: z.array(clauseSchema) })),
  conflictRule: z.boolean(),
  retentionMonths: z.int(),
});
export type Duty = z.infer<typeof dutySchema>;

export const readDuties = defineRoute({
  method: 'GET',
  path: '/api/sla/duties/{number}',
  summary: 'What must be said to the customer of a ticket, and what else its rules demand',
  params: ticketParams,
  reply: z.object({ items: z.array(dutySchema) }),
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
