import chineseDays from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { z } from 'zod';
import { calendarSpecSchema, type CalendarData, type SpecialDay } from '#platform/contract/deadline.ts';
import always from './shipped-always.json' with { type: 'json' };
import cn from './shipped-cn.json' with { type: 'json' };
import eu from './shipped-eu.json' with { type: 'json' };
import uk from './shipped-uk.json' with { type: 'json' };

/** `"2026-09-20": "National Day,国庆节,3"`: English name, Chinese name, days off by law. */
const noticeTable = z.record(z.iso.date(), z.string());
const chineseTable = z.object({ holidays: noticeTable, workdays: noticeTable });

const daysOf = (kind: SpecialDay['kind'], table: z.infer<typeof noticeTable>): SpecialDay[] =>
  Object.entries(table).map(([date, names]) => {
    const [nameEn = '', name = ''] = names.split(',');
    return { date, kind, name, nameEn };
  });

/**
 * The package answers by weekday where it has no data, without a word (2027-10-01 is "a working day" to it). So only its
 * table is read, never its functions, and the years come from the table.
 */
const chinese = (): Pick<CalendarData, 'days' | 'years'> => {
  const table = chineseTable.parse(chineseDays);
  const days = [...daysOf('holiday', table.holidays), ...daysOf('workday', table.workdays)];
  const years = new Set(days.filter((one) => one.kind === 'holiday').map((one) => Number(one.date.slice(0, 4))));
  return { days: days.sort((a, b) => a.date.localeCompare(b.date)), years: [...years].sort((a, b) => a - b) };
};

const foreign = z.object({
  years: z.array(z.int()),
  holidays: z.record(z.iso.date(), z.tuple([z.string(), z.string()])),
});

const readForeign = (file: unknown): CalendarData => {
  const { years, holidays } = foreign.parse(file);
  const days = Object.entries(holidays).map(([date, [name, nameEn]]): SpecialDay => ({
    date,
    kind: 'holiday',
    name,
    nameEn,
  }));
  return { ...calendarSpecSchema.parse(file), years, days };
};

let read: readonly CalendarData[] | null = null;

/** The calendars that come with the product; an instance keeps its own copy and may change it. */
export const shippedCalendars = (): readonly CalendarData[] => {
  read ??= [{ ...calendarSpecSchema.parse(cn), ...chinese() }, ...[uk, eu, always].map(readForeign)];
  return read;
};
