import type { DayKind, DeadlineRule, TraceLine } from '#platform/contract/deadline.ts';
import { dateOfDay, type Day } from './civil-day.ts';
import { countsDays, countsWorkingDays, type Deadline, type DeadlineInput } from './deadline.ts';
import type { WorkingCalendar } from './working-calendar.ts';
import { isoIn } from './zone.ts';

const minuteMs = 60_000;
/** So many stretches are told one by one; a reader of more would not read them. */
const mostStretches = 14;

type Stretch = { kind: DayKind; name: string; nameEn: string; from: Day; to: Day };

/** Neighbouring days of the same kind and name, in order. */
const stretchesOf = (calendar: WorkingCalendar, first: Day, last: Day): Stretch[] => {
  const found: Stretch[] = [];
  for (let day = first; day <= last; day += 1) {
    const { kind, name, nameEn } = calendar.info(day);
    const before = found.at(-1);
    const special = kind === 'holiday' || kind === 'makeup';
    if (before?.kind === kind && (!special || before.name === name)) before.to = day;
    else found.push({ kind, name: special ? name : '', nameEn: special ? nameEn : '', from: day, to: day });
  }
  return found;
};

const stepOf: Record<DayKind, TraceLine['step']> = {
  workday: 'counted',
  rest: 'rest',
  holiday: 'holiday',
  makeup: 'makeup',
};

type Counted = { first: Day; last: Day; amount: (from: Day, to: Day) => number; counts: (kind: DayKind) => boolean };

/** What lies on the way: plain stretches only while there are few, special days always. */
const wayLines = (calendar: WorkingCalendar, way: Counted, unit: 'minutes' | 'days'): TraceLine[] => {
  const stretches = stretchesOf(calendar, way.first, way.last);
  const special = (one: Stretch): boolean => one.kind === 'holiday' || one.kind === 'makeup';
  const told = stretches.length > mostStretches ? stretches.filter(special).slice(0, 60) : stretches;
  return told.map((one): TraceLine => {
    const counts = way.counts(one.kind);
    return {
      step: stepOf[one.kind],
      at: dateOfDay(one.from),
      ...(one.to > one.from ? { until: dateOfDay(one.to) } : {}),
      dayKind: one.kind,
      ...(one.name ? { name: one.name, nameEn: one.nameEn } : {}),
      ...(counts ? { amount: way.amount(one.from, one.to), unit } : {}),
      counts,
    };
  });
};

const overlap = (from: number, to: number, low: number, high: number): number =>
  Math.max(0, Math.min(to, high) - Math.max(from, low));

/** Minutes of each day that fall between begin and end, in working time or around the clock. */
const minuteWay = (calendar: WorkingCalendar, rule: DeadlineRule, deadline: Deadline): Counted => {
  const { startsAt, dueAt } = deadline;
  const working = rule.unit === 'working_minutes';
  const around = (day: Day): number => {
    const from = calendar.zone.toUtc(day * 86_400_000);
    return overlap(from, calendar.zone.toUtc((day + 1) * 86_400_000), startsAt, dueAt);
  };
  const atWork = (day: Day): number =>
    calendar.spans(day).reduce((sum, [from, to]) => sum + overlap(from, to, startsAt, dueAt), 0);
  return {
    first: calendar.dayAt(startsAt),
    last: calendar.dayAt(dueAt - 1),
    counts: (kind) => !working || kind === 'workday' || kind === 'makeup',
    amount: (from, to) => {
      let sum = 0;
      for (let day = from; day <= to; day += 1) sum += working ? atWork(day) : around(day);
      return Math.round(sum / minuteMs);
    },
  };
};

const dayWay = (rule: DeadlineRule, days: NonNullable<Deadline['days']>): Counted => ({
  first: rule.firstDayCounted ? days.first : days.first + 1,
  last: days.counted,
  counts: (kind) => !countsWorkingDays(rule.unit) || kind === 'workday' || kind === 'makeup',
  amount: (from, to) => to - from + 1,
});

const granted = (rule: DeadlineRule, amount: number): Pick<TraceLine, 'amount' | 'unit'> => ({
  amount,
  unit: rule.unit === 'months' ? 'months' : countsDays(rule.unit) ? 'days' : 'minutes',
});

const beginning = (calendar: WorkingCalendar, input: DeadlineInput, deadline: Deadline): TraceLine[] => {
  const iso = (at: number): string => isoIn(calendar.zone, at);
  const lineAt = (step: 'received' | 'starts', at: number): TraceLine => {
    const { kind, name, nameEn } = calendar.info(calendar.dayAt(at));
    return { step, at: iso(at), dayKind: kind, ...(name ? { name, nameEn } : {}) };
  };
  const received = lineAt('received', input.receivedAt);
  return deadline.startsAt === input.receivedAt ? [received] : [received, lineAt('starts', deadline.startsAt)];
};

/** Why it is due when it is: line by line, so that a lawyer can follow it with a calendar in his hand. */
export const traceOf = (
  calendar: WorkingCalendar,
  rule: DeadlineRule,
  input: DeadlineInput,
  deadline: Deadline,
): TraceLine[] => {
  const iso = (at: number): string => isoIn(calendar.zone, at);
  const lines = beginning(calendar, input, deadline);
  const { days } = deadline;
  if (days) {
    const step = rule.firstDayCounted ? 'first_day_counted' : 'first_day_not_counted';
    lines.push({ step, at: dateOfDay(days.first), dayKind: calendar.info(days.first).kind });
  }
  for (const pause of input.pauses ?? [])
    lines.push({ step: 'paused', at: iso(pause.from), until: iso(pause.to), counts: false });
  const unit = days ? 'days' : 'minutes';
  lines.push(...wayLines(calendar, days ? dayWay(rule, days) : minuteWay(calendar, rule, deadline), unit));
  const extension = input.extension ?? 0;
  if (extension > 0) lines.push({ step: 'extended', at: iso(deadline.dueAt), ...granted(rule, extension) });
  if (days && days.last > days.counted) {
    const { kind, name, nameEn } = calendar.info(days.counted);
    const what = { dayKind: kind, ...(name ? { name, nameEn } : {}) };
    lines.push({ step: 'moved_on', at: dateOfDay(days.counted), until: dateOfDay(days.last), ...what });
  }
  if (deadline.provisional) lines.push({ step: 'provisional', at: iso(deadline.dueAt), years: deadline.unknownYears });
  lines.push({ step: 'due', at: iso(deadline.dueAt), ...granted(rule, rule.length + extension) });
  return lines;
};
