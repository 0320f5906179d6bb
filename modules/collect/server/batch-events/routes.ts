import { ticketsByIds } from '#modules/ticket/server/index.ts';
import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { LiveTopic } from '#platform/server/live/index.ts';
import { may, type Actor } from '#platform/server/session/actor.ts';
import * as contract from '../../contract/batch-events.ts';
import {
  addToBatch,
  countBatches,
  listBatches,
  listChildren,
  openBatchByHand,
  readBatch,
  removeFromBatch,
} from './batch-events.ts';
import { batchEventNames } from './batch.events.ts';
import { eventById, readPolicy, writePolicy } from './batch.queries.ts';
import { closeBatch, listResults, listRuns, previewNotice, sendNotice } from './start-run.ts';

const changePolicy = (app: App, policy: contract.BatchPolicy): Promise<contract.BatchPolicy> =>
  app.db.write(everything, async (tx) => {
    await writePolicy(tx, policy);
    return readPolicy(tx);
  });

export const batchRoutes: readonly ServedRoute[] = [
  serve(contract.listBatchEvents, 'ticket.read', ({ app, actor, query }) => listBatches(app, actor, query)),
  serve(contract.countBatchEvents, 'ticket.read', ({ app, actor }) => countBatches(app, actor)),
  serve(contract.readBatchEvent, 'ticket.read', ({ app, actor, params }) => readBatch(app, actor, params.id)),
  serve(contract.openBatchEvent, 'ticket.classify', ({ app, actor, body }) =>
    openBatchByHand(app, actor, body.label, body.numbers),
  ),
  serve(contract.listBatchChildren, 'ticket.read', ({ app, actor, params, query }) =>
    listChildren(app, actor, params.id, query),
  ),
  serve(contract.addBatchChildren, 'ticket.classify', ({ app, actor, params, body }) =>
    addToBatch(app, actor, params.id, body.numbers),
  ),
  serve(contract.removeBatchChild, 'ticket.classify', ({ app, actor, params, body }) =>
    removeFromBatch(app, actor, params.id, body.number),
  ),
  serve(contract.previewBatchNotice, 'ticket.reply', ({ app, actor, params, body }) =>
    previewNotice(app, actor, params.id, body.body),
  ),
  serve(contract.sendBatchNotice, 'ticket.reply', ({ app, actor, params, body }) =>
    sendNotice(app, actor, params.id, body),
  ),
  serve(contract.closeBatchEvent, 'ticket.transition', ({ app, actor, params, body }) =>
    closeBatch(app, actor, params.id, body),
  ),
  serve(contract.listBatchRuns, 'ticket.read', ({ app, actor, params }) => listRuns(app, actor, params.id)),
  serve(contract.listBatchResults, 'ticket.read', ({ app, actor, params, query }) =>
    listResults(app, actor, params, query),
  ),
  serve(contract.readBatchPolicy, 'rule.manage', ({ app }) => app.db.read(everything, readPolicy)),
  serve(contract.changeBatchPolicy, 'rule.manage', ({ app, body }) => changePolicy(app, body)),
];

const visibleBatches = (app: App, actor: Actor, ids: readonly string[]): Promise<string[]> =>
  app.db.read(actor.reach, async (tx) => {
    const seen: string[] = [];
    for (const id of ids) {
      const event = await eventById(tx, id);
      if (event && (await ticketsByIds(tx, [event.ticketId])).length === 1) seen.push(id);
    }
    return seen;
  });

export const batchLive: LiveTopic = {
  topic: 'batch-event',
  events: batchEventNames,
  visible: async (app, actor, ids) => (may(actor, 'ticket.read') ? visibleBatches(app, actor, ids) : []),
};
