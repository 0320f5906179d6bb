import { pausedTickets } from '#modules/sla/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import type { Subscriber } from '#platform/server/module.ts';
import { stepOf } from './flow.rules.ts';
import { specOf } from './published-flows.ts';
import { pausedVisits, presentVisits, setStandstill, type VisitRow } from './run.queries.ts';
import { standLike } from './step-time.rules.ts';
import { limitOf } from './step-time.ts';

const standAs = async (tx: Tx, app: App, visit: VisitRow, since: Date | null, now: Date): Promise<VisitRow> => {
  const step = stepOf(await specOf(tx, app, visit.flowId, visit.versionNo), visit.stepKey);
  if (!step) return visit;
  const next = standLike(limitOf(app, step), visit, since, now);
  if (next !== visit) await setStandstill(tx, next);
  return next;
};

const resumed = 'sla.resumed';

/** The step stands still with its ticket: whatever the reason, what nobody can work on is not late. */
export const followPauses: Subscriber = {
  name: 'resolve.follow_pauses',
  events: ['sla.paused', resumed],
  async handle(app, tx, events) {
    const visits = new Map(
      (await presentVisits(tx, [...new Set(events.map((event) => event.subjectId))])).map((one) => [one.ticketId, one]),
    );
    for (const event of events) {
      const visit = visits.get(event.subjectId);
      if (!visit || event.at < visit.enteredAt) continue;
      const since = event.name === resumed ? null : event.at;
      visits.set(visit.ticketId, await standAs(tx, app, visit, since, event.at));
    }
  },
};

/**
 * Those of these whose time went on until it was over (`warnAt` or `dueAt`); the others are put down as paused before
 * anybody calls them late.
 */
export const withoutPaused = async (
  tx: Tx,
  app: App,
  visits: readonly VisitRow[],
  end: 'warnAt' | 'dueAt',
): Promise<VisitRow[]> => {
  const since = await pausedTickets(
    tx,
    visits.map((visit) => visit.ticketId),
  );
  const running: VisitRow[] = [];
  for (const visit of visits) {
    const from = since.get(visit.ticketId);
    const until = visit[end];
    if (from && until && from < until) await standAs(tx, app, visit, from, from);
    else running.push(visit);
  }
  return running;
};

/** A pause may also end because the promise was kept or given up, which nobody announces as its end. */
export const wakePaused = async (app: App, batch: number): Promise<void> => {
  let after: string | null = null;
  for (;;) {
    const seen: VisitRow[] = await app.db.write(everything, async (tx) => {
      const visits = await pausedVisits(tx, after, batch);
      const since = await pausedTickets(
        tx,
        visits.map((visit) => visit.ticketId),
      );
      const now = app.clock.now();
      for (const visit of visits) if (!since.has(visit.ticketId)) await standAs(tx, app, visit, null, now);
      return visits;
    });
    after = seen.at(-1)?.id ?? null;
    if (seen.length < batch || after === null) return;
  }
};
