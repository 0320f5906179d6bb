/** Days of the civil calendar as whole numbers since 1970-01-01, so that arithmetic on them knows no hours. */
export type Day = number;

const dayMs = 86_400_000;

export const dayOfDate = (date: string): Day => {
  const at = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== date) throw new RangeError(`no date: ${date}`);
  return at / dayMs;
};

export const dateOfDay = (day: Day): string => new Date(day * dayMs).toISOString().slice(0, 10);

export const dayOfLocal = (localMs: number): Day => Math.floor(localMs / dayMs);

/** Wall clock milliseconds at so many minutes of the day. */
export const localAt = (day: Day, minute: number): number => day * dayMs + minute * 60_000;

export const yearOf = (day: Day): number => new Date(day * dayMs).getUTCFullYear();

/** 1 is Monday, 7 is Sunday. 1970-01-01 was a Thursday. */
export const weekdayOf = (day: Day): number => ((((day + 3) % 7) + 7) % 7) + 1;

/** The same day of the month so many months on; where that month is too short, its last day. */
export const addMonths = (day: Day, months: number): Day => {
  const from = new Date(day * dayMs);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const last = new Date(Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months + 1, 0)).getUTCDate();
  return first / dayMs + Math.min(from.getUTCDate(), last) - 1;
};
