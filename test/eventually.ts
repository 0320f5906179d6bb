import { setTimeout as pause } from 'node:timers/promises';

const lookMs = 20;

/** Tries `attempt` until it no longer throws and answers what it answered; after `timeoutMs` throws its last error. */
export const eventually = async <T>(
  attempt: () => T | Promise<T>,
  { timeoutMs = 10_000 }: { timeoutMs?: number } = {},
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
