import type { DayKind } from '#platform/contract/deadline.ts';
import type { CalendarView } from '../contract.ts';

export type YearDay = {
  readonly date: string;
  readonly number: number;
  readonly kind: DayKind;
  readonly name: string;
  readonly nameEn: string;
};

type Calendar = Pick<CalendarView, 'week' | 'days'>;

const dayMs = 86_400_000;
/** Monday is 0. */
const column = (utcMs: number): number => (new Date(utcMs).getUTCDay() + 6) % 7;

const dayOf = (calendar: Calendar, special: Map<string, Calendar['days'][number]>, utcMs: number): YearDay => {
  const date = new Date(utcMs).toISOString().slice(0, 10);
  const usual = (calendar.week[column(utcMs)]?.length ?? 0) > 0;
  const found = special.get(date);
  const kind = found?.kind === 'holiday' ? 'holiday' : found && !usual ? 'makeup' : usual ? 'workday' : 'rest';
  return {
    date,
    number: new Date(utcMs).getUTCDate(),
    kind,
    name: found?.name ?? '',
    nameEn: found?.nameEn ?? '',
  };
};

/** Twelve months of weeks, Monday first; places of a week that lie in another month are empty. */
export const monthsOf = (calendar: Calendar, year: number): (YearDay | null)[][][] => {
  const special = new Map(calendar.days.map((day) => [day.date, day]));
  return Array.from({ length: 12 }, (_month, month) => {
    const first = Date.UTC(year, month, 1);
    const count = (Date.UTC(year, month + 1, 1) - first) / dayMs;
    const lead = column(first);
    const weeks = Math.ceil((lead + count) / 7);
    return Array.from({ length: weeks }, (_week, week) =>
      Array.from({ length: 7 }, (_day, day) => {
        const number = week * 7 + day - lead;
        return number < 0 || number >= count ? null : dayOf(calendar, special, first + number * dayMs);
      }),
    );
  });
};

const two = (value: number): string => String(value).padStart(2, '0');

/** `8:30–12:00 13:30–18:00`. */
export const periodWords = (periods: readonly (readonly [number, number])[]): string =>
  periods.map((period) => period.map((minute) => `${Math.floor(minute / 60)}:${two(minute % 60)}`).join('–')).join(' ');

/** The periods behind such words; null for words that are none. */
export const readPeriods = (words: string): [number, number][] | null => {
  const found: [number, number][] = [];
  for (const piece of words.split(/[\s,;]+/).filter(Boolean)) {
    const read = /^(\d{1,2}):(\d{2})[-–~](\d{1,2}):(\d{2})$/.exec(piece);
    if (!read) return null;
    const [from, to] = [Number(read[1]) * 60 + Number(read[2]), Number(read[3]) * 60 + Number(read[4])];
    if (from >= to || to > 1440 || from < (found.at(-1)?.[1] ?? 0)) return null;
    found.push([from, to]);
  }
  return found;
};
