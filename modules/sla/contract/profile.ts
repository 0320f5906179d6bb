import { z } from 'zod';
import { ruleFields } from '#platform/contract/deadline.ts';
import { kindSchema } from '#modules/ticket/contract.ts';

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

export const nameFields = { name: z.string().min(1).max(80), nameEn: z.string().max(120).default('') };
export const textFields = { text: z.string().max(2000).default(''), textEn: z.string().max(2000).default('') };

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
    kinds: z.array(kindSchema).optional(),
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

export const noticeOccasions = ['opened', 'extended', 'declined', 'answered'] as const;
export const clauseSchema = z.object(textFields);
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
        when: z.enum(noticeOccasions),
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

/** The most that a clock may ever be extended by, in its unit. Extensions that follow one which has no number count not. */
export const mostExtension = (specs: readonly ExtensionSpec[]): number => {
  const confirmed = new Map(specs.filter((one) => one.confirmed).map((one) => [one.id, one]));
  const reachable = (one: ExtensionSpec, seen: ReadonlySet<string>): boolean => {
    if (one.after === undefined) return true;
    const before = confirmed.get(one.after);
    return before !== undefined && !seen.has(before.id) && reachable(before, new Set([...seen, before.id]));
  };
  return [...confirmed.values()].reduce(
    (sum, one) => (reachable(one, new Set([one.id])) ? sum + one.length * one.times : sum),
    0,
  );
};
