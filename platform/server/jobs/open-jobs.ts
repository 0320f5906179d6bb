import { fromKysely, PgBoss, type Queue } from 'pg-boss';
import type { Tx } from '../database/index.ts';
import type { Log } from '../log/index.ts';

export type RetryPolicy = {
  /** Tries after the first one; then the job becomes a dead letter and waits for a person. */
  readonly limit: number;
  readonly delaySeconds: number;
  readonly maxDelaySeconds: number;
};

/** What the queue has to know of a job: everything but how to run it. */
export type QueueDefinition = {
  readonly name: string;
  readonly retry: RetryPolicy;
  readonly timeoutSeconds?: number;
};

export type Jobs = {
  /** Stores jobs in the caller's transaction. */
  enqueueMany(tx: Tx, name: string, payloads: readonly object[], options?: { startAfter?: Date }): Promise<void>;
  readonly boss: PgBoss;
};

const daySeconds = 86_400;

const queueOptions = (definition: QueueDefinition): Omit<Queue, 'name'> => ({
  retryLimit: definition.retry.limit,
  retryDelay: definition.retry.delaySeconds,
  retryDelayMax: definition.retry.maxDelaySeconds,
  retryBackoff: true,
  expireInSeconds: definition.timeoutSeconds ?? 120,
  deleteAfterSeconds: 3 * daySeconds,
  // Workers may stand still for long; what waits for them is nobody's to throw away.
  retentionSeconds: 365 * daySeconds,
  notify: true,
});

export const openJobs = async (
  url: string,
  log: Log,
  works: boolean,
  definitions: readonly QueueDefinition[],
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

export const stopJobs = (jobs: Jobs): Promise<void> => jobs.boss.stop({ graceful: true, timeout: 10_000 });
