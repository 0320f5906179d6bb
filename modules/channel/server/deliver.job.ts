import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { emit } from '#platform/server/events/emit.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { systemActor } from '#platform/server/session/actor.ts';
import { mailDomain, threadHeaders } from './mail-thread.ts';
import { isRefusedForGood, mailWire } from './mail-wire.ts';
import { claimOutbox, noteFailure, noteSent, sentBefore, type OutboxRow } from './outbox.queries.ts';

const retries = 6;
/** Longer than all time limits of one conversation with the mail server together. */
const leaseMs = 180_000;
const referencedMails = 20;

const noteEvent = (tx: Tx, row: OutboxRow, name: 'notice.sent' | 'notice.failed', at: Date): Promise<void> =>
  emit(tx, [
    {
      name,
      subjectId: row.ticketId,
      actor: systemActor,
      at,
      data: { outboxId: row.id, templateKey: row.templateKey, wire: row.wire },
    },
  ]);

const send = async (app: App, row: OutboxRow): Promise<void> => {
  const wire = mailWire(app);
  if (!wire) throw new Error('SMTP_URL is not set');
  const before = await app.db.read(everything, (tx) => sentBefore(tx, row.ticketId, referencedMails));
  const thread = threadHeaders(row, before, mailDomain(app.config.mailFrom, app.publicUrl()));
  await wire.send({ to: row.address, subject: row.subject, text: row.body, thread });
};

const giveUp = async (app: App, row: OutboxRow, error: unknown, final: boolean): Promise<void> => {
  const problem = (error instanceof Error ? error.message : String(error)).slice(0, 500);
  await app.db.write(everything, async (tx) => {
    await noteFailure(tx, row.id, problem, final);
    if (final) await noteEvent(tx, row, 'notice.failed', app.clock.now());
  });
};

/**
 * Sends one message. A worker that dies between the mail server's yes and our note sends it once more under the same
 * Message-ID. After the last try it is `failed` and stands on the outbox page, which is where a person retries it.
 */
export const deliver = async (app: App, id: string): Promise<void> => {
  const now = app.clock.now();
  const row = await app.db.write(everything, (tx) => claimOutbox(tx, id, now, new Date(now.getTime() - leaseMs)));
  if (!row) return;
  try {
    await send(app, row);
  } catch (error) {
    const final = row.attempts > retries || isRefusedForGood(error) || app.config.smtpUrl === undefined;
    await giveUp(app, row, error, final);
    if (final) return;
    throw error;
  }
  await app.db.write(everything, async (tx) => {
    const at = app.clock.now();
    await noteSent(tx, row.id, at);
    await noteEvent(tx, row, 'notice.sent', at);
  });
};

export const deliverJob = defineJob({
  name: 'channel.deliver',
  payload: z.object({ id: z.uuid() }),
  retry: { limit: retries, delaySeconds: 30, maxDelaySeconds: 3600 },
  concurrency: 2,
  run: (app, { id }) => deliver(app, id),
});
