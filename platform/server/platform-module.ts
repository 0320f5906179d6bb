import { sweepJobsJob } from './jobs/sweep-jobs.job.ts';
import type { ServerModule } from './module.ts';
import { sweepSessionsJob } from './session/sweep-sessions.job.ts';

/** What has to be done again and again although no module asks for it. */
export const platformModule: ServerModule = { name: 'platform', jobs: [sweepSessionsJob, sweepJobsJob] };
