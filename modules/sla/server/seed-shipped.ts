import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { calendarYears, lockCalendars, putCalendar, replaceYears, touchCalendar } from './calendar.queries.ts';
import { shippedCalendars } from './calendar/shipped.ts';
import { shippedProfiles } from './profiles/shipped.ts';
import { insertProfile, profileStamp } from './profile.queries.ts';

type Wanted = { calendar: ReturnType<typeof shippedCalendars>[number]; years: readonly number[]; isNew: boolean };

/** Calendars that are absent, and years that a newer release brings along; what the instance changed stays. */
const missingCalendars = async (tx: Tx): Promise<Wanted[]> => {
  const there = new Map((await calendarYears(tx)).map((row) => [row.key, row.years]));
  return shippedCalendars().flatMap((calendar): Wanted[] => {
    const known = there.get(calendar.key);
    const years = calendar.years.filter((year) => known?.includes(year) !== true);
    return known && years.length === 0 ? [] : [{ calendar, years, isNew: known === undefined }];
  });
};

const missingProfiles = async (tx: Tx) => {
  const there = new Set((await profileStamp(tx)).split(' ').map((one) => one.split(':')[0]));
  return shippedProfiles().filter((profile) => !there.has(profile.key));
};

const addCalendar = async (tx: Tx, { calendar, years, isNew }: Wanted, at: Date): Promise<void> => {
  const { days, years: _all, ...spec } = calendar;
  if (isNew) await putCalendar(tx, calendar.key, spec, at);
  else await touchCalendar(tx, calendar.key, at);
  const fresh = new Set(years);
  await replaceYears(
    tx,
    calendar.key,
    days.filter((one) => fresh.has(Number(one.date.slice(0, 4)))),
    years.map((year) => ({ year, source: calendar.source, at, by: null })),
  );
};

/** Brings what is shipped into the tables, once; returns the calendars that got years they did not have. */
export const seedShipped = async (app: App): Promise<string[]> => {
  const needed = await app.db.read(
    everything,
    async (tx) => (await missingCalendars(tx)).length + (await missingProfiles(tx)).length > 0,
  );
  if (!needed) return [];
  return app.db.write(everything, async (tx) => {
    await lockCalendars(tx);
    const at = app.clock.now();
    const calendars = await missingCalendars(tx);
    for (const wanted of calendars) await addCalendar(tx, wanted, at);
    for (const spec of await missingProfiles(tx))
      await insertProfile(tx, { key: spec.key, version: 1, spec, at, by: null });
    return calendars.filter((wanted) => !wanted.isNew).map((wanted) => wanted.calendar.key);
  });
};
