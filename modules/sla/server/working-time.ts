import { registerWorkingTime } from '#modules/approval/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { addWorking, nextWorkingMoment, workingBetween } from './calendar/working-calendar.ts';
import { currentRules, readCalendars } from './rulebook.ts';

const minuteMs = 60_000;
const companyCalendar = 'cn';

/** The instant that many working minutes later by the company's calendar; without a calendar by the wall clock. */
export const afterWorkingMinutes = (app: App, from: Date, minutes: number): Date => {
  const calendar = currentRules(app).calendars.get(companyCalendar);
  if (!calendar) return new Date(from.getTime() + minutes * minuteMs);
  if (minutes === 0) return new Date(nextWorkingMoment(calendar, from.getTime()));
  return new Date(addWorking(calendar, from.getTime(), minutes * minuteMs));
};

/** Working minutes between two instants by the company's calendar; without a calendar all of them. */
export const workingMinutesBetween = (app: App, from: Date, to: Date): number => {
  const calendar = currentRules(app).calendars.get(companyCalendar);
  const ms = calendar ? workingBetween(calendar, from.getTime(), to.getTime()) : to.getTime() - from.getTime();
  return ms / minuteMs;
};

/** Whether people work at this instant by the company's calendar. */
export const isWorkingTime = (app: App, at: Date): boolean => {
  const calendar = currentRules(app).calendars.get(companyCalendar);
  return !calendar || nextWorkingMoment(calendar, at.getTime()) === at.getTime();
};

/** Approvals count their time-outs by the calendar as it is stored: they hold no rulebook. */
registerWorkingTime(async (tx, from, minutes) => {
  const calendar = (await readCalendars(tx, companyCalendar)).get(companyCalendar);
  return new Date(
    calendar ? addWorking(calendar, from.getTime(), minutes * minuteMs) : from.getTime() + minutes * minuteMs,
  );
});
