import { noteNextDue } from '#modules/ticket/server/index.ts';
import type { Tx } from '#platform/server/database/index.ts';
import { clocksOf, type ClockRow } from './clock.queries.ts';
import { nextDueOf } from './sla.rules.ts';

/** Writes what the clocks say now into the tickets, where lists sort by it. */
export const refreshNextDue = async (tx: Tx, ticketIds: readonly string[]): Promise<void> => {
  const wanted = [...new Set(ticketIds)];
  if (wanted.length === 0) return;
  const byTicket = Map.groupBy(await clocksOf(tx, wanted), (row: ClockRow) => row.ticketId);
  await noteNextDue(
    tx,
    wanted.map((ticketId) => ({ ticketId, ...nextDueOf(byTicket.get(ticketId) ?? []) })),
  );
};
