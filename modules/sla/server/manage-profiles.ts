import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { ProfileSpec, ProfileView } from '../contract.ts';
import { computeDeadline } from './calendar/deadline.ts';
import { CalendarFault } from './calendar/working-calendar.ts';
import { explainClock, type Explanation } from './explain.ts';
import { insertProfile } from './profile.queries.ts';
import { currentRules, refreshRules, type ProfileVersion } from './rulebook.ts';

const isConfirmed = (spec: ProfileSpec): boolean =>
  spec.retention.confirmed &&
  spec.clocks.every((clock) => clock.confirmed && clock.extensions.every((one) => one.confirmed));

export const profileView = ({ version, createdAt, spec }: ProfileVersion): ProfileView => ({
  key: spec.key,
  version,
  createdAt: createdAt.toISOString(),
  confirmed: isConfirmed(spec),
  spec,
});

/** Every clock must be countable: its calendar exists, its extensions follow one that exists. */
const demandSense = (app: App, spec: ProfileSpec): void => {
  const { calendars } = currentRules(app);
  for (const clock of spec.clocks) {
    const key = clock.calendar ?? spec.calendar;
    const calendar = calendars.get(key);
    if (!calendar) throw new Problem('sla.no_such_calendar', 422, { calendar: key });
    const ids = new Set(clock.extensions.map((one) => one.id));
    for (const one of clock.extensions)
      if (one.after !== undefined && (one.after === one.id || !ids.has(one.after)))
        throw new Problem('sla.extension_order', 422, { extension: one.id });
    try {
      computeDeadline(calendar, clock, { receivedAt: app.clock.now().getTime() });
    } catch (error) {
      if (error instanceof CalendarFault) throw new Problem('sla.calendar_no_working_time', 422, { calendar: key });
      throw error;
    }
  }
};

/** Writes the next version. Clocks that run keep theirs; who looked at an older one is told. */
export const saveProfile = async (
  app: App,
  actor: Actor,
  key: string,
  { version, spec }: { version: number; spec: ProfileSpec },
): Promise<ProfileView> => {
  if (spec.key !== key) throw new Problem('sla.profile_key', 422);
  await refreshRules(app);
  demandSense(app, spec);
  const known = currentRules(app).profile(key)?.version ?? 0;
  if (known !== version) throw new Problem('sla.profile_changed', 409, { version: known });
  const next = { key, version: version + 1, spec, at: app.clock.now(), by: actor.id };
  const saved = await app.db.write(everything, (tx) => insertProfile(tx, next));
  if (!saved) throw new Problem('sla.profile_changed', 409, { version: next.version });
  await refreshRules(app);
  const stored = currentRules(app).profile(key);
  if (!stored) throw notFound('profile');
  return profileView(stored);
};

export const explainStored = (app: App, key: string, clockId: string, from: string): Explanation => {
  const rules = currentRules(app);
  const profile = rules.profile(key);
  const clock = profile?.spec.clocks.find((one) => one.id === clockId);
  const calendar = profile && clock && rules.calendars.get(clock.calendar ?? profile.spec.calendar);
  if (!calendar) throw notFound('clock');
  return explainClock(calendar, profile.spec, clock, { receivedAt: Date.parse(from) });
};
