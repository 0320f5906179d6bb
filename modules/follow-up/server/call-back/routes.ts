import { serve, type ServedRoute } from '#platform/server/http/serve.ts';
import * as contract from '../../contract/call-back.ts';
import { writeAttempt } from './attempt-call.ts';
import { callPermission } from './call-back.access.ts';
import { listCalls, readCall, readCallsOf, readFigures } from './list-calls.ts';
import { addRule, editRule, listRules, removeRule } from './manage-rules.ts';
import { addCall, giveBackCall, takeCall, takeNextCall, withdrawCall } from './work-calls.ts';

export const callRoutes: readonly ServedRoute[] = [
  serve(contract.listCallBacks, 'ticket.read', ({ app, actor, query }) => listCalls(app, actor, query)),
  serve(contract.readCallBackFigures, 'ticket.read', ({ app, actor }) => readFigures(app, actor)),
  serve(contract.callBacksOfTicket, 'ticket.read', ({ app, actor, params }) => readCallsOf(app, actor, params.number)),
  serve(contract.readCallBack, 'ticket.read', ({ app, actor, params }) => readCall(app, actor, params.id)),
  serve(contract.claimNextCallBack, callPermission, ({ app, actor, body }) => takeNextCall(app, actor, body.mine)),
  serve(contract.claimCallBack, callPermission, ({ app, actor, params }) => takeCall(app, actor, params.id)),
  serve(contract.releaseCallBack, callPermission, ({ app, actor, params }) => giveBackCall(app, actor, params.id)),
  serve(contract.addAttempt, callPermission, ({ app, actor, params, body }) =>
    writeAttempt(app, actor, params.id, body),
  ),
  serve(contract.withdrawCallBack, callPermission, ({ app, actor, params, body }) =>
    withdrawCall(app, actor, params.id, body.reason),
  ),
  serve(contract.addCallBack, callPermission, ({ app, actor, params, body }) =>
    addCall(app, actor, params.number, body),
  ),
  serve(contract.listCallBackRules, 'rule.manage', ({ app, actor }) => listRules(app, actor)),
  serve(contract.createCallBackRule, 'rule.manage', ({ app, actor, body }) => addRule(app, actor, body)),
  serve(contract.changeCallBackRule, 'rule.manage', ({ app, actor, params, body }) =>
    editRule(app, actor, params.id, body),
  ),
  serve(contract.deleteCallBackRule, 'rule.manage', ({ app, actor, params }) => removeRule(app, actor, params.id)),
];
