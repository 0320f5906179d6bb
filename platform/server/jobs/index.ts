import { fromKysely, PgBoss, type Queue } from 'pg-boss';
import type { z } from 'zod';
import type { App } from '../app.ts';
import type { Tx } from '../database/index.ts';
import type { Log } from '../log/index.ts';

export type RetryPolicy = {
  /** Tries after the first one; then the job becomes a dead letter and waits for a person. */
  readonly limit: number;
  readonly delaySeconds: number;
  readonly maxDelaySeconds: number;
};

export type JobDefinition = {
  readonly name: string;
  readonly retry: RetryPolicy;
  /** Runs at these times (cron, Asia/Shanghai) with an empty payload. */
  readonly cron?: string;
  /** How many run side by side in one process; 1 unless told. */
  readonly concurrency?: number;
  readonly timeoutSeconds?: number;
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

export type Jobs = {
  /** Stores jobs in the caller's transaction. */
  enqueueMany(tx: Tx, name: string, payloads: readonly object[], options?: { startAfter?: Date }): Promise<void>;
  readonly boss: PgBoss;
};

export const deadLetterQueue = 'dead-letter';

const queueOptions = (definition: JobDefinition): Omit<Queue, 'name'> => ({
  retryLimit: definition.retry.limit,
  retryDelay: definition.retry.delaySeconds,
  retryDelayMax: definition.retry.maxDelaySeconds,
  retryBackoff: true,
  expireInSeconds: definition.timeoutSeconds ?? 120,
  deleteAfterSeconds: 3 * 86_400,
  notify: true,
});

export const openJobs = async (
  url: string,
  log: Log,
  works: boolean,
  definitions: readonly JobDefinition[],
): Promise<Jobs> => {
  const boss = new PgBoss({
    connectionString: url,
    application_name: 'huiyin-jobs',
    max: works ? 6 : 2,
    useListenNotify: works,
    supervise: works,
    schedule: works,
  });
  boss.on('error', (error) => log.warn({ err: error }, 'job queue'));
  await boss.start();
  const known = new Set((await boss.getQueues()).map((queue) => queue.name));
  for (const definition of definitions) {
    if (known.has(definition.name)) await boss.updateQueue(definition.name, queueOptions(definition));
    else await boss.createQueue(definition.name, queueOptions(definition));
  }
  return {
    boss,
    async enqueueMany(tx, name, payloads, options) {
      if (payloads.length === 0) return;
      const jobs = payloads.map((data) => (options?.startAfter ? { data, startAfter: options.startAfter } : { data }));
      await boss.insert(name, jobs, { db: fromKysely(tx) });
    },
  };
};

/** Begins to take jobs; resolves when every queue has its worker. */
export const startWorkers = async (app: App, definitions: readonly JobDefinition[]): Promise<void> => {
  for (const definition of definitions) {
    await app.jobs.boss.work(
      definition.name,
      { localConcurrency: definition.concurrency ?? 1, pollingIntervalSeconds: 2, batchSize: 1 },
      async ([job]) => {
        if (!job) return;
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

export const stopJobs = (jobs: Jobs): Promise<void> => jobs.boss.stop({ graceful: true, timeout: 10_000 });
