import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import * as contract from '../../contract/auto-answer.ts';
import { addAutoRule, editAutoRule, readAuto, removeAutoRule, saveAutoSetting, tryAuto } from './manage-auto.ts';
import { judgeSample, listSamples } from './review-auto.ts';

const manage = 'auto_answer.manage';
const review = 'auto_answer.review';

export const autoRoutes: readonly ServedRoute[] = [
  serve(contract.readAutoAnswers, review, ({ app, actor }) => readAuto(app, actor)),
  serve(contract.changeAutoSetting, manage, ({ app, actor, body }) => saveAutoSetting(app, actor, body)),
  serve(contract.createAutoRule, manage, ({ app, actor, body }) => addAutoRule(app, actor, body)),
  serve(contract.changeAutoRule, manage, ({ app, actor, params, body }) => editAutoRule(app, actor, params.id, body)),
  serve(contract.deleteAutoRule, manage, ({ app, actor, params }) => removeAutoRule(app, actor, params.id)),
  serve(contract.tryAutoAnswers, manage, ({ app, actor, body }) => tryAuto(app, actor, body.rule)),
  serve(contract.listAutoSamples, review, ({ app, actor, query }) => listSamples(app, actor, query)),
  serve(contract.judgeAutoAnswer, review, ({ app, actor, params, body }) => judgeSample(app, actor, params.id, body)),
];
