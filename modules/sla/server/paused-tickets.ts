import type { Tx } from '#platform/server/database/index.ts';
import { clocksOf } from './clock.queries.ts';

/** Of these tickets those that stand still, each with the instant since which one of its clocks does. */
export const pausedTickets = async (tx: Tx, ticketIds: readonly string[]): Promise<Map<string, Date>> => {
  const since = new Map<string, Date>();
  for (const { ticketId, state, pausedAt } of await clocksOf(tx, ticketIds)) {
    const known = since.get(ticketId);
    if (state === 'paused' && pausedAt && (known === undefined || pausedAt < known)) since.set(ticketId, pausedAt);
  }
  return since;
};
