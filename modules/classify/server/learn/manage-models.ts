import { z } from 'zod';
import type { App } from '#platform/server/app.ts';
import { everything, type Tx } from '#platform/server/database/index.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { learnedFields, type LearnedField, type ModelSummary, type TrainingView } from '../../contract.ts';
import { refreshModels } from './model-cache.ts';
import { modelById, modelsOf, previousModel, setAsked, useModel } from './model.queries.ts';
import { currentTraining } from './read-accuracy.ts';
import { enqueueTraining } from './train.job.ts';
import { askCancel } from './training.queries.ts';

const inUse = async (
  app: App,
  tx: Tx,
  model: ModelSummary,
  reason: 'chosen' | 'rolled_back',
): Promise<ModelSummary> => {
  if (!(await useModel(tx, model, reason, app.clock.now()))) throw new Problem('classify.model_gone', 409);
  const now = await modelById(tx, model.id);
  if (!now) throw notFound('model');
  return now;
};

/** Any model whose file is still there, also one that was refused: a person may know better. */
export const activate = async (app: App, id: string): Promise<ModelSummary> => {
  const model = await app.db.write(everything, async (tx) => {
    const found = await modelById(tx, id);
    if (!found) throw notFound('model');
    return found.state === 'active' ? found : inUse(app, tx, found, 'chosen');
  });
  await refreshModels(app);
  return model;
};

export const rollBack = async (app: App, field: LearnedField): Promise<ModelSummary> => {
  const model = await app.db.write(everything, async (tx) => {
    const before = await previousModel(tx, field);
    if (!before) throw new Problem('classify.nothing_to_roll_back', 409);
    return inUse(app, tx, before, 'rolled_back');
  });
  await refreshModels(app);
  return model;
};

export const changeAsked = async (app: App, field: LearnedField, asked: number): Promise<void> => {
  await app.db.write(everything, (tx) => setAsked(tx, field, asked));
  await refreshModels(app);
};

/** The newest of every field, for the command line. */
export const listAllModels = (app: App, limit: number): Promise<ModelSummary[]> =>
  app.db.read(everything, async (tx) => {
    const all: ModelSummary[] = [];
    for (const field of learnedFields) all.push(...(await modelsOf(tx, field, null, limit)));
    return all;
  });

export const askTraining = (
  app: App,
  fields: readonly LearnedField[] | undefined,
  askedBy: string | null,
): Promise<TrainingView> =>
  app.db.write(everything, async (tx) => {
    const id = await enqueueTraining(tx, app, fields ?? learnedFields, askedBy);
    if (id === null) throw new Problem('classify.training_runs', 409);
    const training = await currentTraining(tx);
    if (!training) throw new Error('a training was not stored');
    return training;
  });

export const stopAskedTraining = (app: App): Promise<TrainingView | null> =>
  app.db.write(everything, async (tx) => {
    await askCancel(tx, app.clock.now());
    return currentTraining(tx);
  });

/** Models of a field (the category unless told), newest first. */
export const pageOfModels = async (
  app: App,
  asked: { field?: LearnedField | undefined; cursor?: string | undefined; limit: number },
): Promise<{ items: ModelSummary[]; nextCursor: string | null }> => {
  const { field = 'category', limit } = asked;
  const before = asked.cursor === undefined ? null : z.coerce.number().int().safeParse(asked.cursor).data;
  if (before === undefined) throw new Problem('ticket.bad_cursor', 422);
  const found = await app.db.read(everything, (tx) => modelsOf(tx, field, before, limit + 1));
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: found.length > limit && last ? String(last.version) : null };
};
