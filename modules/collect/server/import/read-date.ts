import words from './date-words.json' with { type: 'json' };
import { serialToWallMs } from './excel-serial.ts';
import type { RowProblem, RowProblemCode } from './import-problem.ts';
import { wallToInstant } from './zoned-time.ts';

export type DateOrder = 'day-first' | 'month-first';
export type ReadDateOptions = { timeZone?: string; order?: DateOrder };
export type DateReading =
  | { ok: true; instant: string; ambiguous?: { readAs: DateOrder } }
  | { ok: false; code: RowProblemCode; data: RowProblem['data'] };

type Wall = { year: number; month: number; day: number; hour: number; minute: number; second: number; milli: number };
type Refusal = { refused: RowProblemCode };
type TimeOfDay = Pick<Wall, 'hour' | 'minute' | 'second' | 'milli'> & { offsetMinutes?: number };
type Day = Pick<Wall, 'year' | 'month' | 'day'> & { ambiguous?: { readAs: DateOrder } };

export const defaultTimeZone = 'Asia/Shanghai';
const firstYear = 1970;
const lastYear = 2100;

const separators = new Map(Object.entries(words.separators));
const halves = new Map(Object.entries(words.halves));
const months = new Map(Object.entries(words.months));
const separatorPattern = new RegExp(`[${[...separators.keys()].join('')}]`, 'g');
const halfPattern = new RegExp([...halves.keys()].join('|'), 'g');
const weekdayPattern = new RegExp(words.weekdays, 'g');

