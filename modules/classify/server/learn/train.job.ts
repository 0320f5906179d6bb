import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { defineJob } from '#platform/server/jobs/index.ts';
import { learnedFields, learnedFieldSchema, type LearnedField } from '../../contract.ts';
import { lockSettings } from '../classify.queries.ts';
import { runTraining } from './run-training.ts';
import { insertTraining, interruptTraining, isTraining, latestTraining } from './training.queries.ts';

/** Asked for by a person: the id under which its progress is read. By the clock: empty. */
const payload = z.object({ id: z.string().optional(), fields: z.array(learnedFieldSchema).optional() });

const jobName = 'classify.train';

export const trainJob = defineJob({
  name: jobName,
  payload,
  // A training that failed is tried again by the next night, not at once with the same rows.
  retry: { limit: 0, delaySeconds: 60, maxDelaySeconds: 60 },
  cron: '20 2 * * *',
  timeoutSeconds: 3600,
  async run(app, { id, fields }) {
    const wanted = fields ?? [...learnedFields];
    const nightly = id === undefined;
    const training = id ?? newId(app.clock.now());
    // What a person asked for at night does the nightly one's work, and stays the one that the page shows.
    if (nightly && !(await app.db.write(everything, (tx) => addNightly(tx, app, training, wanted)))) return;
    const waiting = await app.db.read(everything, latestTraining);
    // Cancelled while it waited for a worker.
    if (waiting?.id === training && waiting.state !== 'waiting') return;
    const end = await runTraining(app, { id: training, fields: wanted, onlyNew: nightly });
    if (end === null) await app.db.write(everything, (tx) => interruptTraining(tx, training, app.clock.now()));
    app.log.info({ training, state: end?.state ?? 'another training runs' }, 'training ended');
  },
});

const addTraining = (tx: Tx, app: App, id: string, fields: readonly LearnedField[], askedBy: string | null) =>
  insertTraining(tx, { id, fields, askedBy, at: app.clock.now() });

const isBusy = async (tx: Tx): Promise<boolean> => {
  const latest = await latestTraining(tx);
  return latest?.state === 'waiting' || (latest?.state === 'running' && (await isTraining(tx)));
};

const dayMs = 86_400_000;

/** One that has waited for a day was lost with its queue. */
const addNightly = async (tx: Tx, app: App, id: string, fields: readonly LearnedField[]): Promise<boolean> => {
  await lockSettings(tx);
  const latest = await latestTraining(tx);
  const isLost = latest?.state === 'waiting' && Date.parse(latest.createdAt) < app.clock.now().getTime() - dayMs;
  if (!isLost && (await isBusy(tx))) return false;
  await addTraining(tx, app, id, fields, null);
  return true;
};

/** Puts a training into the queue of the workers, unless one waits or runs; answers its id or null. */
export const enqueueTraining = async (
  tx: Tx,
  app: App,
  fields: readonly LearnedField[],
  askedBy: string | null,
): Promise<string | null> => {
  // Two who press at the same moment take turns here.
  await lockSettings(tx);
  if (await isBusy(tx)) return null;
  const id = newId(app.clock.now());
  await addTraining(tx, app, id, fields, askedBy);
  await app.jobs.enqueueMany(tx, jobName, [{ id, fields: [...fields] }]);
  return id;
};
