import type { Tx } from '#platform/server/database/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import { may } from '#platform/server/session/actor.ts';
import { listOutbox, retryOutbox, type OutboxState } from '../contract.ts';
import { deliverJob } from './deliver.job.ts';
import { closeMailWire } from './mail-wire.ts';
import { pageOfOutbox, retryMessage } from './outbox-page.ts';
import { outboxOfTicket, ticketsWithOutbox } from './outbox.queries.ts';

export { eraseOutboxWords } from './outbox.queries.ts';
export { queueNotices, type NewNotice } from './queue-notices.ts';

export type TicketNotice = {
  id: string;
  templateKey: string;
  wire: 'email' | 'none';
  subject: string;
  body: string;
  state: OutboxState;
  messageId: string | null;
  at: Date;
  sentAt: Date | null;
};

/** Everything a customer was told about one ticket, oldest first, without his address. */
export const noticesOf = async (tx: Tx, ticketId: string): Promise<TicketNotice[]> =>
  (await outboxOfTicket(tx, ticketId)).map((row) => ({
    id: row.id,
    templateKey: row.templateKey,
    wire: row.wire,
    subject: row.subject,
    body: row.body,
    state: row.state,
    messageId: row.messageId,
    at: row.createdAt,
    sentAt: row.sentAt,
  }));

export const channelModule: ServerModule = {
  name: 'channel',
  permissions: ['outbox.read'],
  routes: [
    serve(listOutbox, 'outbox.read', ({ app, actor, query }) => pageOfOutbox(app, actor, query)),
    serve(retryOutbox, 'ticket.reply', ({ app, actor, params }) => retryMessage(app, actor, params.id)),
  ],
  jobs: [deliverJob],
  live: [
    {
      topic: 'outbox',
      events: ['notice.sent', 'notice.failed'],
      visible: async (app, actor, ids) =>
        may(actor, 'outbox.read') ? app.db.read(actor.reach, (tx) => ticketsWithOutbox(tx, ids)) : [],
    },
  ],
  stop: (app) => Promise.resolve(closeMailWire(app)),
};
