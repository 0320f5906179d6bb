/** A day of the calendar without an instant. */
export interface Day {
  year: number;
  month: number;
  day: number;
}

const formats = new Map<string, Intl.DateTimeFormat>();

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  formats.set(timeZone, made);
  return made;
};

/** The day that the calendars of this zone showed at an instant. */
export const dayOf = (instant: Date, timeZone: string): Day => {
  if (timeZone === 'UTC') {
    return { year: instant.getUTCFullYear(), month: instant.getUTCMonth() + 1, day: instant.getUTCDate() };
  }
  const [year = 0, month = 1, day = 1] = formatOf(timeZone).format(instant).split('-').map(Number);
  return { year, month, day };
};

const instantOf = ({ year, month, day }: Day): number => Date.UTC(year, month - 1, day);

export const addDays = (day: Day, days: number): Day => dayOf(new Date(instantOf(day) + days * 86_400_000), 'UTC');

/** 1 Monday … 7 Sunday. */
export const weekdayOf = (day: Day): number => new Date(instantOf(day)).getUTCDay() || 7;

export const isoDate = ({ year, month, day }: Day): string =>
  `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
