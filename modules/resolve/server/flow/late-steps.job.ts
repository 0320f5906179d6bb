import { z } from 'zod';
import { alarmSteps, type StepAlarm } from '#modules/sla/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { resolveEvent } from '../resolve.events.ts';
import { stepOf } from './flow.rules.ts';
import { wakePaused, withoutPaused } from './follow-pauses.ts';
import { specOf } from './published-flows.ts';
import { dueVisits, markDue, type VisitRow } from './run.queries.ts';
import { stepWords } from './stay.ts';

const batch = 200;

const eventOf = { near: 'resolve.flow_near', late: 'resolve.flow_late' } as const;
type What = keyof typeof eventOf;

/** In the thread of the ticket, and to those whom it concerns. */
const tell = async (tx: Tx, app: App, what: What, visits: readonly VisitRow[]): Promise<void> => {
  const at = app.clock.now();
  const alarms: StepAlarm[] = [];
  for (const { id, ticketId, no, flowId, versionNo, stepKey, dueAt } of visits) {
    const step = stepOf(await specOf(tx, app, flowId, versionNo), stepKey);
    if (!step || !dueAt) continue;
    const words = stepWords(step);
    const data = { ...words, visit: no, dueAt: dueAt.toISOString() };
    await emit(tx, [resolveEvent(eventOf[what], ticketId, systemActor, at, data)]);
    alarms.push({ ticketId, occasion: id, what, name: words.step, nameEn: words.stepEn, dueAt });
  }
  await alarmSteps(tx, app, alarms);
};

/** Returns how many were looked at. */
const takeDue = async (tx: Tx, app: App, what: What): Promise<number> => {
  const now = app.clock.now();
  const found = await dueVisits(tx, what, now, batch);
  const due = await withoutPaused(tx, app, found, what === 'late' ? 'dueAt' : 'warnAt');
  await markDue(
    tx,
    what,
    due.map((visit) => visit.id),
    now,
  );
  await tell(tx, app, what, due);
  return found.length;
};

/** Tells of every step whose time is nearly or wholly over, once each. */
export const tellLateSteps = async (app: App): Promise<void> => {
  await wakePaused(app, batch);
  for (;;) {
    const found = await app.db.write(everything, async (tx) =>
      Math.max(await takeDue(tx, app, 'late'), await takeDue(tx, app, 'near')),
    );
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
