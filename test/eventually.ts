import { setTimeout as pause } from 'node:timers/promises';

const lookMs = 20;

/** Tries `attempt` until it no longer throws and answers what it answered; after `timeoutMs` throws its last error. The
 * limit is long: a busy machine is no fault of what is tested, and a test that passes never waits for it. */
export const eventually = async <T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 45_000 }: { timeoutMs?: number } = {},
): Promise<T> => {
  const began = performance.now();
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() - began > timeoutMs) throw error;
    }
    await pause(lookMs);
  }
};
