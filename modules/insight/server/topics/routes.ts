import { everything } from '#platform/server/database/index.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import type { LiveTopic } from '#platform/server/live/index.ts';
import { may } from '#platform/server/session/actor.ts';
import * as contract from '../../contract/topics.ts';
import { changeTopicFor, mergeTopicFor, releaseTopicFor, splitTopicFor } from './change-topic.ts';
import { listTicketsOfTopic, readTopicFor, readTopics } from './read-topics.ts';
import { runView } from './run-view.ts';
import { cancelRunUnderWay, startRunFor } from './topic-runs.ts';
import { latestRun } from './topic-runs.queries.ts';

export const topicRoutes: readonly ServedRoute[] = [
  serve(contract.listTopics, 'board.read', ({ app, actor, query }) => readTopics(app, actor, query)),
  serve(contract.readTopicRun, 'board.read', async ({ app }) => {
    const run = await app.db.read(everything, latestRun);
    return { run: run && runView(run) };
  }),
  serve(contract.startTopicRun, 'ticket.classify', ({ app, actor, body }) => startRunFor(app, actor, body)),
  serve(contract.cancelTopicRun, 'ticket.classify', async ({ app, actor }) => {
    const run = await cancelRunUnderWay(app, actor);
    return { run: run && runView(run) };
  }),
  serve(contract.readTopic, 'board.read', ({ app, actor, params, query }) =>
    readTopicFor(app, actor, params.id, query),
  ),
  serve(contract.listTopicTickets, 'board.read', ({ app, actor, params, query }) =>
    listTicketsOfTopic(app, actor, params.id, query),
  ),
  serve(contract.changeTopic, 'ticket.classify', ({ app, actor, params, body }) =>
    changeTopicFor(app, actor, params.id, body),
  ),
  serve(contract.mergeTopic, 'ticket.classify', ({ app, actor, params, body }) =>
    mergeTopicFor(app, actor, params.id, body.into),
  ),
  serve(contract.releaseTopic, 'ticket.classify', ({ app, actor, params }) => releaseTopicFor(app, actor, params.id)),
  serve(contract.splitTopic, 'ticket.classify', ({ app, actor, params, body }) =>
    splitTopicFor(app, actor, params.id, body),
  ),
];

/** Ids of runs and topics say nothing; whoever reads topics asks again and is shown his own. */
export const topicLive: LiveTopic = {
  topic: 'topic',
  events: ['topic.recomputed', 'topic.changed'],
  visible: (_app, actor, ids) => Promise.resolve(may(actor, 'board.read') ? ids : []),
};
