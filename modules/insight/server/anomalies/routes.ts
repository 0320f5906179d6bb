import { Problem } from '#platform/server/http/problem.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { LiveTopic } from '#platform/server/live/index.ts';
import { may } from '#platform/server/session/actor.ts';
import * as contract from '../../contract/anomalies.ts';
import { visibleAnomalies } from './anomaly.queries.ts';
import { findFor, listFor, noteFor, readFor } from './read-anomalies.ts';

export const anomalyRoutes: readonly ServedRoute[] = [
  serve(contract.listAnomalies, 'board.read', ({ app, actor, query }) => listFor(app, actor, query)),
  serve(contract.readAnomaly, 'board.read', ({ app, actor, params }) => readFor(app, actor, params.id)),
  serve(contract.noteAnomaly, 'ticket.classify', ({ app, actor, params, body }) =>
    noteFor(app, actor, params.id, body),
  ),
  serve(contract.findAnomaliesRoute, 'ticket.classify', ({ app, actor, body }) => {
    // It walks two months of the whole company, whatever the caller reaches.
    if (actor.reach.kind !== 'all') throw new Problem('insight.whole_company', 403);
    return findFor(app, body);
  }),
];

export const anomalyLive: LiveTopic = {
  topic: 'anomaly',
  events: ['anomaly.found'],
  visible: async (app, actor, ids) =>
    may(actor, 'board.read') ? app.db.read(actor.reach, (tx) => visibleAnomalies(tx, ids)) : [],
};
