import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { calendarSpecSchema, type CalendarData } from '#platform/contract/deadline.ts';
import { profileSpecSchema, type Policy, type ProfileSpec } from '../contract.ts';
import { calendarStamp, selectCalendars, type StoredCalendar } from './calendar.queries.ts';
import { CalendarFault, compileCalendar, type WorkingCalendar } from './calendar/working-calendar.ts';
import { findPolicies } from './policy.queries.ts';
import { profileStamp, selectProfiles } from './profile.queries.ts';

export type ProfileVersion = { readonly version: number; readonly createdAt: Date; readonly spec: ProfileSpec };

/** Policies, calendars and profiles in memory, as the opening stage needs them. */
export type Rulebook = {
  readonly policies: readonly Policy[];
  readonly calendars: ReadonlyMap<string, WorkingCalendar>;
  /** The newest version unless told which. */
  profile(key: string, version?: number): ProfileVersion | undefined;
  readonly newest: readonly ProfileVersion[];
};

const refreshMs = 5000;

type Profiles = Pick<Rulebook, 'profile' | 'newest'>;
type Kept = {
  policies: readonly Policy[];
  calendars: ReadonlyMap<string, WorkingCalendar>;
  profiles: Profiles;
  calendarStamp: string;
  profileStamp: string;
  timer: NodeJS.Timeout | null;
};
const kept = new WeakMap<App, Kept>();

export const calendarDataOf = (row: StoredCalendar): CalendarData => ({
  ...calendarSpecSchema.parse(row.spec),
  days: row.days,
  years: row.years.map((one) => one.year),
});

export const readCalendars = async (tx: Tx, key?: string): Promise<Map<string, WorkingCalendar>> => {
  const found = new Map<string, WorkingCalendar>();
  for (const row of await selectCalendars(tx, key)) {
    try {
      const calendar = compileCalendar(calendarDataOf(row));
      found.set(calendar.key, calendar);
    } catch (error) {
      // One without working time cannot be saved; a row changed by hand must not stop the others.
      if (!(error instanceof CalendarFault)) throw error;
    }
  }
  return found;
};

const readProfiles = async (tx: Tx): Promise<Profiles> => {
  const versions = new Map<string, ProfileVersion>();
  const newest = new Map<string, ProfileVersion>();
  for (const row of await selectProfiles(tx)) {
    const one = { version: row.version, createdAt: row.createdAt, spec: profileSpecSchema.parse(row.spec) };
    versions.set(`${row.key} ${row.version}`, one);
    newest.set(row.key, one);
  }
  return {
    profile: (key, version) => (version === undefined ? newest.get(key) : versions.get(`${key} ${version}`)),
    newest: [...newest.values()],
  };
};

const noProfiles: Profiles = { profile: () => undefined, newest: [] };
const empty: Rulebook = { policies: [], calendars: new Map(), ...noProfiles };

/** At most five seconds behind the tables. */
export const currentRules = (app: App): Rulebook => {
  const found = kept.get(app);
  return found ? { policies: found.policies, calendars: found.calendars, ...found.profiles } : empty;
};

export const refreshRules = async (app: App): Promise<void> => {
  const found = kept.get(app);
  if (!found) return;
  await app.db.read(everything, async (tx) => {
    found.policies = await findPolicies(tx);
    const [calendars, profiles] = [await calendarStamp(tx), await profileStamp(tx)];
    if (calendars !== found.calendarStamp) {
      found.calendars = await readCalendars(tx);
      found.calendarStamp = calendars;
    }
    if (profiles !== found.profileStamp) {
      found.profiles = await readProfiles(tx);
      found.profileStamp = profiles;
    }
  });
};

export const startRules = async (app: App): Promise<void> => {
  const one: Kept = {
    policies: [],
    calendars: new Map(),
    profiles: noProfiles,
    calendarStamp: ' ',
    profileStamp: ' ',
    timer: null,
  };
  kept.set(app, one);
  await refreshRules(app);
  one.timer = setInterval(() => {
    refreshRules(app).catch((error: unknown) =>
      app.log.warn({ err: error }, 'sla rules: refresh failed, the old ones stay'),
    );
  }, refreshMs);
  one.timer.unref();
};

export const stopRules = (app: App): void => {
  const timer = kept.get(app)?.timer;
  if (timer) clearInterval(timer);
  kept.delete(app);
};
