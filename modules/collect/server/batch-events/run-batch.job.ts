import { z } from 'zod';
import { personActor } from '#modules/staff/server/index.ts';
import { accessTicket, addMessage, trackingUrl } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { Problem } from '#platform/server/http/problem.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import { batchNews } from './batch.events.ts';
import { endTicket } from './end-ticket.ts';
import { noticeText } from './notice.rules.ts';
import { finishRun, runById, settleRunRow, takeRunRow, type RunRow } from './runs.queries.ts';

/** The very operations that a person uses on one ticket, with his own rights: same walls, same events. */
const doRow = async (tx: Tx, app: App, actor: Actor, run: RunRow, ticketId: string): Promise<void> => {
  if (run.kind === 'close') {
    const ticket = await accessTicket(tx, actor, ticketId, 'ticket.transition');
    await endTicket(tx, app, actor, ticket, { reason: run.reason, reply: run.body });
    return;
  }
  const ticket = await accessTicket(tx, actor, ticketId, 'ticket.reply');
  const body = noticeText(run.body, ticket, trackingUrl(app, ticket.id));
  // The key makes a second delivery of this job find its own message instead of sending another.
  await addMessage(tx, app, actor, ticket, { direction: 'out', body, clientKey: `batch ${run.id}` });
};

/** One row in one transaction with the note that it is done: it happens once, whenever the process dies. */
const nextRow = async (app: App, actor: Actor, run: RunRow): Promise<boolean> => {
  let taken: string | null = null;
  try {
    return await app.db.write(actor.reach, async (tx) => {
      taken = await takeRunRow(tx, run.id);
      if (taken === null) return false;
      await doRow(tx, app, actor, run, taken);
      await settleRunRow(tx, run.id, taken, 'done', '', app.clock.now());
      return true;
    });
  } catch (error) {
    const ticketId = taken;
    if (!(error instanceof Problem) || ticketId === null) throw error;
    await app.db.write(everything, (tx) => settleRunRow(tx, run.id, ticketId, 'failed', error.code, app.clock.now()));
    return true;
  }
};

const tellEvery = 20;

export const runBatch = async (app: App, runId: string): Promise<void> => {
  const { run, actor } = await app.db.read(everything, async (tx) => {
    const found = await runById(tx, runId);
    return { run: found, actor: found && (await personActor(tx, found.startedBy)) };
  });
  if (!run || run.state === 'done') return;
  if (!actor) throw new Error('who started this run is no longer here');
  const tell = () =>
    app.db.write(everything, async (tx) => {
      await finishRun(tx, run.id, app.clock.now());
      await emit(tx, [batchNews('batch.progressed', run.eventId, actor, app.clock.now())]);
    });
  for (let count = 1; await nextRow(app, actor, run); count += 1) if (count % tellEvery === 0) await tell();
  await tell();
};

export const batchRunJob = defineJob({
  name: 'collect.batch_run',
  payload: z.object({ runId: z.uuid() }),
  retry: { limit: 5, delaySeconds: 5, maxDelaySeconds: 120 },
  timeoutSeconds: 3600,
  run: (app, { runId }) => runBatch(app, runId),
});
