import { z } from 'zod';
import type { SpecialDay } from '#platform/contract/deadline.ts';
import { dateOfDay, dayOfDate } from './civil-day.ts';
import wordsFile from './notice-words.json' with { type: 'json' };

export type NoticeFault = 'unreadable' | 'no_days' | 'no_year' | 'bad_date' | 'contradiction' | 'unknown_kind';

/** What is wrong with a notice, and where: a line, a date. */
export class BadNotice extends Error {
  override readonly name = 'BadNotice';
  readonly fault: NoticeFault;
  readonly where: string;
  constructor(fault: NoticeFault, where = '') {
    super(`${fault} ${where}`.trim());
    this.fault = fault;
    this.where = where;
  }
}

/** A notice is a whole year: the days that differ from the week, some of them perhaps at the end of the year before. */
export type Notice = { readonly years: readonly number[]; readonly days: readonly SpecialDay[] };

type Kind = SpecialDay['kind'];
const words = z.object({ workday: z.array(z.string()), holiday: z.array(z.string()) }).parse(wordsFile);

const kindOf = (text: string): Kind | null => {
  const said = text.trim().toLowerCase();
  if (words.workday.includes(said)) return 'workday';
  return words.holiday.includes(said) ? 'holiday' : null;
};

/** In a sentence (the title of an ICS event) the word for work decides; whoever says nothing of it speaks of a holiday. */
const kindIn = (sentence: string): Kind =>
  words.workday.some((word) => sentence.toLowerCase().includes(word)) ? 'workday' : 'holiday';

const dateIn = (text: string, where: string): string => {
  const found = /^(\d{4})[-/.]?(\d{1,2})[-/.]?(\d{1,2})$/.exec(text.trim());
  const date = found ? `${found[1]}-${(found[2] ?? '').padStart(2, '0')}-${(found[3] ?? '').padStart(2, '0')}` : '';
  try {
    dayOfDate(date);
  } catch {
    throw new BadNotice('bad_date', `${where}: ${text.slice(0, 40)}`);
  }
  return date;
};

const named = z.record(z.string(), z.string());
const jsonShapes = z.union([
  // chinese-days: date -> "English,Chinese,days by law"
  z.object({ holidays: named, workdays: named.default({}) }),
  // holiday-cn
  z.object({ days: z.array(z.object({ date: z.string(), isOffDay: z.boolean(), name: z.string().default('') })) }),
  z.array(
    z.object({ date: z.string(), kind: z.string(), name: z.string().default(''), nameEn: z.string().default('') }),
  ),
]);

const namesOf = (text: string): Pick<SpecialDay, 'name' | 'nameEn'> => {
  const [nameEn = '', name = nameEn] = text.split(',');
  return { name, nameEn };
};

const readJson = (text: string): SpecialDay[] => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadNotice('unreadable');
  }
  const read = jsonShapes.safeParse(value);
  if (!read.success) throw new BadNotice('unreadable');
  const { data } = read;
  if (Array.isArray(data))
    return data.map((one) => {
      const kind = kindOf(one.kind);
      if (!kind) throw new BadNotice('unknown_kind', `${one.date}: ${one.kind.slice(0, 40)}`);
      return { date: dateIn(one.date, 'date'), kind, name: one.name, nameEn: one.nameEn };
    });
  if ('days' in data)
    return data.days.map((one) => ({
      date: dateIn(one.date, 'date'),
      kind: one.isOffDay ? 'holiday' : 'workday',
      name: one.name,
      nameEn: '',
    }));
  const table = (kind: Kind, entries: Record<string, string>): SpecialDay[] =>
    Object.entries(entries).map(([date, names]) => ({ date: dateIn(date, 'date'), kind, ...namesOf(names) }));
  return [...table('holiday', data.holidays), ...table('workday', data.workdays)];
};

/** Lines of RFC 5545 are folded: one that begins with a blank goes on with the one before. */
const unfold = (text: string): string[] => text.replaceAll(/\r?\n[ \t]/g, '').split(/\r?\n/);

const icsField = (lines: readonly string[], name: string): string =>
  lines.find((line) => new RegExp(`^${name}[;:]`).test(line))?.replace(/^[^:]*:/, '') ?? '';

const readIcs = (text: string): SpecialDay[] => {
  const days: SpecialDay[] = [];
  let event: string[] | null = null;
  for (const line of unfold(text)) {
    if (line.startsWith('BEGIN:VEVENT')) event = [];
    else if (line.startsWith('END:VEVENT') && event) {
      const summary = icsField(event, 'SUMMARY').replaceAll('\\,', ',').trim();
      const from = dayOfDate(dateIn(icsField(event, 'DTSTART').slice(0, 8), summary));
      const end = icsField(event, 'DTEND').slice(0, 8);
      // The end of an all-day event is the day behind it.
      const to = end === '' ? from + 1 : Math.max(from + 1, dayOfDate(dateIn(end, summary)));
      if (to - from > 40) throw new BadNotice('bad_date', summary);
      for (let day = from; day < to; day += 1)
        days.push({ date: dateOfDay(day), kind: kindIn(summary), name: summary.slice(0, 60), nameEn: '' });
      event = null;
    } else event?.push(line);
  }
  return days;
};

const readCsv = (text: string): SpecialDay[] => {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const rows = lines.map((line) => line.split(/[,;\t]/).map((cell) => cell.trim().replaceAll(/^"|"$/g, '')));
  const body = rows[0] && !/\d{4}/.test(rows[0][0] ?? '') ? rows.slice(1) : rows;
  return body.map(([date = '', said = '', name = '', nameEn = ''], at) => {
    const kind = kindOf(said);
    if (!kind) throw new BadNotice('unknown_kind', `${at + 1}: ${said.slice(0, 40)}`);
    return { date: dateIn(date, String(at + 1)), kind, name: name.slice(0, 60), nameEn: nameEn.slice(0, 80) };
  });
};

/** Fewer days off are no year's notice but a piece of one. */
const leastHolidays = 5;

const yearsOf = (days: readonly SpecialDay[]): number[] => {
  const off = new Map<number, number>();
  for (const one of days) {
    const year = Number(one.date.slice(0, 4));
    if (one.kind === 'holiday') off.set(year, (off.get(year) ?? 0) + 1);
  }
  return [...off]
    .filter(([, count]) => count >= leastHolidays)
    .map(([year]) => year)
    .sort((a, b) => a - b);
};

/** Reads a year's notice from JSON, ICS or CSV; what it is, its content tells. */
export const readNotice = (content: string): Notice => {
  const text = content.replace(/^\uFEFF/, '').trim();
  const days = text.startsWith('BEGIN:VCALENDAR') ? readIcs(text) : /^[[{]/.test(text) ? readJson(text) : readCsv(text);
  if (days.length === 0) throw new BadNotice('no_days');
  const byDate = new Map<string, SpecialDay>();
  for (const one of days) {
    const other = byDate.get(one.date);
    if (other && other.kind !== one.kind) throw new BadNotice('contradiction', one.date);
    byDate.set(one.date, one);
  }
  const years = yearsOf(days);
  if (years.length === 0) throw new BadNotice('no_year');
  return { years, days: [...byDate.values()].sort((a, b) => a.date.localeCompare(b.date)) };
};
