import { z } from 'zod';

/** Working calendars, rules of deadlines and the reasons given for them: what server and screens both speak of. */

const isZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const minutesOfDay = 1440;

/** Half-open minutes of the day: [510, 720) is 8:30 to 12:00, [0, 1440) a whole day. */
const periodSchema = z
  .tuple([z.int().min(0).max(minutesOfDay), z.int().min(0).max(minutesOfDay)])
  .refine(([from, to]) => from < to, { params: { code: 'empty_period' } });

const inOrder = (periods: readonly (readonly [number, number])[]): boolean =>
  periods.every(([from], at) => at === 0 || from >= (periods[at - 1]?.[1] ?? 0));

export const periodsSchema = z
  .array(periodSchema)
  .max(8)
  .refine(inOrder, { params: { code: 'overlapping_periods' } });
export type Period = readonly [number, number];

const dateSchema = z.iso.date();

export const specialDaySchema = z.object({
  date: dateSchema,
  kind: z.enum(['holiday', 'workday']),
  name: z.string().max(60).default(''),
  nameEn: z.string().max(80).default(''),
});
export type SpecialDay = z.infer<typeof specialDaySchema>;

export const calendarSpecSchema = z.object({
  key: z.string().regex(/^[a-z0-9-]{2,40}$/),
  name: z.string().min(1).max(60),
  nameEn: z.string().max(60).default(''),
  region: z.string().max(40).default(''),
  timeZone: z.string().refine(isZone, { params: { code: 'no_such_zone' } }),
  /** Working periods of each weekday, Monday first. */
  week: z.array(periodsSchema).length(7),
  /**
   * `yearly`: holidays are announced each year, and a year without its notice is not known. `none`: nobody announces
   * anything, the listed days are all there is.
   */
  notice: z.enum(['yearly', 'none']),
  source: z.string().max(300).default(''),
  confirmed: z.boolean().default(true),
});
export type CalendarSpec = z.infer<typeof calendarSpecSchema>;

/** A calendar with the days that differ from the week and the years whose notice is in. */
export type CalendarData = CalendarSpec & { readonly days: readonly SpecialDay[]; readonly years: readonly number[] };

export const dayKinds = ['workday', 'rest', 'holiday', 'makeup'] as const;
export type DayKind = (typeof dayKinds)[number];

export const lengthUnits = [
  'minutes',
  'working_minutes',
  'working_days',
  'business_days',
  'calendar_days',
  'months',
] as const;
export type LengthUnit = (typeof lengthUnits)[number];

export const ruleFields = {
  length: z.int().min(1).max(525_600),
  unit: z.enum(lengthUnits),
  /** `next_working`: what arrives outside working time counts as arrived when work begins. */
  start: z.enum(['immediately', 'next_working']).default('immediately'),
  /** Units of days: false is the rule of 民法典 201, the day of the beginning does not count. */
  firstDayCounted: z.boolean().default(false),
  /** Units of days: the rule of 民法典 203, what ends on a rest day ends on the working day behind it. */
  restDayMovesOn: z.boolean().default(false),
  /** Units of days: the close of business, 23:59:59, or the hour at which it began. */
  endsAt: z.enum(['close', 'midnight', 'same_time']).default('midnight'),
};
export const ruleSchema = z.object(ruleFields);
export type DeadlineRule = Readonly<z.infer<typeof ruleSchema>>;

export const traceStepNames = [
  'received',
  'starts',
  'first_day_not_counted',
  'first_day_counted',
  'counted',
  'rest',
  'holiday',
  'makeup',
  'paused',
  'extended',
  'moved_on',
  'provisional',
  'due',
] as const;

/**
 * One line of the reason for a due time. `at` and `until` are dates, or instants that carry the calendar's offset, so that
 * their text is the wall clock.
 */
export const traceLineSchema = z.object({
  step: z.enum(traceStepNames),
  at: z.string(),
  /** End of what the line covers, where it covers a stretch of time. */
  until: z.string().optional(),
  dayKind: z.enum(dayKinds).optional(),
  name: z.string().optional(),
  nameEn: z.string().optional(),
  /** How much counted: minutes, days or months. */
  amount: z.int().optional(),
  unit: z.enum(['minutes', 'days', 'months']).optional(),
  /** Whether the stretch counts towards the length. */
  counts: z.boolean().optional(),
  years: z.array(z.int()).readonly().optional(),
});
export type TraceLine = Readonly<z.infer<typeof traceLineSchema>>;
