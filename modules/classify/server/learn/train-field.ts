import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { loadTextModel, NotEnoughToLearn, trainInWorker, type TextModel } from '#platform/server/text/learn/index.ts';
import type { LearnedField, LearnReportView, ModelSummary, TrainingOutcome } from '../../contract.ts';
import { comparisonOf, scoreModel, splitHeldOut, verdictOn } from './compare-models.ts';
import type { LabelledTicket } from './gather-labels.ts';
import { learnedNow } from './model-cache.ts';
import { dropOldFiles, findActiveModels, insertModel, modelFile } from './model.queries.ts';

/** Files kept beside the one in use, for roll-backs. */
const keptFiles = 4;
/** How much of the time the probe takes, for the progress bar. */
const probeShare = 0.45;

export type FieldTraining = {
  readonly field: LearnedField;
  readonly rows: readonly LabelledTicket[];
  readonly asked: number;
  readonly signal: AbortSignal;
  readonly onProgress: (part: number) => void;
};

const ended = (training: FieldTraining, state: TrainingOutcome['state']): TrainingOutcome => ({
  field: training.field,
  state,
  rows: training.rows.length,
  version: null,
  reason: null,
  compared: null,
  accuracy: null,
});

const activeModel = (app: App, field: LearnedField): Promise<ModelSummary | undefined> =>
  app.db.read(everything, async (tx) => (await findActiveModels(tx)).find((one) => one.field === field));

/** The old learner as it stood before the held-out tickets; null when there is none that this release can read. */
const oldProbe = async (app: App, active: ModelSummary | undefined): Promise<TextModel | null> => {
  // Whatever it once knew: a model that intake cannot read is no rival, and must not keep its place.
  if (!active || learnedNow(app).problems.has(active.field)) return null;
  const { probe } = await app.db.read(everything, (tx) => modelFile(tx, active.id));
  try {
    return probe === null ? null : loadTextModel(probe);
  } catch (error) {
    app.log.warn({ err: error, field: active.field }, 'the model in use cannot be read: the new one is not compared');
    return null;
  }
};

type Made = {
  probe: Uint8Array;
  compared: ReturnType<typeof comparisonOf>;
  verdict: ReturnType<typeof verdictOn>;
  report: LearnReportView;
};

/** Learns without a fifth of the tickets and asks both models about exactly those. */
const makeProbe = async (app: App, training: FieldTraining): Promise<Made> => {
  const { field, rows, asked, signal, onProgress } = training;
  const { learnt, heldOut } = splitHeldOut(rows);
  const options = { precision: asked, signal };
  const probe = await trainInWorker(learnt, { ...options, onProgress: (part) => onProgress(part * probeShare) });
  const model = loadTextModel(probe);
  const active = await activeModel(app, field);
  const before = await oldProbe(app, active);
  const compared = comparisonOf(
    heldOut.length,
    before === null ? null : await scoreModel(before, heldOut),
    await scoreModel(model, heldOut),
  );
  const verdict =
    active && before === null ? { accepted: true, reason: 'unreadable' as const } : verdictOn(field, compared);
  return { probe, compared, verdict, report: model.report };
};

/**
 * Trains one field and puts the result into use if it is at least as good as what is used now on the same held-out
 * tickets. What goes into use has learned from all tickets; its probe without the held-out ones is kept beside it.
 */
export const trainField = async (app: App, training: FieldTraining): Promise<TrainingOutcome> => {
  const { field, rows, asked, signal, onProgress } = training;
  try {
    const { probe, compared, verdict, report } = await makeProbe(app, training);
    const { accepted, reason } = verdict;
    const whole = accepted
      ? await trainInWorker(rows, {
          precision: asked,
          signal,
          onProgress: (part) => onProgress(probeShare + part * (1 - probeShare)),
        })
      : null;
    const final = whole === null ? report : loadTextModel(whole).report;
    const at = app.clock.now();
    const version = await app.db.write(everything, async (tx) => {
      const id = newId(at);
      const stored = { id, field, bytes: whole, probe, report: final, rows: rows.length, asked, reason, compared };
      const given = await insertModel(tx, { ...stored, at, accepted });
      await dropOldFiles(tx, field, keptFiles);
      return given;
    });
    return {
      ...ended(training, accepted ? 'active' : 'refused'),
      version,
      reason,
      compared,
      accuracy: final.accuracy,
    };
  } catch (error) {
    if (signal.aborted) return ended(training, 'cancelled');
    if (error instanceof NotEnoughToLearn) return ended(training, 'not_enough');
    app.log.error({ err: error, field }, 'training failed');
    return ended(training, 'failed');
  }
};
