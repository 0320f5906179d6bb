import { z } from 'zod';
import { findPeople } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { NewAlarm } from './alarm.queries.ts';
import { calendarViews } from './manage-calendars.ts';
import { raiseAlarms } from './raise-alarms.ts';
import { recomputeClocks } from './recompute-clocks.ts';
import { currentRules, refreshRules } from './rulebook.ts';

const weekMs = 7 * 86_400_000;

/** From 1 November on administrators hear once a week that next year is missing, until its notice is imported. */
export const watchCalendars = async (app: App): Promise<number> => {
  await refreshRules(app);
  const now = app.clock.now();
  const views = await app.db.read(everything, (tx) => calendarViews(tx, now));
  // A ticket that another process opened in the seconds before it heard of a notice is caught up here.
  for (const view of views.filter((one) => one.provisional > 0)) await recomputeClocks(app, view.key);
  const { newest } = currentRules(app);
  const used = new Set(newest.map((profile) => profile.spec.calendar));
  const missing = views.filter((one) => one.missingYear !== null && (used.has(one.key) || one.open > 0));
  if (missing.length === 0) return 0;
  return app.db.write(everything, async (tx) => {
    const admins = (await findPeople(tx, { active: true })).filter((one) => one.roleKey === 'admin');
    const week = Math.floor(now.getTime() / weekMs);
    const alarms = missing.flatMap((calendar) =>
      admins.map((person): NewAlarm => {
        const { key, name, nameEn, missingYear, provisional } = calendar;
        const data = { calendar: key, name, nameEn, year: missingYear, provisional };
        const onceKey = `calendar:${key}:${missingYear}:${week}`;
        return {
          id: newId(now),
          personId: person.id,
          kind: 'calendar_missing',
          ticketId: null,
          data,
          at: now,
          onceKey,
        };
      }),
    );
    await raiseAlarms(tx, alarms);
    return alarms.length;
  });
};

export const watchCalendarsJob = defineJob({
  name: 'sla.watch_calendars',
  payload: z.object({}),
  retry: { limit: 3, delaySeconds: 60, maxDelaySeconds: 600 },
  cron: '40 8 * * *',
  run: async (app) => {
    await watchCalendars(app);
  },
});
