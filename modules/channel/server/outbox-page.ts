import type { App } from '#platform/server/app.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import { maskEmail } from '#platform/server/text/mask.ts';
import type { QueryOf, ReplyOf } from '#platform/contract/route.ts';
import type { listOutbox, OutboxEntry } from '../contract.ts';
import { deliverJob } from './deliver.job.ts';
import { readCursor, writeCursor } from './outbox-cursor.ts';
import { outboxById, outboxPage, rearmOutbox, type OutboxRow } from './outbox.queries.ts';

/** Whoever may write to customers may send again what did not reach one. */
const canRetry = (actor: Actor, row: OutboxRow): boolean => may(actor, 'ticket.reply') && row.state === 'failed';

const entryOf = (actor: Actor, row: OutboxRow): OutboxEntry => ({
  id: row.id,
  number: row.number,
  wire: row.wire,
  templateKey: row.templateKey,
  address: row.address === '' ? '' : maskEmail(row.address),
  subject: row.subject,
  body: row.body,
  state: row.state,
  attempts: row.attempts,
  lastError: row.lastError,
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
  abilities: { retry: canRetry(actor, row) },
});

export const pageOfOutbox = async (
  app: App,
  actor: Actor,
  query: QueryOf<typeof listOutbox>,
): Promise<ReplyOf<typeof listOutbox>> => {
  const ticketNumber = query.number?.replaceAll(/\D/g, '');
  const rows = await app.db.read(actor.reach, (tx) =>
    outboxPage(tx, { state: query.state, ticketNumber }, readCursor(query.cursor), query.limit + 1),
  );
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return {
    items: shown.map((row) => entryOf(actor, row)),
    nextCursor: rows.length > query.limit && last ? writeCursor(last) : null,
    sendsMail: app.config.smtpUrl !== undefined,
  };
};

export const retryMessage = (app: App, actor: Actor, id: string): Promise<OutboxEntry> =>
  app.db.write(actor.reach, async (tx) => {
    const row = await rearmOutbox(tx, id);
    if (!row) {
      const found = await outboxById(tx, id);
      if (!found) throw notFound('message');
      throw new Problem('channel.not_failed', 409, { state: found.state });
    }
    await app.jobs.enqueueMany(tx, deliverJob.name, [{ id }]);
    return entryOf(actor, row);
  });
