import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { moveClocks, openClocksOf, type ClockRow } from './clock.queries.ts';
import { recomputed } from './move-clock.ts';
import { refreshNextDue } from './refresh-next-due.ts';
import { currentRules } from './rulebook.ts';
import { slaRecomputed } from './sla.events.ts';

const pageRows = 500;

export type Recomputed = { recomputed: number; moved: number };

/** Computes every open clock of a calendar again; those whose end is another one now say so in their ticket's timeline. */
export const recomputeClocks = async (app: App, calendarKey: string): Promise<Recomputed> => {
  const sum: Recomputed = { recomputed: 0, moved: 0 };
  for (let after: Pick<ClockRow, 'ticketId' | 'clock'> | null = null; ;) {
    const page: ClockRow[] = await app.db.write(everything, async (tx) => {
      const rows = await openClocksOf(tx, calendarKey, after, pageRows);
      const now = app.clock.now();
      const rules = currentRules(app);
      const pairs = rows.map((row) => ({ row, moved: recomputed(rules, row, now) }));
      const changed = pairs.filter(
        ({ row, moved }) =>
          row.dueAt.getTime() !== moved.dueAt.getTime() ||
          row.warnAt.getTime() !== moved.warnAt.getTime() ||
          row.provisional !== moved.provisional,
      );
      const late = changed.filter(({ row, moved }) => row.dueAt.getTime() !== moved.dueAt.getTime());
      await moveClocks(
        tx,
        changed.map(({ moved }) => moved),
      );
      await refreshNextDue(
        tx,
        late.map(({ row }) => row.ticketId),
      );
      await emit(
        tx,
        late.map(({ row, moved }) => slaRecomputed(row.ticketId, row.clock, row.dueAt, moved.dueAt, now)),
      );
      sum.recomputed += rows.length;
      sum.moved += late.length;
      return rows;
    });
    const last = page.at(-1);
    if (!last || page.length < pageRows) return sum;
    after = { ticketId: last.ticketId, clock: last.clock };
  }
};
