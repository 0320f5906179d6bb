import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { Policy } from '../contract.ts';
import { findPolicies } from './sla.queries.ts';

const refreshMs = 5000;

/** The policies as the opening stage needs them: in memory, at most five seconds behind the table. */
export type PolicyCache = {
  current(): readonly Policy[];
  refresh(app: App): Promise<void>;
  start(app: App): Promise<void>;
  stop(): void;
};

export const createPolicyCache = (): PolicyCache => {
  let policies: readonly Policy[] = [];
  let timer: NodeJS.Timeout | null = null;
  const refresh = async (app: App): Promise<void> => {
    policies = await app.db.read(everything, findPolicies);
  };
  return {
    current: () => policies,
    refresh,
    async start(app) {
      await refresh(app);
      timer = setInterval(() => {
        refresh(app).catch((error: unknown) =>
          app.log.warn({ err: error }, 'sla policies: refresh failed, the old ones stay'),
        );
      }, refreshMs);
      timer.unref();
    },
    stop() {
      if (timer) clearInterval(timer);
    },
  };
};
