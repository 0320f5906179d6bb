/** Dates as people say them (上周三, 双十一当天, 前天晚上8点), pure: the text, the instant it came in, the zone of the company. */
import { z } from 'zod';
import dateFile from './lexicon/dates.json' with { type: 'json' };
import { festivalDay } from './festivals.ts';
import { addDays, dayOf, isoDate, weekdayOf, type Day } from './day.ts';
import { gatedExpression } from './gated-pattern.ts';

export interface Received {
  receivedAt: Date;
  /** IANA name, e.g. Asia/Shanghai. */
  timeZone: string;
}

export interface FoundDate {
  start: number;
  end: number;
  /** `2026-11-21`, `2026-11-21T20:00` (the company's clock) or `2026-10`; absent where the words tell no day (上周). */
  value?: string;
}

const words = z.object({
  days: z.record(z.string(), z.number()),
  evenings: z.array(z.string()),
  weeks: z.record(z.string(), z.number()),
  weekdays: z.record(z.string(), z.number()),
  months: z.array(z.string()),
  years: z.record(z.string(), z.number()),
  solar: z.record(z.string(), z.tuple([z.number(), z.number()])),
  lunar: z.record(z.string(), z.tuple([z.number(), z.number()])),
  eve: z.array(z.string()),
  patterns: z.object({
    week: z.string(),
    english: z.string(),
    ago: z.string(),
    month: z.string(),
    ofMonth: z.string(),
    time: z.string(),
  }),
  afternoon: z.array(z.string()),
  noon: z.array(z.string()),
  quarter: z.string(),
  half: z.string(),
  digits: z.string(),
  two: z.string(),
  ten: z.string(),
  units: z.record(z.string(), z.number()),
  monthUnit: z.string(),
  twoBack: z.string(),
});
const lexicon = words.parse(dateFile);

const longestFirst = (list: readonly string[]): string => [...list].sort((a, b) => b.length - a.length).join('|');

const { patterns } = lexicon;
const festivals = longestFirst([...Object.keys(lexicon.solar), ...Object.keys(lexicon.lunar), ...lexicon.eve]);
const SPOKEN = gatedExpression(
  `(?:(?<dayword>${longestFirst(Object.keys(lexicon.days))})|${patterns.week}|${patterns.ago}|${patterns.month}|${patterns.ofMonth}|(?<!\\d)(?<festival>${festivals})(?!\\d)|${patterns.english})${patterns.time}`,
);

type Groups = Record<string, string | undefined>;

/** 十二 → 12, 两 → 2, 7 → 7. */
const numberOf = (said: string): number => {
  if (/^\d+$/.test(said)) return Number(said);
  const [tens, ones] = said.includes(lexicon.ten) ? said.split(lexicon.ten) : ['0', said];
  const digit = (one: string | undefined, empty: number): number =>
    one === undefined || one === '' ? empty : one === '0' ? 0 : one === lexicon.two ? 2 : lexicon.digits.indexOf(one);
  return digit(tens, 1) * 10 + digit(ones, 0);
};

/** The furthest that people speak ahead without naming the year: 双十一 said in October is the coming one. */
const AHEAD_DAYS = 60;

const nearest = (today: Day, at: (year: number) => Day | undefined): Day | undefined => {
  const limit = isoDate(addDays(today, AHEAD_DAYS));
  const thisYear = at(today.year);
  return thisYear !== undefined && isoDate(thisYear) <= limit ? thisYear : at(today.year - 1);
};

const exists = (year: number, month: number, day: number): Day | undefined => {
  const made = dayOf(new Date(Date.UTC(year, month - 1, day)), 'UTC');
  return made.month === month && made.day === day ? made : undefined;
};

const weekBack = (today: Day, weeks: number, weekday: number): Day =>
  addDays(today, 7 * weeks + weekday - weekdayOf(today));

const festivalOf = (name: string, today: Day): Day | undefined => {
  const solar = lexicon.solar[name];
  if (solar !== undefined) return nearest(today, (year) => exists(year, solar[0], solar[1]));
  if (lexicon.eve.includes(name)) {
    return nearest(today, (year) => {
      const first = festivalDay(year, 1, 1);
      return first && addDays(first, -1);
    });
  }
  const lunar = lexicon.lunar[name];
  return lunar && nearest(today, (year) => festivalDay(year, lunar[0], lunar[1]));
};

const ofMonth = (which: string, day: number, today: Day): Day | undefined => {
  const back = which.startsWith(lexicon.twoBack) ? 2 : lexicon.weeks[which.charAt(0)] === 0 ? 0 : 1;
  const first = dayOf(new Date(Date.UTC(today.year, today.month - 1 - back, 1)), 'UTC');
  return exists(first.year, first.month, day);
};

