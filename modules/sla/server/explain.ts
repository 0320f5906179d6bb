import type { TraceLine } from '#platform/contract/deadline.ts';
import type { ClockSpec, ProfileSpec } from '../contract.ts';
import { computeDeadline, type DeadlineInput } from './calendar/deadline.ts';
import { shippedCalendars } from './calendar/shipped.ts';
import { traceOf } from './calendar/trace.ts';
import { compileCalendar, type WorkingCalendar } from './calendar/working-calendar.ts';
import { isoIn } from './calendar/zone.ts';

export type Explanation = {
  profile: string;
  clock: string;
  calendar: string;
  due: string;
  startsAt: string;
  provisional: boolean;
  unknownYears: readonly number[];
  confirmed: boolean;
  trace: TraceLine[];
};

/** The due time of one clock of a profile with its reason; pure, over any set of calendars. */
export const explainClock = (
  calendar: WorkingCalendar,
  profile: Pick<ProfileSpec, 'key'>,
  clock: ClockSpec,
  input: DeadlineInput,
): Explanation => {
  const deadline = computeDeadline(calendar, clock, input);
  return {
    profile: profile.key,
    clock: clock.id,
    calendar: calendar.key,
    due: isoIn(calendar.zone, deadline.dueAt),
    startsAt: isoIn(calendar.zone, deadline.startsAt),
    provisional: deadline.provisional,
    unknownYears: deadline.unknownYears,
    confirmed: clock.confirmed,
    trace: traceOf(calendar, clock, input, deadline),
  };
};

const compiled = new Map<string, WorkingCalendar>();

/** A calendar as it is shipped, for those who explain without a database. */
export const shippedCalendar = (key: string): WorkingCalendar | undefined => {
  const known = compiled.get(key);
  if (known) return known;
  const data = shippedCalendars().find((one) => one.key === key);
  if (!data) return undefined;
  const built = compileCalendar(data);
  compiled.set(key, built);
  return built;
};
