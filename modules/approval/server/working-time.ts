import type { Tx } from '#platform/server/database/index.ts';

/** The instant that many minutes of working time after another. */
export type WorkingTime = (tx: Tx, from: Date, minutes: number) => Promise<Date>;

const minuteMs = 60_000;
let counted: WorkingTime | null = null;

/** Who knows the calendars says once, at import, how working time is counted; that is a floor above this one. */
export const registerWorkingTime = (count: WorkingTime): void => {
  counted = count;
};

/** Without calendars working time is what the wall clock says. */
export const afterMinutes = (
  tx: Tx,
  from: Date,
  { timeoutMinutes, timeoutIn }: { timeoutMinutes: number; timeoutIn: 'calendar' | 'working' },
): Promise<Date> =>
  timeoutIn === 'working' && counted !== null
    ? counted(tx, from, timeoutMinutes)
    : Promise.resolve(new Date(from.getTime() + timeoutMinutes * minuteMs));