/** One spelling for all: half-width, Chinese units turned into the signs they stand for, weekday names gone. */
function simplify(text: string): string {
  const narrow = text
    .normalize('NFKC')
    .replace(/\([^)]*\)/g, ' ')
    .replace(weekdayPattern, ' ');
  return narrow
    .replace(halfPattern, (half) => ` ${halves.get(half) ?? ''} `)
    .replace(separatorPattern, (sign) => separators.get(sign) ?? '')
    .replace(/\b(mon|tues?|wed(nes)?|thu(rs)?|fri|sat(ur)?|sun)(day)?\b,?/gi, ' ')
    .replace(/ *- */g, '-')
    .replace(/-$/, '')
    .replace(/:(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

const dayPattern =
  /^(?:(?<y>\d{4})(?<s1>[-/.])(?<m>\d{1,2})\k<s1>(?<d>\d{1,2})|(?<a>\d{1,2})(?<s2>[-/.])(?<b>\d{1,2})\k<s2>(?<y2>\d{2}(?:\d{2})?)|(?<d3>\d{1,2})[ -](?<mon3>[a-z]{3,9})\.?[ ,-]+(?<y3>\d{2}(?:\d{2})?)|(?<mon4>[a-z]{3,9})\.? (?<d4>\d{1,2})(?:st|nd|rd|th)?,? (?<y4>\d{2}(?:\d{2})?))(?=$|[ T,])/i;

const timePattern =
  /^(?<half1>am|pm)? ?(?<h>\d{1,2})(?::(?<min>\d{1,2})(?::(?<s>\d{1,2})(?:[.,](?<f>\d{1,9}))?)?)? ?(?<half2>am|pm|a\.m\.|p\.m\.)? ?(?<zone>z|utc|gmt)? ?(?<off>[+-]\d{2}:?\d{2}|[+-]\d{1,2})?$/i;

function namedDay(day: string | undefined, month: string | undefined, year: string | undefined): Day | Refusal {
  const number = months.get((month ?? '').slice(0, 3).toLowerCase());
  if (number === undefined) return { refused: 'import.date.unknown_format' };
  if (year?.length !== 4) return { refused: 'import.date.two_digit_year' };
  return { year: Number(year), month: number, day: Number(day) };
}

function slashedDay(first: number, second: number, year: string, order: DateOrder | undefined): Day | Refusal {
  if (year.length === 2) return { refused: 'import.date.two_digit_year' };
  const dayFirst: Day = { year: Number(year), month: second, day: first };
  const monthFirst: Day = { year: Number(year), month: first, day: second };
  if (first > 12) return dayFirst;
  if (second > 12 || first === second) return monthFirst;
  const readAs = order ?? 'month-first';
  return { ...(readAs === 'day-first' ? dayFirst : monthFirst), ambiguous: { readAs } };
}

function matchDay(text: string, order: DateOrder | undefined): { day: Day | Refusal; rest: string } | undefined {
  const match = dayPattern.exec(text);
  if (!match) return undefined;
  const group = match.groups ?? {};
  const rest = text.slice(match[0].length).replace(/^[T,\s]+/i, '');
  if (group.y !== undefined) {
    return { day: { year: Number(group.y), month: Number(group.m), day: Number(group.d) }, rest };
  }
  if (group.y2 !== undefined) return { day: slashedDay(Number(group.a), Number(group.b), group.y2, order), rest };
  if (group.y3 !== undefined) return { day: namedDay(group.d3, group.mon3, group.y3), rest };
  return { day: namedDay(group.d4, group.mon4, group.y4), rest };
}

function offsetMinutesOf(zone: string | undefined, offset: string | undefined): number | undefined {
  if (offset === undefined) return zone === undefined ? undefined : 0;
  const digits = offset.slice(1).replace(':', '');
  const hours = Number(digits.length <= 2 ? digits : digits.slice(0, 2));
  const minutes = digits.length <= 2 ? 0 : Number(digits.slice(2));
  return (offset.startsWith('-') ? -1 : 1) * (hours * 60 + minutes);
}

function matchTime(text: string): TimeOfDay | Refusal {
  if (text === '') return { hour: 0, minute: 0, second: 0, milli: 0 };
  const group = timePattern.exec(text)?.groups;
  if (!group) return { refused: 'import.date.unknown_format' };
  const half = (group.half1 ?? group.half2)?.replaceAll('.', '').toUpperCase();
  let hour = Number(group.h);
  if (half === 'PM' && hour < 12) hour += 12;
  if (half === 'AM' && hour === 12) hour = 0;
  return {
    hour,
    minute: Number(group.min ?? 0),
    second: Number(group.s ?? 0),
    milli: Number((group.f ?? '').padEnd(3, '0').slice(0, 3)),
    offsetMinutes: offsetMinutesOf(group.zone, group.off),
  };
}

function wallMsOf(day: Day, time: TimeOfDay): number | Refusal {
  const { year, month, day: dayOfMonth } = day;
  const { hour, minute, second, milli } = time;
  const endOfDay = hour === 24 && minute === 0 && second === 0 && milli === 0;
  const midnight = Date.UTC(year, month - 1, dayOfMonth);
  const check = new Date(midnight);
  const exists = month >= 1 && month <= 12 && check.getUTCMonth() === month - 1 && check.getUTCDate() === dayOfMonth;
  const shown = (hour < 24 || endOfDay) && minute < 60 && second < 60 && Math.abs(time.offsetMinutes ?? 0) <= 14 * 60;
  if (!exists || !shown) return { refused: 'import.date.impossible' };
  return midnight + ((hour * 60 + minute) * 60 + second) * 1000 + milli;
}

/** Digits only: compact dates, seconds or milliseconds since 1970, or a spreadsheet's day count. */
function readDigits(text: string): { instantMs: number } | { wallMs: number } | Refusal | undefined {
  const compact = /^((?:19|20)\d{2})(\d{2})(\d{2})[ T]?(?:(\d{2}):?(\d{2}):?(\d{2})?)?$/.exec(text);
  if (compact) {
    const [, year, month, day, hour = 0, minute = 0, second = 0] = compact;
    const wallMs = wallMsOf(
      { year: Number(year), month: Number(month), day: Number(day) },
      { hour: Number(hour), minute: Number(minute), second: Number(second), milli: 0 },
    );
    return typeof wallMs === 'number' ? { wallMs } : wallMs;
  }
  if (/^\d{13}$/.test(text)) return { instantMs: Number(text) };
  if (/^\d{10}(\.\d+)?$/.test(text)) return { instantMs: Math.round(Number(text) * 1000) };
  if (/^\d{5}(\.\d+)?$/.test(text)) {
    const wallMs = serialToWallMs(Number(text));
    return wallMs === undefined ? undefined : { wallMs };
  }
  return undefined;
}

function whyUnknown(text: string): RowProblemCode {
  if (/^\d{4}[-/.]\d{1,2}$/.test(text) || /^\d{4}$/.test(text)) return 'import.date.incomplete';
  if (/^\d{1,2}[-/.]\d{1,2}[-/.]\d{1,2}\b/.test(text)) return 'import.date.two_digit_year';
  if (/^\d{1,2}[-/.]\d{1,2}( |$)/.test(text) || /^\d{1,2}:\d{2}/.test(text)) return 'import.date.no_year';
  return 'import.date.unknown_format';
}

function parse(
  text: string,
  options: ReadDateOptions,
): { instantMs: number; ambiguous?: { readAs: DateOrder } } | Refusal {
  const timeZone = options.timeZone ?? defaultTimeZone;
  const simple = simplify(text);
  const digits = readDigits(simple);
  if (digits) {
    if ('refused' in digits) return digits;
    return { instantMs: 'instantMs' in digits ? digits.instantMs : wallToInstant(digits.wallMs, timeZone) };
  }
  const found = matchDay(toStringOrder(simple), options.order);
  if (!found) return { refused: whyUnknown(simple) };
  if ('refused' in found.day) return found.day;
  const time = matchTime(found.rest);
  if ('refused' in time) return time;
  const wallMs = wallMsOf(found.day, time);
  if (typeof wallMs !== 'number') return wallMs;
  const { offsetMinutes } = time;
  const instantMs = offsetMinutes === undefined ? wallToInstant(wallMs, timeZone) : wallMs - offsetMinutes * 60_000;
  return { instantMs, ambiguous: found.day.ambiguous };
}

/** `Feb 28 11:25:05 2019`, as C and git print it, has its year last. */
function toStringOrder(text: string): string {
  return text.replace(/^([a-z]{3} \d{1,2}) (\d{1,2}:\d{2}:\d{2})( [a-z]{3})? (\d{4})(.*)$/i, '$1 $4 $2$3$5');
}

/** Reads a date as files have them; a time without a zone is local to `timeZone`. */
export function readDate(text: string, options: ReadDateOptions = {}): DateReading {
  const value = text.trim();
  const refuse = (code: RowProblemCode): DateReading => ({ ok: false, code, data: { value: value.slice(0, 100) } });
  if (value.length > 100) return refuse('import.date.unknown_format');
  const parsed = parse(value, options);
  if ('refused' in parsed) return refuse(parsed.refused);
  const instant = new Date(parsed.instantMs);
  const year = instant.getUTCFullYear();
  if (!(year >= firstYear && year <= lastYear)) return refuse('import.date.out_of_range');
  return { ok: true, instant: instant.toISOString(), ...(parsed.ambiguous && { ambiguous: parsed.ambiguous }) };
}

/** What the unmistakable dates of a file (a part above 12) say about the others. */
export function guessDateOrder(samples: Iterable<string>): { order: DateOrder; certain: boolean } {
  let dayFirst = 0;
  let monthFirst = 0;
  for (const sample of samples) {
    const [, first, second] = /^\s*(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}(?!\d)/.exec(sample) ?? [];
    if (Number(first) > 12) dayFirst++;
    else if (Number(second) > 12) monthFirst++;
  }
  return { order: dayFirst > monthFirst ? 'day-first' : 'month-first', certain: dayFirst !== monthFirst };
}
