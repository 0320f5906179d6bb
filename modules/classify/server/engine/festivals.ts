/** Days of the Chinese calendar, from the calendar data that comes with Node. */
import { addDays, dayOf, type Day } from './day.ts';

const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'UTC', month: 'numeric', day: 'numeric' });
const known = new Map<string, Day | undefined>();

/** Years whose first month the calendar data begins a day off, new moon being close to midnight in Beijing (measured 2020-2035). */
const FIRST_MONTH_OFF = new Map([
  [2027, -1],
  [2030, 1],
]);

const find = (year: number, month: number, day: number): Day | undefined => {
  // The first month begins between 21 January and 20 February, each later one some 29.5 days after.
  const from = Date.UTC(year, 0, 20) + Math.floor((month - 1) * 29.5 + day - 1) * 86_400_000;
  for (let i = 0; i < 62; i += 1) {
    const at = new Date(from + i * 86_400_000);
    const parts = chinese.formatToParts(at);
    const value = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
    // A leap month is written "6bis": its days are not the feast's.
    if (value('month') === String(month) && value('day') === String(day)) return dayOf(at, 'UTC');
  }
  return undefined;
};

/** The day of a Gregorian year on which this day of the Chinese year falls, e.g. 5, 5 for 端午. */
export const festivalDay = (year: number, month: number, day: number): Day | undefined => {
  const key = `${String(year)}-${String(month)}-${String(day)}`;
  if (!known.has(key)) {
    if (known.size > 500) known.clear();
    const found = find(year, month, day);
    const off = month === 1 ? (FIRST_MONTH_OFF.get(year) ?? 0) : 0;
    known.set(key, found && addDays(found, off));
  }
  return known.get(key);
};
