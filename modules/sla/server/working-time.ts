import type { App } from '#platform/server/app.ts';
import { addWorking, nextWorkingMoment } from './calendar/working-calendar.ts';
import { currentRules } from './rulebook.ts';

const minuteMs = 60_000;
const companyCalendar = 'cn';

/** The instant that many working minutes later by the company's calendar; without a calendar by the wall clock. */
export const afterWorkingMinutes = (app: App, from: Date, minutes: number): Date => {
  const calendar = currentRules(app).calendars.get(companyCalendar);
  if (!calendar) return new Date(from.getTime() + minutes * minuteMs);
  if (minutes === 0) return new Date(nextWorkingMoment(calendar, from.getTime()));
  return new Date(addWorking(calendar, from.getTime(), minutes * minuteMs));
};

/** Whether people work at this instant by the company's calendar. */
export const isWorkingTime = (app: App, at: Date): boolean => {
  const calendar = currentRules(app).calendars.get(companyCalendar);
  return !calendar || nextWorkingMoment(calendar, at.getTime()) === at.getTime();
};
