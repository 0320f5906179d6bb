import type { App } from '#platform/server/app.ts';
import { everything } from '#platform/server/database/index.ts';
import type { LearnedField, TrainingOutcome } from '../../contract.ts';
import { countCorrections } from './correction.queries.ts';
import { gatherLabels, type Gathered } from './gather-labels.ts';
import { refreshModels, usualPrecision } from './model-cache.ts';
import { findActiveModels, findAsked } from './model.queries.ts';
import { trainField } from './train-field.ts';
import { beginTraining, endTraining, noteTraining, tryTrainingLock } from './training.queries.ts';

const noteMs = 1000;

export type TrainingRequest = {
  readonly id: string;
  readonly fields: readonly LearnedField[];
  /** The nightly one leaves a field alone about which nothing new is known. */
  readonly onlyNew: boolean;
};

export type TrainingEnd = { state: 'done' | 'cancelled' | 'failed'; outcome: TrainingOutcome[] };

const running = new WeakMap<App, AbortController>();

/** On a graceful stop the worker thread ends at once; what was in use stays in use. */
export const stopTraining = (app: App): void => running.get(app)?.abort();

/** Tells the table how far it is, and hears from it whether to stop. */
const watchProgress = (app: App, id: string, controller: AbortController) => {
  let part = 0;
  const timer = setInterval(() => {
    app.db
      .write(everything, (tx) => noteTraining(tx, id, part))
      .then((stop) => (stop ? controller.abort() : undefined))
      .catch((error: unknown) => app.log.warn({ err: error }, 'training: progress could not be noted'));
  }, noteMs);
  return {
    note: (value: number): void => {
      part = value;
    },
    end: () => clearInterval(timer),
  };
};

const knownRows = async (app: App): Promise<Map<LearnedField, { rows: number; isStale: boolean }>> =>
  app.db.read(everything, async (tx) => {
    const active = await findActiveModels(tx);
    const known = new Map<LearnedField, { rows: number; isStale: boolean }>();
    for (const one of active) {
      const isStale = (await countCorrections(tx, new Date(one.trainedAt))) > 0;
      known.set(one.field, { rows: one.rows, isStale });
    }
    return known;
  });

const unchanged = (field: LearnedField, rows: number): TrainingOutcome => ({
  field,
  state: 'unchanged',
  rows,
  version: null,
  reason: null,
  compared: null,
  accuracy: null,
});

const trainAll = async (
  app: App,
  request: TrainingRequest,
  gathered: Gathered,
  controller: AbortController,
  note: (part: number) => void,
): Promise<TrainingOutcome[]> => {
  const asked = await app.db.read(everything, findAsked);
  const before = await knownRows(app);
  const outcome: TrainingOutcome[] = [];
  for (const [index, field] of request.fields.entries()) {
    const rows = gathered[field];
    const known = before.get(field);
    if (request.onlyNew && known !== undefined && known.rows === rows.length && !known.isStale) {
      outcome.push(unchanged(field, rows.length));
      continue;
    }
    const precision = asked[field] ?? usualPrecision;
    const onProgress = (part: number): void => note((index + part) / request.fields.length);
    outcome.push(await trainField(app, { field, rows, asked: precision, signal: controller.signal, onProgress }));
  }
  return outcome;
};

const stateOf = (outcome: readonly TrainingOutcome[], controller: AbortController): TrainingEnd['state'] => {
  if (controller.signal.aborted) return 'cancelled';
  return outcome.length > 0 && outcome.every((one) => one.state === 'failed') ? 'failed' : 'done';
};

/**
 * One training at a time over all processes: the lock lives in a transaction on a connection of its own, so that a
 * process that is killed lets go of it. Null when somebody else is at it.
 */
export const runTraining = async (app: App, request: TrainingRequest): Promise<TrainingEnd | null> => {
  const connection = app.db.dedicated('training');
  const controller = new AbortController();
  try {
    return await connection.write(async (lock) => {
      if (!(await tryTrainingLock(lock))) return null;
      const begun = await app.db.write(everything, (tx) => beginTraining(tx, request.id, app.clock.now()));
      if (!begun) return { state: 'cancelled', outcome: [] };
      running.set(app, controller);
      const progress = watchProgress(app, request.id, controller);
      let end: TrainingEnd = { state: 'failed', outcome: [] };
      try {
        const outcome = await trainAll(app, request, await gatherLabels(app), controller, progress.note);
        end = { state: stateOf(outcome, controller), outcome };
        // Before it says that it has ended: who reads that may rely on the new model here.
        await refreshModels(app);
      } finally {
        progress.end();
        running.delete(app);
        await app.db.write(everything, (tx) => endTraining(tx, request.id, { ...end, at: app.clock.now() }));
      }
      return end;
    });
  } finally {
    await connection.close();
  }
};
