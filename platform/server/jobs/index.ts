import type { z } from 'zod';
import type { App } from '../app.ts';
import type { QueueDefinition, RetryPolicy } from './open-jobs.ts';

export { openJobs, stopJobs, type Jobs, type RetryPolicy } from './open-jobs.ts';

export type JobDefinition = QueueDefinition & {
  /** Runs at these times (cron, Asia/Shanghai) with an empty payload. */
  readonly cron?: string;
  /** How many run side by side in one process; 1 unless told. */
  readonly concurrency?: number;
  readonly run: (app: App, payload: unknown) => Promise<void>;
};

/** `name.job.ts` = payload, retry policy, handler. The payload is checked again when it is taken. */
export const defineJob = <Payload extends z.ZodType>(definition: {
  name: string;
  payload: Payload;
  retry: RetryPolicy;
  cron?: string;
  concurrency?: number;
  timeoutSeconds?: number;
  run(app: App, payload: z.output<Payload>): Promise<void>;
}): JobDefinition => ({
  ...definition,
  run: (app, payload) => definition.run(app, definition.payload.parse(payload)),
});

/** Begins to take jobs; resolves when every queue has its worker. */
export const startWorkers = async (app: App, definitions: readonly JobDefinition[]): Promise<void> => {
  for (const definition of definitions) {
    let worker = '';
    worker = await app.jobs.boss.work(
      definition.name,
      {
        localConcurrency: definition.concurrency ?? 1,
        pollingIntervalSeconds: 2,
        // Tries that wait their time are woken by nobody.
        notifyPollingIntervalSeconds: 5,
        batchSize: 1,
      },
      async ([job]) => {
        if (!job) return;
        // Jobs stored by one commit wake their worker once: whoever found one looks again before it sleeps.
        app.jobs.boss.notifyWorker(worker);
        try {
          await definition.run(app, job.data);
        } catch (error) {
          app.log.warn({ err: error, job: definition.name, jobId: job.id }, 'job failed');
          throw error;
        }
      },
    );
    if (definition.cron !== undefined)
      await app.jobs.boss.schedule(definition.name, definition.cron, {}, { tz: 'Asia/Shanghai' });
  }
};
