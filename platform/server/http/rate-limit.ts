import type { FastifyRequest } from 'fastify';
import { Problem } from './problem.ts';
import { isLoopback, senderOf } from './sender.ts';

type Window = { from: number; count: number };
const windowMs = 60_000;
const keptWindows = 50_000;

/**
 * Calls per minute and sender address, in this process's memory: it bounds what a stranger costs us, it is not a wall.
 * Loopback is exempt: it is the operator himself, or a reverse proxy in whose place nobody could be told apart.
 */
export const createRateLimit = () => {
  const windows = new Map<string, Window>();
  return (request: FastifyRequest, route: string, perMinute: number, now: number): void => {
    if (isLoopback(request.ip)) return;
    const key = `${route} ${senderOf(request.ip)}`;
    const found = windows.get(key);
    if (!found || now - found.from >= windowMs) {
      if (windows.size >= keptWindows) windows.clear();
      windows.set(key, { from: now, count: 1 });
      return;
    }
    found.count += 1;
    if (found.count > perMinute) {
      throw new Problem('request.too_many', 429, {
        retryAfterSeconds: Math.ceil((found.from + windowMs - now) / 1000),
      });
    }
  };
};
