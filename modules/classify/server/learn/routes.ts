import { everything } from '#platform/server/database/index.ts';
import { notFound } from '#platform/server/http/problem.ts';
import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import {
  activateModel,
  askPrecision,
  cancelTraining,
  chooseStarter,
  listCorrections,
  listModels,
  listStarters,
  readAccuracy,
  readFieldAccuracy,
  readModel,
  readTraining,
  rollBackModel,
  startTraining,
} from '../../contract.ts';
import { chooseIndustry, starterList } from '../choose-starter.ts';
import { correctionsOfWeek } from './list-corrections.ts';
import { activate, askTraining, changeAsked, pageOfModels, rollBack, stopAskedTraining } from './manage-models.ts';
import { modelById, reportOf } from './model.queries.ts';
import { accuracyOverview, currentTraining, fieldAccuracy, namesOf } from './read-accuracy.ts';

/** Models belong to the whole company, so whoever may change rules sees and changes them all. */
export const learningRoutes: readonly ServedRoute[] = [
  serve(readAccuracy, 'rule.manage', ({ app }) => accuracyOverview(app)),
  serve(readFieldAccuracy, 'rule.manage', ({ app, actor, params }) => fieldAccuracy(app, actor, params.field)),
  serve(askPrecision, 'rule.manage', async ({ app, actor, params, body }) => {
    await changeAsked(app, params.field, body.asked);
    return (await fieldAccuracy(app, actor, params.field)).summary;
  }),
  serve(listModels, 'rule.manage', ({ app, query }) => pageOfModels(app, query)),
  serve(readModel, 'rule.manage', ({ app, actor, params }) =>
    app.db.read(everything, async (tx) => {
      const model = await modelById(tx, params.id);
      const report = model && (await reportOf(tx, model.id));
      if (!report) throw notFound('model');
      return { ...model, report, names: await namesOf(tx, app, actor, model.field) };
    }),
  ),
  serve(activateModel, 'rule.manage', ({ app, params }) => activate(app, params.id)),
  serve(rollBackModel, 'rule.manage', ({ app, params }) => rollBack(app, params.field)),
  serve(startTraining, 'rule.manage', ({ app, actor, body }) => askTraining(app, body.fields, actor.id)),
  serve(readTraining, 'rule.manage', async ({ app }) => ({
    training: await app.db.read(everything, currentTraining),
  })),
  serve(cancelTraining, 'rule.manage', async ({ app }) => ({ training: await stopAskedTraining(app) })),
  serve(listCorrections, 'rule.manage', ({ app, actor, query }) => correctionsOfWeek(app, actor, query)),
  serve(listStarters, 'rule.manage', ({ app }) => starterList(app)),
  serve(chooseStarter, 'rule.manage', ({ app, body }) => chooseIndustry(app, body.industry)),
];
