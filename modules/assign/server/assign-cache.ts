import { findPeople } from '#modules/staff/server/index.ts';
import { openLoads, ticketCategories } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { AssignRule } from '../contract.ts';
import { findRules } from './assign.queries.ts';
import type { Candidate } from './assign.rules.ts';

const refreshMs = 5000;

type Snapshot = {
  rules: readonly AssignRule[];
  candidates: Candidate[];
  /** What stands above each category. */
  parents: ReadonlyMap<string, string | null>;
};
type Kept = { snapshot: Snapshot; timer: NodeJS.Timeout };

const kept = new WeakMap<App, Kept>();
const nothing: Snapshot = { rules: [], candidates: [], parents: new Map() };

const roles = new Set(['agent', 'handler', 'supervisor']);

const load = (app: App): Promise<Snapshot> =>
  app.db.read(everything, async (tx) => {
    const people = await findPeople(tx, { active: true });
    const loads = new Map((await openLoads(tx)).map((row) => [row.ownerId, row.open]));
    return {
      rules: await findRules(tx),
      parents: new Map((await ticketCategories(tx)).map((one) => [one.key, one.parentKey])),
      candidates: people.flatMap((person) =>
        person.departmentId === null || !roles.has(person.roleKey)
          ? []
          : [
              {
                id: person.id,
                departmentId: person.departmentId,
                presence: person.presence,
                open: loads.get(person.id) ?? 0,
              },
            ],
      ),
    };
  });

/** Rules, the tree of categories, who is on duty and how much each has open: at most five seconds old; loads grow at once with what is assigned here. */
export const assignSnapshot = (app: App): Snapshot => kept.get(app)?.snapshot ?? nothing;

export const refreshAssignCache = async (app: App): Promise<void> => {
  const snapshot = await load(app);
  const found = kept.get(app);
  if (found) found.snapshot = snapshot;
};

export const startAssignCache = async (app: App): Promise<void> => {
  const timer = setInterval(() => {
    refreshAssignCache(app).catch((error: unknown) =>
      app.log.warn({ err: error }, 'assign rules: refresh failed, the old ones stay'),
    );
  }, refreshMs);
  timer.unref();
  kept.set(app, { snapshot: await load(app), timer });
};

export const stopAssignCache = (app: App): void => {
  clearInterval(kept.get(app)?.timer);
  kept.delete(app);
};
