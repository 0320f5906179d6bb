import type { CalendarData, DayKind, Period, SpecialDay } from '#platform/contract/deadline.ts';
import { type Day, dayOfDate, dayOfLocal, localAt, weekdayOf, yearOf } from './civil-day.ts';
import { zoneOf, type Zone } from './zone.ts';

export class CalendarFault extends Error {
  override readonly name = 'CalendarFault';
  readonly code: 'no_working_time';
  constructor(code: 'no_working_time', calendar: string) {
    super(`calendar ${calendar} has no working time`);
    this.code = code;
  }
}

export type DayInfo = { readonly kind: DayKind; readonly name: string; readonly nameEn: string };

/** UTC milliseconds, half-open. */
export type Span = readonly [number, number];

export type WorkingCalendar = {
  readonly key: string;
  readonly zone: Zone;
  readonly data: CalendarData;
  dayAt(utcMs: number): Day;
  info(day: Day): DayInfo;
  isWorking(day: Day): boolean;
  /** False where the year's notice is not in, so that what the day is can only be guessed from the week. */
  isKnown(day: Day): boolean;
  /** The working time of a day, in order. */
  spans(day: Day): readonly Span[];
};

/** A new year's holiday may turn weekends of the week before it into working days (2018-12-29 was one). */
const turnOfYear = 25;

const knownIn = (data: CalendarData): ((day: Day) => boolean) => {
  if (data.notice === 'none') return () => true;
  const years = new Set(data.years);
  return (day) => {
    const date = new Date(day * 86_400_000);
    const year = date.getUTCFullYear();
    if (!years.has(year)) return false;
    return date.getUTCMonth() < 11 || date.getUTCDate() < turnOfYear || years.has(year + 1);
  };
};

const keptDays = 5000;

export const compileCalendar = (data: CalendarData): WorkingCalendar => {
  const zone = zoneOf(data.timeZone);
  const special = new Map<Day, SpecialDay>(data.days.map((one) => [dayOfDate(one.date), one]));
  const makeUpPeriods: readonly Period[] = data.week.find((periods) => periods.length > 0) ?? [];
  if (makeUpPeriods.length === 0) throw new CalendarFault('no_working_time', data.key);
  const periodsOn = (day: Day): readonly Period[] => data.week[weekdayOf(day) - 1] ?? [];
  const infoOf = (day: Day): DayInfo => {
    const found = special.get(day);
    const usual = periodsOn(day).length > 0;
    const { name = '', nameEn = '' } = found ?? {};
    if (found?.kind === 'holiday') return { kind: 'holiday', name, nameEn };
    if (found) return { kind: usual ? 'workday' : 'makeup', name, nameEn };
    return { kind: usual ? 'workday' : 'rest', name, nameEn };
  };
  const cut = new Map<Day, readonly Span[]>();
  const spansOf = (day: Day): readonly Span[] => {
    const { kind } = infoOf(day);
    if (kind === 'holiday' || kind === 'rest') return [];
    const periods = kind === 'makeup' ? makeUpPeriods : periodsOn(day);
    return periods
      .map(([from, to]): Span => [zone.toUtc(localAt(day, from)), zone.toUtc(localAt(day, to))])
      .filter(([from, to]) => from < to);
  };
  const spans = (day: Day): readonly Span[] => {
    const known = cut.get(day);
    if (known) return known;
    if (cut.size >= keptDays) cut.clear();
    const found = spansOf(day);
    cut.set(day, found);
    return found;
  };
  return {
    key: data.key,
    zone,
    data,
    dayAt: (utcMs) => dayOfLocal(zone.toLocal(utcMs)),
    info: infoOf,
    isWorking: (day) => spans(day).length > 0,
    isKnown: knownIn(data),
    spans,
  };
};

/** Longer than any holiday: a calendar that rests three years on end has no working time. */
const mostRestDays = 1100;

/** The first instant from here on that is working time. */
export const nextWorkingMoment = (calendar: WorkingCalendar, fromMs: number): number => {
  const first = calendar.dayAt(fromMs);
  for (let day = first; day <= first + mostRestDays; day += 1)
    for (const [from, to] of calendar.spans(day)) if (fromMs < to) return Math.max(from, fromMs);
  throw new CalendarFault('no_working_time', calendar.key);
};

export const nextWorkingDay = (calendar: WorkingCalendar, from: Day): Day => {
  for (let day = from; day <= from + mostRestDays; day += 1) if (calendar.isWorking(day)) return day;
  throw new CalendarFault('no_working_time', calendar.key);
};

/** The instant at which so many milliseconds of working time have passed; none passed means the same instant. */
export const addWorking = (calendar: WorkingCalendar, fromMs: number, workMs: number): number => {
  if (workMs <= 0) return fromMs;
  let left = workMs;
  let rested = 0;
  for (let day = calendar.dayAt(fromMs); rested <= mostRestDays; day += 1) {
    const spans = calendar.spans(day);
    rested = spans.length === 0 ? rested + 1 : 0;
    for (const [from, to] of spans) {
      const begin = Math.max(from, fromMs);
      if (begin >= to) continue;
      if (to - begin >= left) return begin + left;
      left -= to - begin;
    }
  }
  throw new CalendarFault('no_working_time', calendar.key);
};

/** Milliseconds of working time between two instants. */
export const workingBetween = (calendar: WorkingCalendar, fromMs: number, toMs: number): number => {
  let sum = 0;
  for (let day = calendar.dayAt(fromMs), last = calendar.dayAt(toMs); day <= last; day += 1)
    for (const [from, to] of calendar.spans(day)) sum += Math.max(0, Math.min(to, toMs) - Math.max(from, fromMs));
  return sum;
};

/** The day on which the n-th working day after `from` falls (n = 0: the day itself). */
export const addWorkingDays = (calendar: WorkingCalendar, from: Day, count: number): Day => {
  let day = from;
  for (let left = count; left > 0; left -= 1) day = nextWorkingDay(calendar, day + 1);
  return day;
};

/** Working days behind `from`, up to and with `to`. */
export const workingDaysBetween = (calendar: WorkingCalendar, from: Day, to: Day): number => {
  let count = 0;
  for (let day = from + 1; day <= to; day += 1) if (calendar.isWorking(day)) count += 1;
  return count;
};

/** Years that a span of days touches without their notice being in, in order. */
export const unknownYears = (calendar: WorkingCalendar, from: Day, to: Day): number[] => {
  const years = new Set<number>();
  for (let day = from; day <= to; day += 1) {
    if (calendar.isKnown(day)) continue;
    const year = yearOf(day);
    years.add(calendar.data.years.includes(year) ? year + 1 : year);
  }
  return [...years].sort((a, b) => a - b);
};
