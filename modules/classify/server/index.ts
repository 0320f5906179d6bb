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
  tryClassifyRule,
  type ClassifyRuleRow,
} from '../contract.ts';
import { registerClassifyStage } from './classify-drafts.ts';
import { deleteRule, findRules, insertRules, updateRule } from './classify.queries.ts';
import { classifyText } from './engine/classify.ts';
import { patternProblem } from './engine/pattern-safety.ts';
import { keepCorrections } from './keep-corrections.ts';
import { compiledRules, refreshRules, startRuleCache, stopRuleCache } from './rule-cache.ts';
import { tryRule } from './try-rule.ts';

export { insertRules as addClassifyRules, setPatterns as setNumberPatterns } from './classify.queries.ts';

export { seedStarter } from './seed-starter.ts';

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
  subscribers: [keepCorrections],
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
    serve(classifyTextRoute, 'ticket.classify', ({ app, body }) => {
      const { kind, ...text } = body;
      const {
        categoryKey,
        entities: _entities,
        departmentKey: _department,
        ...result
      } = classifyText(
        { ...text, channel: 'form', ...(kind === undefined ? {} : { kindHint: kind }) },
        compiledRules(app),
      );
      return Promise.resolve({ ...result, categoryKey: categoryKey ?? null });
    }),
  ],
  start: startRuleCache,
  refresh: refreshRules,
  stop: (app) => Promise.resolve(stopRuleCache(app)),
};
