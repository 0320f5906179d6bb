import type { DeadlineRule, LengthUnit } from '#platform/contract/deadline.ts';
import { addMonths, type Day, localAt } from './civil-day.ts';
import {
  addWorking,
  addWorkingDays,
  nextWorkingDay,
  nextWorkingMoment,
  unknownYears,
  workingBetween,
  workingDaysBetween,
  type WorkingCalendar,
} from './working-calendar.ts';

/** Time in which the clock stood still; UTC milliseconds, half-open, none overlaps another. */
export type Pause = { readonly from: number; readonly to: number };

export type DeadlineInput = {
  readonly receivedAt: number;
  readonly pauses?: readonly Pause[];
  /** Added to the length, in its unit: what was granted. */
  readonly extension?: number;
};

export type Deadline = {
  readonly dueAt: number;
  /** When counting begins. */
  readonly startsAt: number;
  /** What did not count because of pauses: milliseconds, or days for units of days. */
  readonly paused: number;
  /** A day on the way lies in a year whose notice is not in: the due time may still move. */
  readonly provisional: boolean;
  readonly unknownYears: readonly number[];
  /** For units of days: first and last day of the count, and the last one before a rest day moved it on. */
  readonly days: { readonly first: Day; readonly counted: Day; readonly last: Day } | null;
};

const minuteMs = 60_000;
const lastSecondMs = 1000;

export const countsWorkingDays = (unit: LengthUnit): boolean => unit === 'working_days' || unit === 'business_days';
export const countsDays = (unit: LengthUnit): boolean => unit !== 'minutes' && unit !== 'working_minutes';

/** Nobody can begin a count of working days in the middle of the night and end it there. */
const beginsAtWork = (rule: DeadlineRule): boolean =>
  rule.start === 'next_working' || (rule.endsAt === 'same_time' && countsWorkingDays(rule.unit));

const endOfDay = (calendar: WorkingCalendar, day: Day, rule: DeadlineRule, startsAt: number): number => {
  const { zone } = calendar;
  if (rule.endsAt === 'same_time') {
    const wall = zone.toLocal(startsAt);
    return zone.toUtc(localAt(day, 0) + (wall - localAt(calendar.dayAt(startsAt), 0)));
  }
  const close = rule.endsAt === 'close' ? calendar.spans(day).at(-1)?.[1] : undefined;
  return close ?? zone.toUtc(localAt(day + 1, 0)) - lastSecondMs;
};

const pausedDays = (calendar: WorkingCalendar, rule: DeadlineRule, first: Day, pauses: readonly Pause[]): number => {
  let sum = 0;
  for (const pause of pauses) {
    const from = Math.max(calendar.dayAt(pause.from), first);
    const to = calendar.dayAt(pause.to);
    if (to > from) sum += countsWorkingDays(rule.unit) ? workingDaysBetween(calendar, from, to) : to - from;
  }
  return sum;
};

const lastCountedDay = (
  calendar: WorkingCalendar,
  rule: DeadlineRule,
  first: Day,
  length: number,
  paused: number,
): Day => {
  if (rule.unit === 'months') return addMonths(first, length) - (rule.firstDayCounted ? 1 : 0) + paused;
  const from = rule.firstDayCounted ? first - 1 : first;
  return countsWorkingDays(rule.unit) ? addWorkingDays(calendar, from, length + paused) : from + length + paused;
};

const byDays = (calendar: WorkingCalendar, rule: DeadlineRule, input: DeadlineInput, startsAt: number): Deadline => {
  const length = rule.length + (input.extension ?? 0);
  const first = calendar.dayAt(startsAt);
  const paused = pausedDays(calendar, rule, first, input.pauses ?? []);
  const counted = lastCountedDay(calendar, rule, first, length, paused);
  const last = rule.restDayMovesOn ? nextWorkingDay(calendar, counted) : counted;
  const asked = beginsAtWork(rule) ? calendar.dayAt(input.receivedAt) : first;
  const unknown = countsWorkingDays(rule.unit)
    ? unknownYears(calendar, asked, last)
    : [
        ...(beginsAtWork(rule) ? unknownYears(calendar, asked, first) : []),
        ...(rule.restDayMovesOn || rule.endsAt === 'close' ? unknownYears(calendar, counted, last) : []),
      ];
  return {
    dueAt: endOfDay(calendar, last, rule, startsAt),
    startsAt,
    paused,
    provisional: unknown.length > 0,
    unknownYears: [...new Set(unknown)],
    days: { first, counted, last },
  };
};

const byMinutes = (calendar: WorkingCalendar, rule: DeadlineRule, input: DeadlineInput, startsAt: number): Deadline => {
  const lengthMs = (rule.length + (input.extension ?? 0)) * minuteMs;
  const working = rule.unit === 'working_minutes';
  let paused = 0;
  for (const pause of input.pauses ?? []) {
    const from = Math.max(pause.from, startsAt);
    if (pause.to > from) paused += working ? workingBetween(calendar, from, pause.to) : pause.to - from;
  }
  const dueAt = working ? addWorking(calendar, startsAt, lengthMs + paused) : startsAt + lengthMs + paused;
  const until = working ? dueAt : startsAt;
  const asks = working || rule.start === 'next_working';
  const unknown = asks ? unknownYears(calendar, calendar.dayAt(input.receivedAt), calendar.dayAt(until)) : [];
  return { dueAt, startsAt, paused, provisional: unknown.length > 0, unknownYears: unknown, days: null };
};

/**
 * When a promise ends. Pure: the same input gives the same instant on every machine, and later input never an earlier one.
 * Pauses and extensions are inputs, not history: a stored clock is recomputed from its own row.
 */
export const computeDeadline = (calendar: WorkingCalendar, rule: DeadlineRule, input: DeadlineInput): Deadline => {
  const startsAt = beginsAtWork(rule) ? nextWorkingMoment(calendar, input.receivedAt) : input.receivedAt;
  return countsDays(rule.unit) ? byDays(calendar, rule, input, startsAt) : byMinutes(calendar, rule, input, startsAt);
};

/**
 * The instant at which a part of the time is used, given how the clock stood still until now; a warning about days of work
 * comes in working time.
 */
export const partOf = (
  calendar: WorkingCalendar,
  rule: DeadlineRule,
  deadline: Pick<Deadline, 'startsAt' | 'dueAt'>,
  part: number,
  pauses: readonly Pause[] = [],
): number => {
  const { startsAt, dueAt } = deadline;
  const elapsed = rule.unit === 'minutes' || workingBetween(calendar, startsAt, dueAt) === 0;
  const between = (from: number, to: number): number => (elapsed ? to - from : workingBetween(calendar, from, to));
  const stood = pauses.reduce((sum, one) => {
    const from = Math.max(one.from, startsAt);
    const to = Math.min(one.to, dueAt);
    return to > from ? sum + between(from, to) : sum;
  }, 0);
  const used = Math.round((between(startsAt, dueAt) - stood) * part) + stood;
  return elapsed ? startsAt + used : addWorking(calendar, startsAt, used);
};
