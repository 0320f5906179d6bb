import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Policy } from '../contract.ts';
import { findPolicies } from './sla.queries.ts';

const refreshMs = 5000;
type Kept = { policies: readonly Policy[]; timer: NodeJS.Timeout };
const kept = new WeakMap<App, Kept>();

/** The policies as the opening stage needs them: in memory, at most five seconds behind the table. */
export const currentPolicies = (app: App): readonly Policy[] => kept.get(app)?.policies ?? [];

export const refreshPolicies = async (app: App): Promise<void> => {
  const found = kept.get(app);
  if (found) found.policies = await app.db.read(everything, findPolicies);
};

export const startPolicyCache = async (app: App): Promise<void> => {
  const timer = setInterval(() => {
    refreshPolicies(app).catch((error: unknown) =>
      app.log.warn({ err: error }, 'sla policies: refresh failed, the old ones stay'),
    );
  }, refreshMs);
  timer.unref();
  kept.set(app, { policies: await app.db.read(everything, findPolicies), timer });
};

export const stopPolicyCache = (app: App): void => {
  clearInterval(kept.get(app)?.timer);
  kept.delete(app);
};