/** A bare "5号" is the last one that was, or one of the coming week. */
const lastOfDay = (day: number, today: Day): Day | undefined => {
  const limit = isoDate(addDays(today, 7));
  for (const back of [0, 1, 2]) {
    const first = dayOf(new Date(Date.UTC(today.year, today.month - 1 - back, 1)), 'UTC');
    const candidate = exists(first.year, first.month, day);
    if (candidate !== undefined && isoDate(candidate) <= limit) return candidate;
  }
  return undefined;
};

const agoOf = (count: number, unit: string, today: Day): Day | string => {
  if (!unit.endsWith(lexicon.monthUnit)) {
    const days = Object.entries(lexicon.units).find(([name]) => unit.endsWith(name))?.[1] ?? 1;
    return addDays(today, -count * days);
  }
  return isoDate(dayOf(new Date(Date.UTC(today.year, today.month - 1 - count, 1)), 'UTC')).slice(0, 7);
};

const namedDay = (groups: Groups, today: Day): Day | string | undefined => {
  const { dayword, week, weekday, bareday, ago, agounit, which, dayof, dayonly, festival } = groups;
  if (dayword !== undefined) return addDays(today, lexicon.days[dayword] ?? 0);
  if (week !== undefined) {
    return weekday && weekBack(today, lexicon.weeks[week] ?? 0, lexicon.weekdays[weekday] ?? 1);
  }
  if (bareday !== undefined) {
    const day = weekBack(today, 0, lexicon.weekdays[bareday] ?? 1);
    return isoDate(day) <= isoDate(today) ? day : addDays(day, -7);
  }
  if (ago !== undefined) return ago === lexicon.half ? undefined : agoOf(numberOf(ago), agounit ?? '', today);
  if (which !== undefined) {
    return dayof === undefined ? monthOf(which, today) : ofMonth(which, Number(dayof), today);
  }
  if (dayonly !== undefined) return lastOfDay(Number(dayonly), today);
  if (festival !== undefined) return festivalOf(festival, today);
  return calendarDay(groups, today);
};

const monthOf = (which: string, today: Day): string | undefined => {
  const day = ofMonth(which, 1, today);
  return day && isoDate(day).slice(0, 7);
};

const calendarDay = ({ year, month, day, enmonth, enof, enweek, enday }: Groups, today: Day): Day | undefined => {
  if (enday !== undefined) return weekBack(today, enweek === 'last' ? -1 : 0, lexicon.weekdays[enday] ?? 1);
  const inMonth = month ?? (enmonth === undefined ? undefined : String(lexicon.months.indexOf(enmonth) + 1));
  const onDay = day ?? enof;
  if (inMonth === undefined || onDay === undefined) return undefined;
  if (year !== undefined) return exists(today.year + (lexicon.years[year] ?? 0), Number(inMonth), Number(onDay));
  return nearest(today, (each) => exists(each, Number(inMonth), Number(onDay)));
};

const withTime = (day: Day, { dayword, part, hour, minute }: Groups): string => {
  if (hour === undefined) return isoDate(day);
  const said = numberOf(hour);
  const late =
    (part !== undefined && lexicon.afternoon.includes(part)) ||
    (part === undefined && dayword !== undefined && lexicon.evenings.includes(dayword));
  const afterNoon = part !== undefined && lexicon.noon.includes(part) && said < 4;
  const hours =
    (late && said <= 12 && said >= 4) || afterNoon || (late && said < 4 && part !== undefined) ? said + 12 : said;
  const minutes =
    minute === undefined
      ? 0
      : minute === lexicon.half
        ? 30
        : minute === lexicon.quarter
          ? 15
          : Number.parseInt(minute, 10);
  const on = hours >= 24 ? addDays(day, 1) : day;
  return `${isoDate(on)}T${String(hours % 24).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`;
};

/** All spoken dates; without `received` only where they stand, for "yesterday" is no date by itself. */
export function* spokenDates(text: string, received?: Received): Generator<FoundDate> {
  let today: Day | undefined;
  for (const match of SPOKEN.matches(text)) {
    const found: FoundDate = { start: match.index, end: match.index + match[0].length };
    if (received !== undefined) {
      today ??= dayOf(received.receivedAt, received.timeZone);
      const groups: Groups = match.groups ?? {};
      const day = namedDay(groups, today);
      if (day !== undefined && day !== '') found.value = typeof day === 'string' ? day : withTime(day, groups);
    }
    yield found;
  }
}
