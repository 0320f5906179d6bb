import { registerArrivalBounds } from '#modules/ticket/server/index.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import * as contract from '../contract.ts';
import { judgeHoursJob, judgeYesterdayJob } from './anomalies/anomalies.job.ts';
import { anomalyLive, anomalyRoutes } from './anomalies/routes.ts';
import { followTickets } from './follow-tickets.ts';
import { seqBounds } from './insight.queries.ts';
import { readDepartmentsFor, readHeatFor, readRatingsFor } from './read-panels.ts';
import { readFieldCountsFor } from './read-field-counts.ts';
import { readSummaryFor } from './read-summary.ts';
import { readTrendFor } from './read-trend.ts';
import { recountJob } from './recount.job.ts';
import { settleFactsJob } from './settle-facts.job.ts';
import { readTopicsForLists } from './topics/read-for-lists.ts';
import { topicLive, topicRoutes } from './topics/routes.ts';
import { findTopicsJob, followTopics, refreshTopicsJob } from './topics/topics.job.ts';

export { rebuildInsight } from './rebuild-insight.ts';
export { settleFacts } from './settle-facts.job.ts';

registerArrivalBounds(seqBounds);
readTopicsForLists();

export const insightModule: ServerModule = {
  name: 'insight',
  permissions: ['board.read'],
  routes: [
    serve(contract.readSummary, 'board.read', ({ app, actor, query }) => readSummaryFor(app, actor, query)),
    serve(contract.readTrend, 'board.read', ({ app, actor, query }) => readTrendFor(app, actor, query)),
    serve(contract.readDepartments, 'board.read', ({ app, actor, query }) => readDepartmentsFor(app, actor, query)),
    serve(contract.readHeat, 'board.read', ({ app, actor, query }) => readHeatFor(app, actor, query)),
    serve(contract.readRatings, 'board.read', ({ app, actor, query }) => readRatingsFor(app, actor, query)),
    serve(contract.readFieldCounts, 'board.read', ({ app, actor, query }) => readFieldCountsFor(app, actor, query)),
    ...topicRoutes,
    ...anomalyRoutes,
  ],
  subscribers: [followTickets, followTopics],
  jobs: [settleFactsJob, recountJob, findTopicsJob, refreshTopicsJob, judgeYesterdayJob, judgeHoursJob],
  live: [topicLive, anomalyLive],
};
