import type { App } from '#platform/server/app.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import type { BoardRange, BoardSummary, ListQuery } from '../contract.ts';
import { countArrivals, countsByDay, readBacklog, readWaits, type DayCounts } from './board.queries.ts';
import { daysBetween, lineFrom, periodOf, startOf, type Period } from './calendar.ts';
import { placesOf } from './places.ts';
import { tilesOf, type Figures } from './tiles.ts';

const dayMs = 86_400_000;

/** A day on which nothing arrived and nothing ended. */
const noCounts = (day: string): DayCounts => ({
  day,
  opened: 0,
  breached: 0,
  replied: 0,
  asked: 0,
  rated: 0,
  ratingSum: 0,
  concluded: 0,
  closed: 0,
  closedFirst: 0,
  ended: 0,
});

const firstOf = (period: Period): string => {
  const line = lineFrom(period);
  return period.previousFrom < line ? period.previousFrom : line;
};

/** What the list of tickets needs so that it shows what the board counts. */
const listScope = (department: string | undefined): ListQuery => (department === undefined ? {} : { department });

export const readSummaryFor = (
  app: App,
  actor: Actor,
  query: { range: BoardRange; department?: string | undefined },
): Promise<BoardSummary> => {
  const now = app.clock.now();
  const period = periodOf(query.range, now);
  const first = firstOf(period);
  const places = placesOf(app, actor, query.department);
  return app.db.read(actor.reach, async (tx) => {
    const counted = new Map((await countsByDay(tx, places, first, period.to)).map((row) => [row.day, row]));
    const figures: Figures = {
      period,
      lineDays: daysBetween(lineFrom(period), period.to),
      days: daysBetween(first, period.to).map((day) => counted.get(day) ?? noCounts(day)),
      // Of a range of one day the line is longer than both periods; what lies before both counts for neither.
      waits: await readWaits(tx, places, period, first),
      backlog: await readBacklog(tx, places, first),
      // Today is not over: what came by this time yesterday is what it can be held against.
      openedBefore:
        query.range === 'today'
          ? await countArrivals(tx, places, new Date(startOf(period.previousFrom)), new Date(now.getTime() - dayMs))
          : null,
      scope: listScope(query.department),
    };
    return { ...period, days: figures.lineDays, tiles: tilesOf(figures), countedAt: now.toISOString() };
  });
};
