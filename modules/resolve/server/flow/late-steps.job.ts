import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { resolveEvent, type ResolveEventName } from '../resolve.events.ts';
import { stepOf } from './flow.rules.ts';
import { specOf } from './published-flows.ts';
import { takeLate, takeNear, type DueVisit } from './run.queries.ts';
import { stepWords } from './stay.ts';

const batch = 200;

const tell = async (tx: Tx, app: App, name: ResolveEventName, visits: readonly DueVisit[]): Promise<void> => {
  const at = app.clock.now();
  for (const visit of visits) {
    const step = stepOf(await specOf(tx, app, visit.flowId, visit.versionNo), visit.stepKey);
    if (!step) continue;
    const data = { ...stepWords(step), visit: visit.no, dueAt: visit.dueAt?.toISOString() ?? '' };
    await emit(tx, [resolveEvent(name, visit.ticketId, systemActor, at, data)]);
  }
};

/** Tells of every step whose time is nearly or wholly over, once each. */
export const tellLateSteps = async (app: App): Promise<void> => {
  for (;;) {
    const found = await app.db.write(everything, async (tx) => {
      const now = app.clock.now();
      const late = await takeLate(tx, now, batch);
      const near = await takeNear(tx, now, batch);
      await tell(tx, app, 'resolve.flow_late', late);
      await tell(tx, app, 'resolve.flow_near', near);
      return Math.max(late.length, near.length);
    });
    if (found < batch) return;
  }
};

export const lateStepsJob = defineJob({
  name: 'resolve.late-steps',
  payload: z.object({}),
  retry: { limit: 0, delaySeconds: 5, maxDelaySeconds: 5 },
  cron: '* * * * *',
  run: (app) => tellLateSteps(app),
});
