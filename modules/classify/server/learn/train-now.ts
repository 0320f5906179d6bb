import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { everything } from '#platform/server/database/index.ts';
import { learnedFields, type LearnedField } from '../../contract.ts';
import { runTraining, type TrainingEnd } from './run-training.ts';
import { insertTraining, interruptTraining } from './training.queries.ts';

/** Trains in this very process, for the command line; null when another training runs somewhere. */
export const trainNow = async (
  app: App,
  fields: readonly LearnedField[] = learnedFields,
): Promise<TrainingEnd | null> => {
  const at = app.clock.now();
  const id = newId(at);
  await app.db.write(everything, (tx) => insertTraining(tx, { id, fields, askedBy: null, at }));
  const end = await runTraining(app, { id, fields, onlyNew: false });
  if (end === null) await app.db.write(everything, (tx) => interruptTraining(tx, id, app.clock.now()));
  return end;
};
