import type { TopicRun } from '../../contract/topics.ts';
import type { RunRow } from './topic-runs.queries.ts';

export const runView = (run: RunRow): TopicRun => ({
  id: run.id,
  state: run.state,
  from: run.periodFrom.toISOString(),
  until: run.periodUntil.toISOString(),
  progress: run.progress,
  tickets: run.tickets,
  topics: run.topics,
  problem: run.problem,
  startedAt: run.startedAt.toISOString(),
  finishedAt: run.finishedAt?.toISOString() ?? null,
});
