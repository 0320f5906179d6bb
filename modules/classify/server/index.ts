import type { App } from '#platform/server/app.ts';
import { newId } from '#platform/server/crypto/ids.ts';
import { notFound, Problem } from '#platform/server/http/problem.ts';
import { serve } from '#platform/server/http/serve.ts';
import type { ServerModule } from '#platform/server/module.ts';
import type { Actor } from '#platform/server/session/actor.ts';
import {
  changeClassifyRule,
  classifyTextRoute,
  createClassifyRule,
  deleteClassifyRule,
  listClassifyRules,
  listTriage,
  tryClassifyRule,
  type ClassifyRuleRow,
} from '../contract.ts';
import './erase.queries.ts';
import { catalogueRoutes } from './catalogue/manage-catalogue.ts';
import { keepProducts } from './catalogue/note-products.ts';
import { groundsOf, registerClassifyStage } from './classify-drafts.ts';
import { deleteRule, findRules, insertRules, updateRule } from './classify.queries.ts';
import { patternProblem } from './engine/pattern-safety.ts';
import { countDecisions, keepCorrections } from './keep-corrections.ts';
import { learningRoutes } from './learn/routes.ts';
import { stopAsks } from './llm/asks.ts';
import { askForOpinions, askJob, forgetCallsJob, opinionJob } from './llm/llm.job.ts';
import { llmRoutes, opinionLive } from './llm/routes.ts';
import { refreshModels } from './learn/model-cache.ts';
import { stopTraining } from './learn/run-training.ts';
import { trainJob } from './learn/train.job.ts';
import { triageQueue } from './list-triage.ts';
import { refreshRules, startRuleCache, stopRuleCache } from './rule-cache.ts';
import { tryRule } from './try-rule.ts';
import { tryText } from './try-text.ts';

export { insertRules as addClassifyRules, setPatterns as setNumberPatterns } from './classify.queries.ts';

export { seedStarter } from './seed-starter.ts';

export { activate as activateModel, listAllModels, rollBack as rollBackModel } from './learn/manage-models.ts';
export { insertModel as plantModel, retireModels } from './learn/model.queries.ts';
export { trainNow } from './learn/train-now.ts';

export { classifyText, compileRules } from './engine/classify.ts';
export { evaluateLabelled, labelledMessage, type LabelledFigures, type LabelledMessage } from './engine/evaluate.ts';
export { starterIndustries, starterOf } from './engine/starter.ts';

registerClassifyStage();

/** An expression that could run for ever is refused with its text, not stored and ignored. */
const checkPatterns = (rule: Pick<ClassifyRuleRow, 'rule'>): void => {
  for (const pattern of rule.rule.patterns ?? []) {
    const problem = patternProblem(pattern);
    if (problem !== undefined) throw new Problem('classify.pattern', 422, { pattern, problem });
  }
};

const save = async (app: App, actor: Actor, rule: ClassifyRuleRow, isNew: boolean): Promise<ClassifyRuleRow> => {
  checkPatterns(rule);
  await app.db.write(actor.reach, async (tx) => {
    if (isNew) await insertRules(tx, [rule]);
    else if (!(await updateRule(tx, rule))) throw notFound('rule');
  });
  await refreshRules(app);
  return rule;
};

export const classifyModule: ServerModule = {
  name: 'classify',
  permissions: ['rule.manage', 'ticket.classify'],
  subscribers: [keepCorrections, countDecisions, askForOpinions, keepProducts],
  jobs: [trainJob, opinionJob, askJob, forgetCallsJob],
  live: [opinionLive],
  routes: [
    serve(listClassifyRules, 'rule.manage', async ({ app, actor }) => ({
      items: await app.db.read(actor.reach, findRules),
    })),
    serve(createClassifyRule, 'rule.manage', ({ app, actor, body }) =>
      save(app, actor, { ...body, id: newId(app.clock.now()) }, true),
    ),
    serve(changeClassifyRule, 'rule.manage', ({ app, actor, params, body }) =>
      save(app, actor, { ...body, id: params.id }, false),
    ),
    serve(deleteClassifyRule, 'rule.manage', async ({ app, actor, params }) => {
      if (!(await app.db.write(actor.reach, (tx) => deleteRule(tx, params.id)))) throw notFound('rule');
      await refreshRules(app);
      return undefined;
    }),
    serve(tryClassifyRule, 'rule.manage', ({ app, actor, body }) => {
      checkPatterns(body);
      return tryRule(app, actor, { ...body, id: body.id ?? newId(app.clock.now()) });
    }),
    serve(classifyTextRoute, 'ticket.classify', ({ app, body }) => Promise.resolve(tryText(groundsOf(app), body))),
    serve(listTriage, 'ticket.classify', ({ app, actor, query }) => triageQueue(app, actor, query)),
    ...learningRoutes,
    ...llmRoutes,
    ...catalogueRoutes,
  ],
  start: startRuleCache,
  refresh: async (app) => {
    await refreshRules(app);
    await refreshModels(app);
  },
  stop: async (app) => {
    stopTraining(app);
    await stopAsks(app);
    stopRuleCache(app);
  },
};
