import { findDepartments, findPeople } from '#modules/staff/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { loadCompany } from './load-company.ts';
import { tellStories, type DemoClock } from './tell-stories.ts';

const companyAgeMs = 95 * 86_400_000;

/** A clock that stands where the story stands. */
export const storyClock = (start: Date): DemoClock => {
  let at = start;
  return {
    now: () => at,
    set(next) {
      at = next;
    },
  };
};

/** True when the demonstration was put in; false when a company is there already and nothing was touched. */
export const loadDemo = async (
  app: App,
  clock: DemoClock,
  modules: readonly ServerModule[],
  say: (line: string) => void,
): Promise<boolean> => {
  const inhabited = await app.db.read(
    everything,
    async (tx) => (await findPeople(tx, { active: true })).length > 0 || (await findDepartments(tx)).length > 0,
  );
  if (inhabited) return false;
  const now = clock.now();
  clock.set(new Date(now.getTime() - companyAgeMs));
  say('Setting up the company …');
  const company = await loadCompany(app);
  for (const module of modules) await module.refresh?.(app);
  const subscribers = modules.flatMap((module) => module.subscribers ?? []);
  await tellStories(app, clock, company, subscribers, now, (day, days) => {
    if (day % 15 === 0) say(`Living through day ${day} of ${days} …`);
  });
  return true;
};
